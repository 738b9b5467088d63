import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { SettingsLanding } from '@/components/notifications/settings-landing';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { ChoicesPart } from './choices-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notificationSettings'))('title') };
}

export default async function NotificationSettingsPage() {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t] = await Promise.all([
    getTranslations('notificationSettings'),
    forPage('/settings/notifications', (api) => api.viewer.me()),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words
        names={[
          'common',
          'reasons',
          'errors',
          'problems',
          'profile',
          'stepUp',
          'notificationSettings',
          'notificationTypes',
          'pushBrowsers',
        ]}
      >
        <SettingsLanding />
        <Suspense
          fallback={
            <Card title={t('matrixTitle')} description={t('matrixText')}>
              <SkeletonRows rows={8} label={t('loading')} />
            </Card>
          }
        >
          <ChoicesPart />
        </Suspense>
      </Words>
    </>
  );
}
