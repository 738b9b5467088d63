import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { Locale } from '@/server/http/locale';
import type { Duration, Rule } from '@/server/moderation/catalog';
import type { ActResult } from '@/server/moderation/people-acting';
import type { ActingStart } from '@/server/moderation/people-acting-facts';
import type { PersonRow } from '@/server/moderation/people-list';
import type { Refused } from './refused-people';

type Kind = 'limit' | 'suspension';

interface Draft {
  rule: Rule | undefined;
  words: Partial<Record<Locale, string>>;
  days: Duration;
}

/** What was begun and is not sent: closing the window does not lose it. */
const drafts = new Map<Kind, Draft>();

/** Something that is about to be done about several people. */
export function usePeopleAct({ kind, people }: { kind: Kind; people: PersonRow[] }) {
  const [draft, setDraft] = useState<Draft>(
    () => drafts.get(kind) ?? { rule: undefined, words: {}, days: 7 },
  );
  const [start, setStart] = useState<ActingStart>();
  const [unread, setUnread] = useState<Refusal>();
  const [asked, setAsked] = useState(0);
  const [letter, setLetter] = useState<{ locale: string; subject: string; text: string }>();
  const [busy, setBusy] = useState<'preview' | 'send'>();
  const [refusal, setRefusal] = useState<Refusal>();
  // The same sent again, after an answer that never came, is the same.
  const [sanctionIds] = useState(() => new Map(people.map(({ userId }) => [userId, uuid()])));
  const sent = useRef<Draft>(undefined);
  const key = people.map(({ userId }) => userId).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again by a press.
  useEffect(() => {
    let gone = false;
    fetchTrpc()
      .then((trpc) => trpc.moderation.users.startActing.query({ ids: key.split(' '), kind }))
      .then(
        (found) => gone || setStart(found),
        (error: unknown) => gone || setUnread(refusalOf(error)),
      );
    return () => {
      gone = true;
    };
  }, [key, kind, asked]);

  const of = new Map(people.map((person) => [person.userId, person]));
  const can = start?.people.flatMap(({ id, result }) => (result === 'done' ? (of.get(id) ?? []) : [])) ?? [];
  const [first] = can;

  /** What is written for a rule takes the place of what was written for another, never of own words. */
  function change(part: Partial<Draft>) {
    const words = { ...draft.words };
    if (part.rule && start)
      for (const locale of start.locales) {
        const presets: string[] = Object.values(start.presets[locale]);
        const is = words[locale] ?? '';
        if (is === '' || presets.includes(is)) words[locale] = start.presets[locale][part.rule];
      }
    const now = { ...draft, words, ...part };
    drafts.set(kind, now);
    setDraft(now);
    setLetter(undefined);
    setRefusal(undefined);
  }

  function wish() {
    const { rule, words, days } = draft;
    if (!rule || !start) return undefined;
    const written = start.locales.map((locale) => [locale, words[locale] ?? ''] as const);
    return { kind, rule, words: Object.fromEntries(written), days };
  }

  async function preview() {
    const wished = wish();
    if (!wished || !first || busy) return;
    setBusy('preview');
    try {
      const { users } = (await fetchTrpc()).moderation;
      setLetter(await users.previewActing.query({ personId: first.userId, ...wished }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(undefined);
    }
  }

  /** @returns what came of it for each, once it is done */
  async function send(): Promise<ActResult[] | undefined> {
    const wished = wish();
    if (!wished || busy) return undefined;
    setBusy('send');
    setRefusal(undefined);
    // With other words it is another wish, unless it was done already.
    if (sent.current && sent.current !== draft)
      for (const id of sanctionIds.keys()) sanctionIds.set(id, uuid());
    sent.current = draft;
    const lines = [...sanctionIds].map(([personId, sanctionId]) => ({ personId, sanctionId }));
    try {
      const results = await (await fetchTrpc()).moderation.users.act.mutate({ people: lines, ...wished });
      drafts.delete(kind);
      return results;
    } catch (error) {
      setRefusal(refusalOf(error));
      return undefined;
    } finally {
      setBusy(undefined);
    }
  }

  return {
    draft,
    change,
    start,
    can,
    first,
    refused: refusedOf(people, start?.people ?? []),
    unread,
    readAgain: () => {
      setUnread(undefined);
      setAsked((times) => times + 1);
    },
    letter,
    preview: () => void preview(),
    send,
    busy,
    refusal,
  };
}

/** Those with whom it is not done, with their names. */
export function refusedOf(
  people: PersonRow[],
  results: readonly { id: string; result: Refused['result'] | 'done' }[],
): Refused[] {
  const of = new Map(people.map((person) => [person.userId, person]));
  return results.flatMap(({ id, result }) => {
    const person = of.get(id);
    return result === 'done' || !person ? [] : [{ person, result }];
  });
}
