'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import type { AuditContext, AuditEntry } from '@/server/audit/queries';
import { EntryChanges } from './entry-changes';
import { EntryLines } from './entry-lines';
import { Actor, Subject } from './entry-parties';
import { UndoCard } from './undo-card';
import { UndoneBy } from './undone-by';
import { useEntryWords } from './use-entry-words';

/** One entry with what happened around it, in one reading order: what, who, what changed, how it is undone, what else. */
export function WholeEntry({ entry, undo, sameRequest, aboutSubject }: AuditContext) {
  const t = useTranslations('audit');
  const { entryWords } = useEntryWords();
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const { actorHandle, ip, requestId, redactedAt, undoneBy } = entry;
  const undone = useRef<HTMLParagraphElement>(null);
  const was = useRef(undoneBy);
  useEffect(() => {
    // The button that undid it is gone, and the focus with it.
    if (was.current === null && undoneBy !== null) undone.current?.focus();
    was.current = undoneBy;
  }, [undoneBy]);
  const undoes = typeof entry.after?.undoes === 'string' ? entry.after.undoes : null;
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <header>
        <h1 className="wrap-anywhere">{entryWords(entry)}</h1>
        <p className="mt-1 text-md text-text-muted">{momentText({ ...zone, at: new Date(entry.at) })}</p>
      </header>
      {undoneBy !== null && (
        <Banner
          tone="success"
          action={<TextLink href={`/admin/audit/${undoneBy}`}>{t('toUndoing')}</TextLink>}
        >
          <p ref={undone} data-undone="" tabIndex={-1}>
            <UndoneBy entry={entry} />
          </p>
        </Banner>
      )}
      {undoes !== null && (
        <Banner action={<TextLink href={`/admin/audit/${undoes}`}>{t('toUndone')}</TextLink>}>
          {t('isUndoing')}
        </Banner>
      )}
      {redactedAt !== null && <Banner>{t('redactedText')}</Banner>}
      <Card title={t('facts')}>
        <DescriptionList
          items={[
            {
              term: t('actor'),
              details: (
                <Filtered name={t('actor')} query={actorHandle !== null && `actor=${actorHandle}`}>
                  <Actor entry={entry} />
                </Filtered>
              ),
            },
            {
              term: t('subject'),
              details: (
                <Filtered name={t('subject')} query={subjectQuery(entry)}>
                  <Subject entry={entry} />
                </Filtered>
              ),
            },
            {
              term: t('address'),
              details: (
                <Filtered name={t('address')} query={ip !== null && `ip=${encodeURIComponent(ip)}`}>
                  {ip ?? t('unknown')}
                </Filtered>
              ),
            },
            {
              term: t('request'),
              details: (
                <Filtered name={t('request')} query={requestId !== null && `request=${requestId}`}>
                  {requestId ?? t('unknown')}
                </Filtered>
              ),
            },
            { term: t('entryId'), details: entry.id },
          ]}
        />
      </Card>
      <EntryChanges entry={entry} />
      <UndoCard entry={entry} undo={undo} />
      <EntryLines title={t('sameRequest')} empty={t('noSameRequest')} entries={sameRequest} />
      <EntryLines title={t('aboutSubject')} empty={t('noAboutSubject')} entries={aboutSubject} />
    </div>
  );
}

/** What an entry says, with the way to all entries that say the same. */
function Filtered({ name, query, children }: { name: string; query: string | false; children: ReactNode }) {
  const t = useTranslations('audit');
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
      <div className="tabular wrap-anywhere min-w-0">{children}</div>
      {query !== false && (
        <TextLink href={`/admin/audit?${query}`} aria-label={t('toAllNamed', { name })} className="text-sm">
          {t('toAll')}
        </TextLink>
      )}
    </div>
  );
}

function subjectQuery({ subjectId, subjectHandle, objectId }: AuditEntry) {
  if (subjectHandle !== null) return `subject=${subjectHandle}` as const;
  const id = subjectId ?? objectId;
  return id !== null && (`about=${id}` as const);
}
