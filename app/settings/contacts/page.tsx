import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { FindPeople } from '@/components/contacts/find-people';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { ContactsPart } from './contacts-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contacts'))('title') };
}

export default async function ContactsPage() {
  // Asked here, before anything is sent: who is signed out is sent to sign in.
  const [t] = await Promise.all([
    getTranslations('contacts'),
    forPage('/settings/contacts', (api) => api.viewer.me()),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words names={['common', 'reasons', 'errors', 'contacts', 'stepUp']}>
        <div className="flex flex-col gap-6">
          <FindPeople />
          <Suspense
            fallback={
              <Card title={t('listTitle')} description={t('listText')}>
                <SkeletonRows label={t('loading')} />
              </Card>
            }
          >
            <ContactsPart />
          </Suspense>
        </div>
      </Words>
    </>
  );
}
