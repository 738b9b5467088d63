'use client';

import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { When } from '@/components/when';
import type { ShownEntry } from './shown-entry';

type Undone = Pick<ShownEntry, 'undoneAt' | 'undoerId' | 'undoerHandle' | 'undoerName'>;

/** Who undid an entry, and when. */
export function UndoneBy({ entry: { undoneAt, undoerId, undoerHandle, undoerName } }: { entry: Undone }) {
  const t = useTranslations('audit');
  const name = undoerName || undoerHandle;
  return t.rich('undoneBy', {
    name: name ? isolate(name) : t(undoerId === null ? 'redactedWithin' : 'leftWithin'),
    when: () => undoneAt !== null && <When at={undoneAt} />,
  });
}
