'use client';

import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import { When } from '@/components/when';
import type { HistoryEntry, TypeRow } from '@/server/notifications/types';
import { useChangeWords } from './settings-change-words';
import { useHistory } from './settings-use-history';

/** As many things of one change are told before the rest is counted. */
const TOLD = 4;

export interface HistoryProps {
  rows: TypeRow[];
}

/** What was changed, the latest first, each with a way back. */
export function SettingsHistoryPanel({ rows }: HistoryProps) {
  const t = useTranslations('notificationSettings.history');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const { page, refusal, loadMore, loadingMore, revert, reverting, retry } = useHistory(rows);
  if (refusal)
    return (
      <ErrorState title={t('failed')} text={words(refusal)} retryLabel={errors('retry')} onRetry={retry} />
    );
  if (!page) return <SkeletonRows label={t('loading')} />;
  if (page.entries.length === 0)
    return <EmptyState icon={<History />} title={t('empty')} text={t('emptyText')} />;
  return (
    <>
      <ol aria-label={t('list')} className="divide-y">
        {page.entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            isBusy={reverting === entry.id}
            onRevert={() => void revert(entry.id)}
          />
        ))}
      </ol>
      {page.next !== null && (
        <Button className="self-center" loading={loadingMore} onClick={() => void loadMore()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry, isBusy, onRevert }: { entry: HistoryEntry; isBusy: boolean; onRevert: () => void }) {
  const t = useTranslations('notificationSettings.history');
  const changeWords = useChangeWords();
  const row = useRef<HTMLLIElement>(null);
  const lines = entry.changes.flatMap(changeWords);
  const rest = lines.length - TOLD;
  return (
    <li
      ref={row}
      tabIndex={-1}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 outline-none first:pt-0 last:pb-0"
    >
      <div className="wrap-anywhere min-w-0 flex-1 basis-64">
        <ul>
          {lines.slice(0, TOLD).map((line) => (
            <li key={line} className="text-md">
              {line}
            </li>
          ))}
        </ul>
        {rest > 0 && <p className="text-md text-text-muted">{t('moreChanges', { count: rest })}</p>}
        <p className="text-sm text-text-muted">
          <When at={entry.at} /> · {t(`means.${entry.means}`)}
        </p>
      </div>
      {entry.isReverted ? (
        <Badge>{t('reverted')}</Badge>
      ) : (
        <Button
          size="sm"
          loading={isBusy}
          aria-label={t('revertNamed', { what: lines[0] ?? '' })}
          onClick={() => {
            // The button goes once it is put back.
            row.current?.focus({ preventScroll: true });
            onRevert();
          }}
        >
          {t('revert')}
        </Button>
      )}
    </li>
  );
}
