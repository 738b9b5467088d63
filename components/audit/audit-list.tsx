'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { ScrollText, SearchX } from 'lucide-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { listKeys } from '@/components/admin/list-keys';
import { MoreLines } from '@/components/settings/more-lines';
import { EmptyState } from '@/components/ui/empty-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { AuditExport } from './audit-export';
import { AuditFields } from './audit-fields';
import { AUDIT_FILTERS, type AuditFilters, auditInput } from './audit-filters';
import { AuditTable } from './audit-table';
import { AuditTokens } from './audit-tokens';
import { type AuditPage, useEntries } from './use-entries';

/** The audit log, with what narrows it; what is chosen there stands in the address. */
export function AuditList({ first, filters }: { first: AuditPage; filters: AuditFilters }) {
  const t = useTranslations('audit');
  const filter = auditInput(filters, useTimeZone() ?? 'UTC');
  const [reading, startReading] = useTransition();
  // At once in what was pressed; the list follows when it was read.
  const [wished, setFilters] = useQueryStates(AUDIT_FILTERS, {
    shallow: false,
    history: 'push',
    startTransition: startReading,
  });
  const { entries, hasMore, loading, refusal, loadMore } = useEntries({ first, filter });
  const narrow = (wish: Partial<AuditFilters>) => void setFilters(wish);
  const isNarrowed = Object.keys(filter).length > 0;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      role="group"
      aria-label={t('title')}
      onKeyDown={listKeys({ select: () => undefined })}
      className="flex flex-col gap-4"
    >
      <AuditFields filters={wished} onChange={narrow} />
      <AuditTokens filters={wished} onChange={narrow} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-text-muted">
          {t('shown', { count: entries.length, more: hasMore ? 'yes' : 'no' })}
        </p>
        <AuditExport filter={filter} />
      </div>
      <div aria-busy={reading} className={reading ? 'opacity-60' : undefined}>
        {entries.length > 0 ? (
          <AuditTable entries={entries} />
        ) : (
          <div className="rounded-lg border bg-surface p-4">
            <EmptyState
              icon={isNarrowed ? <SearchX /> : <ScrollText />}
              title={t(isNarrowed ? 'nothingFound.title' : 'nothing.title')}
              text={t(isNarrowed ? 'nothingFound.text' : 'nothing.text')}
            />
          </div>
        )}
      </div>
      {loading && <SkeletonRows label={t('loading')} />}
      <MoreLines list={{ hasMore, loading, refusal, loadMore }} label={t('more')} />
      <p className="text-sm text-text-muted pointer-coarse:hidden">{t('keys')}</p>
    </div>
  );
}
