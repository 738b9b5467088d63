import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useReadAnew } from '@/components/read-anew';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { ActResult } from '@/server/moderation/people-acting';
import type { PersonRow } from '@/server/moderation/people-list';
import type { PeopleAction } from './people-bulk';
import type { PeopleOutcome, Refused } from './refused-people';
import { refusedOf } from './use-people-act';

/** What is done with the people who are chosen: which window is open, what came of it, and how it is taken back. */
export function usePeopleBulk({ people, onDone }: { people: PersonRow[]; onDone: () => void }) {
  const t = useTranslations('people');
  const readAnew = useReadAnew();
  const tellRefusal = useRefusalToast();
  // Stays while its window closes.
  const [doing, setDoing] = useState<{ action: PeopleAction; people: PersonRow[] }>();
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<PeopleOutcome>();
  // Whom the list has from further pages, which are not read again: until it is another list.
  const [done, setDone] = useState<ReadonlyMap<string, 'limit' | 'suspension'>>(new Map());

  function tell(action: PeopleAction, count: number, refused: Refused[]) {
    setOutcome({ action, done: count, refused });
    setOpen(false);
    onDone();
    readAnew();
  }

  function acted(kind: 'limit' | 'suspension', results: ActResult[]) {
    const ids = results.flatMap(({ sanctionId }) => sanctionId ?? []);
    const those = results.flatMap(({ id, result }) => (result === 'done' ? [id] : []));
    setDone((now) => new Map([...now, ...those.map((id) => [id, kind] as const)]));
    tell(kind, ids.length, refusedOf(doing?.people ?? people, results));
    if (ids.length === 0) return;
    void showToast({
      text: t(`done.${kind}`, { count: ids.length }),
      tone: 'success',
      action: { label: t('undo'), onAction: () => void undo(ids, those).catch(tellRefusal) },
    });
  }

  async function undo(ids: string[], those: string[]) {
    const over = await (await fetchTrpc()).moderation.users.takeBack.mutate({ ids });
    setDone((now) => new Map([...now].filter(([id]) => !those.includes(id))));
    setOutcome(undefined);
    void showToast({ text: t('undone', { count: over }), tone: 'success' });
    readAnew();
  }

  return {
    doing,
    open,
    begin(action: PeopleAction, some: PersonRow[]) {
      setOutcome(undefined);
      setDoing({ action, people: some });
      setOpen(true);
    },
    stop: () => setOpen(false),
    outcome,
    forget: () => setOutcome(undefined),
    tell,
    acted,
    /** Somebody as they are by now. */
    asDone(person: PersonRow): PersonRow {
      const kind = done.get(person.userId);
      if (!kind) return person;
      return kind === 'limit' ? { ...person, isLimited: true } : { ...person, status: 'suspended' };
    },
  };
}
