'use client';

import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePages } from '@/components/admin/use-pages';
import { fetchTrpc } from '@/components/fetch-trpc';
import { MoreLines } from '@/components/settings/more-lines';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { ApprovalView } from '@/server/moderation/approval-list';
import { DecidedApproval, WaitingApproval } from './approval-rows';

interface Page {
  approvals: ApprovalView[];
  next: string | null;
}

/** What waits for a second administrator, and what was decided. */
export function Approvals({ waiting, over }: { waiting: Page; over: Page }) {
  const t = useTranslations('approvals');
  const first = useMore(waiting, 'waiting');
  const later = useMore(over, 'over');
  const kept = useKeptRow<HTMLDivElement>(first.approvals.map(({ id }) => id).join(' '));
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <div {...kept} tabIndex={-1} className="outline-none">
        <Card title={t('waiting')}>
          {first.approvals.length === 0 ? (
            <EmptyState
              icon={<ShieldCheck />}
              title={t('nothingWaits.title')}
              text={t('nothingWaits.text')}
            />
          ) : (
            <ul aria-label={t('waiting')} className="divide-y">
              {first.approvals.map((approval) => (
                <WaitingApproval key={approval.id} approval={approval} />
              ))}
            </ul>
          )}
          <MoreLines list={first} label={t('more')} />
        </Card>
      </div>
      <Card title={t('over')}>
        {later.approvals.length === 0 ? (
          <p className="text-md text-text-muted">{t('nothingOver')}</p>
        ) : (
          <ul aria-label={t('over')} className="divide-y">
            {later.approvals.map((approval) => (
              <DecidedApproval key={approval.id} approval={approval} />
            ))}
          </ul>
        )}
        <MoreLines list={later} label={t('more')} />
      </Card>
    </div>
  );
}

function useMore(page: Page, state: 'waiting' | 'over') {
  const { lines, ...list } = usePages({
    lines: page.approvals,
    next: page.next,
    answer: page,
    query: state,
    idOf: ({ id }) => id,
    read: async (after: string) => {
      const { approvals, next } = await (await fetchTrpc()).moderation.approvals.list.query({ state, after });
      return { lines: approvals, next };
    },
  });
  return { approvals: lines, ...list };
}
