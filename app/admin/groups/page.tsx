import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { pagesFor } from '@/components/admin/admin-pages';
import { loadGroupFilters } from '@/components/groups/group-filters';
import { SkeletonCard } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { GroupsPart } from './groups-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('title') };
}

export default async function AdminGroupsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [filters, me, t] = await Promise.all([
    loadGroupFilters(searchParams),
    forPage('/admin/groups', (api) => api.viewer.staff()),
    getTranslations('groups'),
  ]);
  // Asked here, before anything is sent: for whom there is no list there is no page.
  if (!pagesFor(me).some(({ name }) => name === 'groups')) notFound();
  return (
    <Words names={['common', 'reasons', 'errors', 'contacts', 'groups', 'stepUp']}>
      <NuqsAdapter>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('adminLead')}</p>
        <Suspense fallback={<SkeletonCard rows={6} label={t('adminLoading')} />}>
          <GroupsPart filters={filters} />
        </Suspense>
      </NuqsAdapter>
    </Words>
  );
}
