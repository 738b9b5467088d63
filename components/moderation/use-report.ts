import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { ReportKind } from '@/server/moderation/catalog';
import type { Subject } from '@/server/moderation/report-inputs';
import type { ReportPreview } from '@/server/moderation/reports';

export interface Draft {
  kind: ReportKind | undefined;
  words: string;
}

/** What was begun and is not sent, by what it is about: closing the window does not lose it. */
const drafts = new Map<string, Draft>();

/** A report on its way: what was chosen and written, what would be kept, and what came of sending it. */
export function useReport(subject: Subject) {
  const { kind: subjectKind, id: subjectId } = subject;
  const place = `${subjectKind} ${subjectId}`;
  const [draft, setDraft] = useState<Draft>(() => drafts.get(place) ?? { kind: undefined, words: '' });
  const [preview, setPreview] = useState<ReportPreview>();
  const [unread, setUnread] = useState<Refusal>();
  const [asked, setAsked] = useState(0);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [sent, setSent] = useState(false);
  // The same sent again, after an answer that never came, is the same report.
  const tried = useRef<{ id: string; draft: Draft }>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again by a press.
  useEffect(() => {
    let gone = false;
    fetchTrpc()
      .then((trpc) =>
        trpc.moderation.reports.preview.query({ subject: { kind: subjectKind, id: subjectId } }),
      )
      .then(
        (found) => gone || setPreview(found),
        (error: unknown) => gone || setUnread(refusalOf(error)),
      );
    return () => {
      gone = true;
    };
  }, [subjectKind, subjectId, asked]);

  function change(part: Partial<Draft>) {
    const now = { ...draft, ...part };
    drafts.set(place, now);
    setDraft(now);
  }

  async function send() {
    const { kind, words } = draft;
    if (kind === undefined || sending) return;
    setSending(true);
    setRefusal(undefined);
    if (tried.current?.draft !== draft) tried.current = { id: uuid(), draft };
    const { id } = tried.current;
    try {
      const trpc = await fetchTrpc();
      await trpc.moderation.reports.create.mutate({ id, subject, kind, words });
      drafts.delete(place);
      setSent(true);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSending(false);
    }
  }

  return {
    draft,
    change,
    preview,
    unread,
    readAgain: () => {
      setUnread(undefined);
      setAsked((times) => times + 1);
    },
    send: () => void send(),
    sending,
    refusal,
    sent,
  };
}
