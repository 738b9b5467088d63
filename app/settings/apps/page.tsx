import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Apps } from '@/components/apps/apps';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apps'))('title') };
}

export default async function AppsPage() {
  const [list, t] = await Promise.all([
    forPage('/settings/apps', (api) => api.apps.list()),
    getTranslations('apps'),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words names={['common', 'reasons', 'errors', 'apps', 'scopes', 'stepUp']}>
        <Apps {...list} />
      </Words>
    </>
  );
}
