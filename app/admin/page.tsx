import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { pagesFor } from '@/components/admin/admin-pages';
import { FailingJobs } from '@/components/admin/failing-jobs';
import { OverviewRange } from '@/components/admin/overview-range';
import { rangeOf } from '@/components/admin/overview-rows';
import { Card } from '@/components/ui/card';
import { SkeletonCard, SkeletonRows } from '@/components/ui/skeleton';
import { forPage } from '@/server/caller';
import { MOST_COUNTED } from '@/server/operations/rules';
import { AccessFigures, CaseFigures, FactorFigures } from './overview-parts';
import { WorkFigures } from './work-figures';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('title') };
}

export default async function OverviewPage({ searchParams }: { searchParams: Promise<{ days?: string }> }) {
  const [me, t, { days: wished }] = await Promise.all([
    forPage('/admin', (api) => api.viewer.staff()),
    getTranslations('admin'),
    searchParams,
  ]);
  const days = rangeOf(wished);
  const seesSite = me.permissions.includes('dashboard.view');
  const seesCases = pagesFor(me).some(({ name }) => name === 'adminReports');
  const loading = <SkeletonCard rows={4} label={t('stats.loading')} />;
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div>
          <h1>{t('overview')}</h1>
          <p className="mt-1 text-md text-text-muted">{t('lead')}</p>
        </div>
        <OverviewRange days={days} />
      </div>
      {seesSite && <Totals />}
      <div className="mb-6 grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2 xl:[&>:last-child:nth-child(odd)]:col-span-2">
        {seesCases && (
          <Suspense key={`cases ${days}`} fallback={loading}>
            <CaseFigures days={days} />
          </Suspense>
        )}
        {seesSite && (
          <>
            <Suspense key={`access ${days}`} fallback={loading}>
              <AccessFigures days={days} />
            </Suspense>
            <Suspense fallback={loading}>
              <FactorFigures />
            </Suspense>
          </>
        )}
      </div>
      {me.permissions.includes('jobs.view') && (
        <Card title={t('jobsTitle')} description={t('jobsText')}>
          <Suspense fallback={<SkeletonRows label={t('stats.loading')} />}>
            <WorkFigures />
          </Suspense>
          <FailingJobs mayRetry={me.permissions.includes('jobs.retry')} />
        </Card>
      )}
    </>
  );
}

async function Totals() {
  const [figures, t, format] = await Promise.all([
    forPage('/admin', (api) => api.operations.overview()),
    getTranslations('admin'),
    getFormatter(),
  ]);
  const shown = (name: 'people' | 'newThisWeek' | 'unconfirmed' | 'signedIn') => {
    const count = format.number(figures[name]);
    if (name === 'people') return figures.isEstimate ? t('about', { count }) : count;
    return figures[name] >= MOST_COUNTED ? t('orMore', { count }) : count;
  };
  return (
    <dl className="mb-6 grid grid-cols-2 gap-px overflow-clip rounded-lg border bg-border lg:grid-cols-4">
      {(['people', 'newThisWeek', 'unconfirmed', 'signedIn'] as const).map((name) => (
        <div key={name} className="bg-surface p-4">
          <dt className="text-sm text-text-muted">{t(name)}</dt>
          <dd className="tabular mt-1 font-semibold text-xl">{shown(name)}</dd>
        </div>
      ))}
    </dl>
  );
}
