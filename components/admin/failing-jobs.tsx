'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { CircleCheck } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useTRPC } from '@/components/query-provider';
import { refusalOf } from '@/components/refusal';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import { momentText } from '@/messages/dates';
import type { AppRouter } from '@/server/router';

type Job = inferRouterOutputs<AppRouter>['operations']['failingJobs'][number];

/** Jobs and mails that failed, dead letters first; staff with the permission may have one tried again. */
export function FailingJobs({ mayRetry }: { mayRetry: boolean }) {
  const t = useTranslations('admin');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const api = useTRPC();
  const jobs = useQuery(api.operations.failingJobs.queryOptions(undefined, { refetchInterval: 15_000 }));

  if (jobs.isPending) return <SkeletonRows label={t('jobsTitle')} />;
  if (jobs.isError) {
    return (
      <ErrorState
        title={words(refusalOf(jobs.error))}
        retryLabel={errors('retry')}
        retrying={jobs.isFetching}
        onRetry={() => void jobs.refetch()}
      />
    );
  }
  if (!jobs.data.length) {
    return <EmptyState icon={<CircleCheck />} title={t('jobsEmpty')} text={t('jobsEmptyText')} />;
  }
  return (
    <Table caption={t('jobsTitle')}>
      <thead>
        <tr>
          <HeadCell>{t('job')}</HeadCell>
          <HeadCell numeric>{t('attempts')}</HeadCell>
          <HeadCell>{t('since')}</HeadCell>
          <HeadCell>{t('lastError')}</HeadCell>
          <HeadCell>{t('nextTry')}</HeadCell>
          {mayRetry && <HeadCell>{t('action')}</HeadCell>}
        </tr>
      </thead>
      <tbody>
        {jobs.data.map((job) => (
          <JobRow key={job.id} job={job} mayRetry={mayRetry} />
        ))}
      </tbody>
    </Table>
  );
}

function JobRow({ job, mayRetry }: { job: Job; mayRetry: boolean }) {
  const t = useTranslations('admin');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  return (
    <Row>
      <HeadCell scope="row">{job.name}</HeadCell>
      <Cell numeric>{job.attempts}</Cell>
      <Cell>
        <RelativeTime
          at={job.queuedAt}
          locale={locale}
          exact={momentText({ at: new Date(job.queuedAt), locale, timeZone })}
        />
      </Cell>
      <Cell className="wrap-anywhere min-w-60">{job.lastError}</Cell>
      <Cell>
        {job.nextTryAt ? (
          <RelativeTime
            at={job.nextTryAt}
            locale={locale}
            exact={momentText({ at: new Date(job.nextTryAt), locale, timeZone })}
          />
        ) : (
          <Badge tone="danger">{t('gaveUp')}</Badge>
        )}
      </Cell>
      {mayRetry && (
        <Cell>
          <RetryButton job={job} />
        </Cell>
      )}
    </Row>
  );
}

function RetryButton({ job }: { job: Job }) {
  const t = useTranslations('admin');
  const words = useRefusalWords();
  const api = useTRPC();
  const queries = useQueryClient();
  const retry = useMutation(
    api.operations.retryJob.mutationOptions({
      onSuccess: () => showToast({ text: t('retried'), tone: 'success' }),
      onError: (error) => showToast({ text: words(refusalOf(error)), tone: 'danger' }),
      onSettled: () => queries.invalidateQueries(api.operations.failingJobs.pathFilter()),
    }),
  );
  return (
    <Button
      size="sm"
      loading={retry.isPending}
      aria-label={t('retryNamed', { job: job.name })}
      onClick={() => retry.mutate({ id: job.id })}
    >
      {t('retry')}
    </Button>
  );
}
