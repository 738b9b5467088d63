import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { PublicShell } from '@/components/navigation/public-shell';
import { SkeletonCard } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage, viewer } from '@/server/caller';
import { InboxPart } from './inbox-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inbox'))('title') };
}

export default async function InboxPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t, { folder }, me] = await Promise.all([
    getTranslations('inbox'),
    searchParams,
    viewer(),
    forPage('/notifications', (api) => api.viewer.me()),
  ]);
  return (
    <PublicShell me={me}>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words
        names={[
          'common',
          'reasons',
          'problems',
          'errors',
          'stepUp',
          'contacts',
          'inbox',
          'reporting',
          'reportKinds',
          'notifications',
          'notificationSettings',
          'notificationTypes',
        ]}
      >
        <Suspense fallback={<SkeletonCard label={t('loading')} />}>
          <InboxPart asked={folder} />
        </Suspense>
      </Words>
    </PublicShell>
  );
}
