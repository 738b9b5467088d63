'use client';

import { Flag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { MoreLines } from '@/components/settings/more-lines';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import { isReportKind } from '@/server/moderation/catalog';
import type { OwnReport } from '@/server/moderation/reports';
import { useOwnReports } from './use-own-reports';

const TONES = { waiting: undefined, inReview: undefined, acted: 'success', dismissed: undefined } as const;

/** What somebody reported, the latest first, each with what has become of it. */
export function OwnReports({ first }: { first: { reports: OwnReport[]; next: string | null } }) {
  const t = useTranslations('ownReports');
  const { reports, hasMore, loading, refusal, loadMore, list } = useOwnReports(first);
  return (
    <Card id="ownReports" title={t('listTitle')}>
      {reports.length === 0 ? (
        <EmptyState
          icon={<Flag />}
          title={t('empty')}
          text={t('emptyText')}
          action={<TextLink href="/notifications">{t('toInbox')}</TextLink>}
        />
      ) : (
        <ul ref={list} aria-label={t('listTitle')} className="divide-y">
          {reports.map((report) => (
            <ReportRow key={report.id} report={report} />
          ))}
        </ul>
      )}
      <MoreLines list={{ hasMore, loading, refusal, loadMore }} label={t('showMore')} />
    </Card>
  );
}

function ReportRow({ report }: { report: OwnReport }) {
  const t = useTranslations('ownReports');
  const kinds = useTranslations('reportKinds');
  const { subjectKind, name, kind, words, at, state, decidedAt } = report;
  const text =
    (state === 'dismissed' || state === 'acted') && subjectKind === 'group'
      ? (`${state}GroupText` as const)
      : (`${state}Text` as const);
  return (
    <li tabIndex={-1} className="flex flex-col gap-2 py-4 outline-none first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="wrap-anywhere min-w-0 text-base">
          {t(subjectKind, { name: name ? isolate(name) : t('somebody') })}
        </h3>
        <Badge tone={TONES[state]}>{t(state)}</Badge>
      </div>
      <p className="text-md">{t(text)}</p>
      <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-text-muted">
        {isReportKind(kind) && <span>{kinds(`${kind}.name`)}</span>}
        <span>{t.rich('reported', { when: () => <When at={at} /> })}</span>
        {decidedAt && <span>{t.rich('decided', { when: () => <When at={decidedAt} /> })}</span>}
      </p>
      {words && (
        <div className="text-sm text-text-muted">
          <span>{t('yourWords')} </span>
          <bdi dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {words}
          </bdi>
        </div>
      )}
    </li>
  );
}
