'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import { Actor } from './entry-parties';
import type { ShownEntry } from './shown-entry';
import { useEntryWords } from './use-entry-words';

interface Props {
  title: string;
  /** What stands there when there is nothing. */
  empty: string;
  entries: ShownEntry[];
}

/** Other entries, the newest first, each a way to its own page. */
export function EntryLines({ title, empty, entries }: Props) {
  const t = useTranslations('audit');
  const { entryWords } = useEntryWords();
  return (
    <Card title={title}>
      {entries.length === 0 ? (
        <p className="text-md text-text-muted">{empty}</p>
      ) : (
        <ul className="divide-y">
          {entries.map((entry) => (
            <li
              key={entry.id}
              className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5 text-md first:pt-0 last:pb-0"
            >
              <span className="min-w-0 flex-1 basis-56">
                <TextLink href={`/admin/audit/${entry.id}`} prefetch={false}>
                  {entryWords(entry)}
                </TextLink>
                {entry.undoneBy !== null && <Badge className="ms-2">{t('undone')}</Badge>}
              </span>
              <span className="min-w-0 flex-1 basis-40">
                <Actor entry={entry} />
              </span>
              <span className="whitespace-nowrap text-sm text-text-muted">
                <When at={entry.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
