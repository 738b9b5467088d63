import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { isMutable } from '@/server/notifications/rules';
import type { Mute, ToldDecision, TypeRow } from '@/server/notifications/types';

/** A type, a moment by the person's clock, and `person:<id>`, `group:<id>` or nobody in particular. */
interface Question {
  type: TypeRow['type'];
  at: string;
  of: string;
}

interface Answer {
  key: string;
  decisions?: ToldDecision[];
  refusal?: Refusal;
}

/**
 * What would happen, asked anew whenever the question changes or the choices do; the last answer stands until the next is
 * there.
 */
export function useSimulation(rows: TypeRow[], question: Question | undefined) {
  const [answer, setAnswer] = useState<Answer>();
  const [tries, setTries] = useState(0);
  const [mutes, setMutes] = useState<Mute[]>([]);
  const key = question && JSON.stringify({ question, tries });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was answered for other choices is asked again.
  useEffect(() => {
    if (key === undefined) return;
    const gone = new AbortController();
    void ask(key, gone.signal).then((found) => {
      if (!gone.signal.aborted) setAnswer({ key, ...found });
    });
    return () => gone.abort();
  }, [key, rows]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the page was read anew, and somebody may have been muted.
  useEffect(() => {
    let gone = false;
    void listMutes().then((found) => gone || setMutes(found));
    return () => {
      gone = true;
    };
  }, [rows]);

  const isCurrent = answer?.key === key;
  return {
    decisions: key === undefined ? undefined : answer?.decisions,
    refusal: isCurrent ? answer?.refusal : undefined,
    loading: key !== undefined && !isCurrent,
    mutes,
    retry: () => setTries((before) => before + 1),
  };
}

async function ask(key: string, signal: AbortSignal): Promise<Omit<Answer, 'key'>> {
  const { type, at, of }: Question = JSON.parse(key).question;
  const [kind, id = ''] = of.split(':');
  const object = isMutable(kind) ? { kind, id } : undefined;
  try {
    const trpc = await fetchTrpc();
    return {
      decisions: await trpc.notifications.simulate.query({ type, at, ...(object && { object }) }, { signal }),
    };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}

/** They are a help: without them the question can still be asked of anybody. */
async function listMutes(): Promise<Mute[]> {
  try {
    const trpc = await fetchTrpc();
    return (await trpc.notifications.mutes.list.query({})).mutes;
  } catch {
    return [];
  }
}
