import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readNothing } from '@/app/admin/read-nothing';
import { pagesFor } from '@/components/admin/admin-pages';
import { SavedViews } from '@/components/admin/saved-views';
import { loadQueueFilters } from '@/components/moderation/queue-filters';
import { SkeletonCard } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { QueuePart } from './queue-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases'))('title') };
}

export default async function ReportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [filters, me, t, views] = await Promise.all([
    loadQueueFilters(searchParams),
    forPage('/admin/reports', (api) => api.viewer.staff()),
    getTranslations('cases'),
    // The list stands without them.
    forPage('/admin/reports', (api) => api.moderation.views.list({ page: 'reports' })).catch(readNothing),
  ]);
  // Asked here, before anything is sent: for whom there is no queue there is no page.
  if (!pagesFor(me).some(({ name }) => name === 'adminReports')) notFound();
  const { userId, handle, displayName } = me;
  return (
    <Words names={['common', 'reasons', 'errors', 'cases', 'reportKinds', 'stepUp', 'views', 'problems']}>
      <NuqsAdapter>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
        <SavedViews page="reports" href="/admin/reports" views={views} />
        <Suspense fallback={<SkeletonCard rows={6} label={t('loading')} />}>
          <QueuePart filters={filters} me={{ userId, handle, displayName }} />
        </Suspense>
      </NuqsAdapter>
    </Words>
  );
}
