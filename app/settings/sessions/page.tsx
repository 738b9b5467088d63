import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type ReactNode, Suspense } from 'react';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { SessionsPart } from './sessions-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') };
}

export default async function SessionsPage() {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t] = await Promise.all([
    getTranslations('sessions'),
    forPage('/settings/sessions', (api) => api.viewer.me()),
  ]);
  const linkTo = (href: string) => (words: ReactNode) => <TextLink href={href}>{words}</TextLink>;
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words names={['common', 'reasons', 'errors', 'sessions', 'securityLog', 'stepUp']}>
        <Suspense
          fallback={
            <Card title={t('listTitle')} description={t('listText')}>
              <SkeletonRows label={t('loading')} />
            </Card>
          }
        >
          <SessionsPart />
        </Suspense>
      </Words>
      <p className="mt-6 text-sm text-text-muted">
        {t.rich('related', {
          devices: linkTo('/settings/security#trustedDevices'),
          apps: linkTo('/settings/apps'),
          log: linkTo('/settings/security#securityLog'),
        })}
      </p>
    </>
  );
}
