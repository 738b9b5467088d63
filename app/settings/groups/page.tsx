import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { GroupsPart } from './groups-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('title') };
}

export default async function GroupsPage() {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t, me] = await Promise.all([
    getTranslations('groups'),
    forPage('/settings/groups', (api) => api.viewer.me()),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words
        names={['common', 'reasons', 'problems', 'errors', 'contacts', 'groups', 'stepUp', 'passkeyCreation']}
      >
        <Suspense
          fallback={
            <Card title={t('listTitle')}>
              <SkeletonRows label={t('loading')} />
            </Card>
          }
        >
          <GroupsPart mayCreate={me.permissions.includes('groups.create')} />
        </Suspense>
      </Words>
    </>
  );
}
