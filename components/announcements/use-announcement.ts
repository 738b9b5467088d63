import { useRouter } from 'next/navigation';
import { useTimeZone, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { momentIn } from '@/components/account/zoned-day';
import { type Refusal, refusalOf } from '@/components/refusal';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { showToast } from '@/components/ui/toast';
import type { AnnouncementPreview } from '@/server/notifications/announcement-preview';
import type { Named } from '@/server/roles/named';

/** What is written, in each language. */
export interface Draft {
  en: { title: string; body: string };
  fr: { title: string; body: string };
  link: string;
  role: Named[];
  group: Named[];
  locale: '' | 'en' | 'fr';
  when: 'now' | 'later';
  /** By the clock of who writes, `2026-12-06T14:00`. */
  moment: string;
}

export type Problem = 'words' | 'pair' | 'link' | 'moment';

const EMPTY: Draft = {
  en: { title: '', body: '' },
  fr: { title: '', body: '' },
  ...{ link: '', role: [], group: [], locale: '', when: 'now', moment: '' },
};
const LANGUAGES = ['en', 'fr'] as const;
const YEAR = 365 * 86_400_000;

/** An announcement as it is written, looked at and sent. What is written stays until the server has taken it. */
export function useAnnouncement() {
  const t = useTranslations('announcements');
  const router = useRouter();
  const confirmed = useConfirmed();
  const timeZone = useTimeZone() ?? 'UTC';
  const [draft, setDraft] = useState(EMPTY);
  const [preview, setPreview] = useState<AnnouncementPreview>();
  const [problem, setProblem] = useState<Problem>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  // The same for the same words, however often they are sent.
  const id = useRef<string>(undefined);
  const looks = useRef(0);

  function change(changes: Partial<Draft>) {
    id.current = undefined;
    looks.current += 1;
    setPreview(undefined);
    setDraft({ ...draft, ...changes });
  }

  const dueAt = draft.when === 'later' && draft.moment ? momentIn(draft.moment, timeZone) : undefined;

  async function look() {
    const found = problemOf(draft, dueAt);
    setProblem(found);
    setRefusal(undefined);
    if (found) return found;
    setBusy(true);
    looks.current += 1;
    const look = looks.current;
    try {
      const answer = await trpc.notifications.announcements.preview.query(wordsOf(draft));
      // What was changed meanwhile has not been looked at.
      if (look === looks.current) setPreview(answer);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setBusy(false);
    return undefined;
  }

  /** @returns whether it was taken */
  async function send() {
    let isTaken = false;
    id.current ??= uuid();
    const wish = { id: id.current, ...wordsOf(draft), ...(dueAt && { dueAt: dueAt.toISOString() }) };
    setBusy(true);
    setRefusal(undefined);
    try {
      await confirmed(() => trpc.notifications.announcements.send.mutate(wish));
      void showToast({ text: t(dueAt ? 'planned' : 'sent'), tone: 'success' });
      id.current = undefined;
      setDraft(EMPTY);
      setPreview(undefined);
      router.refresh();
      isTaken = true;
    } catch (error) {
      setRefusal(refusalOf(error));
    }
    setAsking(false);
    setBusy(false);
    return isTaken;
  }

  return { draft, change, preview, problem, refusal, busy, asking, setAsking, dueAt, look, send };
}

function written(draft: Draft) {
  return LANGUAGES.filter((language) => draft[language].title.trim() !== '');
}

function problemOf(draft: Draft, dueAt: Date | undefined): Problem | undefined {
  const languages = LANGUAGES.map((language) => draft[language]);
  if (languages.every(({ title, body }) => !title.trim() && !body.trim())) return 'words';
  if (languages.some(({ title, body }) => !title.trim() !== !body.trim())) return 'pair';
  if (draft.link.trim() !== '' && !/^(\/(?![/\\])|https:\/\/)\S*$/.test(draft.link.trim())) return 'link';
  const wait = dueAt && dueAt.getTime() - Date.now();
  if (draft.when === 'later' && (wait === undefined || wait < 0 || wait > YEAR)) return 'moment';
  return undefined;
}

function wordsOf(draft: Draft) {
  const languages = written(draft);
  const inEach = (part: 'title' | 'body') =>
    Object.fromEntries(languages.map((language) => [language, draft[language][part].trim()]));
  const [role] = draft.role;
  const [group] = draft.group;
  return {
    title: inEach('title'),
    body: inEach('body'),
    link: draft.link.trim(),
    audience: {
      ...(role && { roleId: role.id }),
      ...(group && { groupId: group.id }),
      ...(draft.locale && { locale: draft.locale }),
    },
  };
}
