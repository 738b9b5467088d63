import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { SecuritySkeleton } from '@/components/security/security-skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { SecurityCards } from './security-cards';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security'))('title') };
}

type Search = { connection?: string };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<Search> }) {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [me, search, t] = await Promise.all([
    forPage('/settings/security', (api) => api.viewer.me()),
    searchParams,
    getTranslations('security'),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words
        names={[
          'common',
          'reasons',
          'problems',
          'errors',
          'securityCards',
          'security',
          'securityLog',
          'stepUp',
          'passkeyCreation',
        ]}
      >
        <Suspense fallback={<SecuritySkeleton label={t('loading')} />}>
          <SecurityCards email={me.email} connection={search.connection} />
        </Suspense>
      </Words>
    </>
  );
}
