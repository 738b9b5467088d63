import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { CaseView } from '@/server/moderation/case-page';
import {
  DURATIONS,
  type Duration,
  HIDEABLE_PARTS,
  type HideablePart,
  type Rule,
  type SanctionKind,
} from '@/server/moderation/catalog';
import type { SanctionStart } from '@/server/moderation/sanction-facts';

type HiddenPart = HideablePart | `message:${string}`;

export interface ActionDraft {
  kind: SanctionKind | undefined;
  rule: Rule | undefined;
  words: string;
  /** Undefined: as it is suggested. */
  days: Duration | undefined;
  hides: HiddenPart[];
}

/** What was begun and is not sent, by its case: closing the window does not lose it. */
const drafts = new Map<string, ActionDraft>();

/** What is hidden of what the case is about, where nobody says otherwise. */
function hiddenAtFirst({ kind, id }: CaseView['subject']): HiddenPart[] {
  if (kind === 'message') return [`message:${id}`];
  return kind === 'photo' ? ['photo'] : [];
}

/** What can be hidden: parts of the profile, and the message that a case is about. */
export function partsToHide({ kind, id }: CaseView['subject']): HiddenPart[] {
  return kind === 'message' ? [`message:${id}`, ...HIDEABLE_PARTS] : [...HIDEABLE_PARTS];
}

/** Something that is about to be done about the person of a case, or about its group: of that there is one thing to do. */
export function useAction({ id: caseId, subject }: Pick<CaseView, 'id' | 'subject'>) {
  const [draft, setDraft] = useState<ActionDraft>(
    () =>
      drafts.get(caseId) ?? {
        kind: subject.kind === 'group' ? 'group_hiding' : undefined,
        rule: undefined,
        words: '',
        days: undefined,
        hides: hiddenAtFirst(subject),
      },
  );
  const [start, setStart] = useState<SanctionStart>();
  const [unread, setUnread] = useState<Refusal>();
  const [asked, setAsked] = useState(0);
  const [letter, setLetter] = useState<{ locale: string; subject: string; text: string }>();
  const [busy, setBusy] = useState<'preview' | 'send'>();
  const [refusal, setRefusal] = useState<Refusal>();
  // The same sent again, after an answer that never came, is the same sanction.
  const tried = useRef<{ id: string; draft: ActionDraft }>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again by a press.
  useEffect(() => {
    let gone = false;
    fetchTrpc()
      .then((trpc) => trpc.moderation.sanctions.start.query({ caseId }))
      .then(
        (found) => gone || setStart(found),
        (error: unknown) => gone || setUnread(refusalOf(error)),
      );
    return () => {
      gone = true;
    };
  }, [caseId, asked]);

  /** What is written for a rule takes the place of what was written for another, never of own words. */
  function change(part: Partial<ActionDraft>) {
    const presets: string[] = start ? Object.values(start.presets) : [];
    const isOwn = draft.words !== '' && !presets.includes(draft.words);
    const words = part.rule && start && !isOwn ? { words: start.presets[part.rule] } : {};
    const now = { ...draft, ...words, ...part };
    drafts.set(caseId, now);
    setDraft(now);
    setLetter(undefined);
    setRefusal(undefined);
  }

  const days = draft.days ?? (draft.kind && start ? start.suggested[draft.kind] : null);

  function wish() {
    const { kind, rule, words } = draft;
    if (!kind || !rule) return undefined;
    return {
      caseId,
      kind,
      rule,
      words,
      hides: kind === 'hiding' ? draft.hides : [],
      days: kind === 'warning' ? null : days,
    };
  }

  async function run(what: 'preview' | 'send'): Promise<string | undefined> {
    const sending = wish();
    if (!sending || busy) return undefined;
    setBusy(what);
    setRefusal(undefined);
    if (tried.current?.draft !== draft) tried.current = { id: uuid(), draft };
    const { id } = tried.current;
    try {
      const { sanctions } = (await fetchTrpc()).moderation;
      if (what === 'preview') setLetter(await sanctions.preview.query(sending));
      else {
        await sanctions.impose.mutate({ id, ...sending });
        drafts.delete(caseId);
      }
      return id;
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
    unread,
    readAgain: () => {
      setUnread(undefined);
      setAsked((times) => times + 1);
    },
    days,
    letter,
    preview: () => void run('preview'),
    /** @returns its id, once it is done */
    send: () => run('send'),
    busy,
    refusal,
  };
}

/** The duration of a value in a list. */
export function durationOf(value: string): Duration {
  return DURATIONS.find((days) => String(days) === value) ?? null;
}
