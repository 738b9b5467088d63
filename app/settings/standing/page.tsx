import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { StandingPart } from './standing-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('standing'))('title') };
}

export default async function StandingPage() {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t] = await Promise.all([
    getTranslations('standing'),
    forPage('/settings/standing', (api) => api.viewer.me()),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words names={['common', 'reasons', 'problems', 'errors', 'standing', 'appeal']}>
        <Suspense
          fallback={
            <Card title={t('nowTitle')}>
              <SkeletonRows label={t('loading')} />
            </Card>
          }
        >
          <StandingPart />
        </Suspense>
      </Words>
    </>
  );
}
