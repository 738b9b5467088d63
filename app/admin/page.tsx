import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { FailingJobs } from '@/components/admin/failing-jobs';
import { Card } from '@/components/ui/card';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('title') };
}

export default async function OverviewPage() {
  const [figures, me, t, format] = await Promise.all([
    forPage('/admin', (api) => api.operations.overview()),
    forPage('/admin', (api) => api.viewer.staff()),
    getTranslations('admin'),
    getFormatter(),
  ]);
  return (
    <>
      <h1>{t('overview')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <dl className="mb-6 grid grid-cols-2 gap-px overflow-clip rounded-lg border bg-border lg:grid-cols-4">
        {(['people', 'newThisWeek', 'unconfirmed', 'signedIn'] as const).map((name) => (
          <div key={name} className="bg-surface p-4">
            <dt className="text-sm text-text-muted">{t(name)}</dt>
            <dd className="tabular mt-1 font-semibold text-xl">{format.number(figures[name])}</dd>
          </div>
        ))}
      </dl>
      {me.permissions.includes('jobs.view') && (
        <Card title={t('jobsTitle')} description={t('jobsText')}>
          <FailingJobs mayRetry={me.permissions.includes('jobs.retry')} />
        </Card>
      )}
    </>
  );
}
