'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { linkClasses } from '@/components/ui/plain-link';
import { CARDS_ON_PHONE, Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import { ChangeLines } from './change-lines';
import { Actor, Subject } from './entry-parties';
import type { ShownEntry } from './shown-entry';
import { UndoneBy } from './undone-by';
import { useEntryWords } from './use-entry-words';

/** Entries as a table: what was done, by whom, to whom, what changed, from where and when. */
export function AuditTable({ entries }: { entries: ShownEntry[] }) {
  const t = useTranslations('audit');
  return (
    <div className={CARDS_ON_PHONE}>
      <Table caption={t('title')}>
        <thead>
          <tr>
            <HeadCell>{t('what')}</HeadCell>
            <HeadCell>{t('actor')}</HeadCell>
            <HeadCell>{t('subject')}</HeadCell>
            <HeadCell>{t('change')}</HeadCell>
            <HeadCell>{t('address')}</HeadCell>
            <HeadCell>{t('when')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function EntryRow({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('audit');
  const { entryWords } = useEntryWords();
  return (
    <Row data-row={entry.id} className="align-top has-[a:focus-visible]:bg-surface-hover">
      <HeadCell scope="row" className="wrap-anywhere min-w-44 whitespace-normal align-top">
        <Link
          href={`/admin/audit/${entry.id}`}
          prefetch={false}
          className={`${linkClasses} inline-flex min-h-6 items-center`}
        >
          {entryWords(entry)}
        </Link>
        {typeof entry.after?.undoes === 'string' && (
          <Badge className="ms-2" tone="neutral">
            {t('undoing')}
          </Badge>
        )}
        {entry.undoneBy !== null && (
          <span className="block font-normal text-sm text-text-muted">
            <UndoneBy entry={entry} />
          </span>
        )}
      </HeadCell>
      <Cell className="min-w-32 align-top">
        <span className="text-text-muted md:hidden">{t('labelled', { label: t('actor') })} </span>
        <Actor entry={entry} />
      </Cell>
      <Cell className="min-w-32 align-top">
        <span className="text-text-muted md:hidden">{t('labelled', { label: t('subject') })} </span>
        <Subject entry={entry} />
      </Cell>
      <Cell className="min-w-48 max-w-96 align-top text-sm">
        <ChangeLines before={entry.before} after={entry.after} most={2} />
      </Cell>
      <Cell className="align-top text-sm">
        {entry.ip !== null && <span className="tabular wrap-anywhere block">{entry.ip}</span>}
        {entry.requestId !== null && (
          <span className="tabular block text-text-muted" title={entry.requestId}>
            {t('requestShort', { id: entry.requestId.slice(-8) })}
          </span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap align-top">
        <When at={entry.at} />
      </Cell>
    </Row>
  );
}
