'use client';

import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { ApprovalView } from '@/server/moderation/approval-list';
import { DecidedApproval, WaitingApproval } from './approval-rows';

interface Page {
  approvals: ApprovalView[];
  next: string | null;
}

/** What waits for a second administrator, and what was decided. */
export function Approvals({ waiting, over }: { waiting: Page; over: Page }) {
  const t = useTranslations('approvals');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const first = useMore(waiting, 'waiting');
  const later = useMore(over, 'over');
  const kept = useKeptRow<HTMLDivElement>(first.approvals.map(({ id }) => id).join(' '));
  const more = (list: ReturnType<typeof useMore>) => (
    <>
      {list.refusal && (
        <ErrorState
          title={words(list.refusal)}
          retryLabel={errors('retry')}
          onRetry={() => void list.loadMore()}
        />
      )}
      {list.hasMore && !list.refusal && (
        <div className="flex justify-center">
          <Button loading={list.loading} onClick={() => void list.loadMore()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
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
          {more(first)}
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
        {more(later)}
      </Card>
    </div>
  );
}

/** A list as it was read, and what was loaded after it; read anew it begins again. */
function useMore(first: Page, state: 'waiting' | 'over') {
  const [loaded, setLoaded] = useState<Page & { of: Page }>();
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const rest = loaded?.of === first ? loaded : undefined;
  const next = rest ? rest.next : first.next;

  async function loadMore() {
    if (next === null || loading) return;
    setRefusal(undefined);
    setLoading(true);
    try {
      const page = await (await fetchTrpc()).moderation.approvals.list.query({ state, after: next });
      setLoaded({ of: first, next: page.next, approvals: [...(rest?.approvals ?? []), ...page.approvals] });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const approvals = [...first.approvals, ...(rest?.approvals ?? [])];
  return { approvals, hasMore: next !== null, loading, refusal, loadMore };
}
