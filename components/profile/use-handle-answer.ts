import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { refusalOf } from '@/components/refusal';
import type { HandleAnswer } from '@/server/profile/handles';
import { type Problem, problemNamed } from '@/server/text/rules';

/** Milliseconds without a key, after which it is asked. */
const PAUSE = 300;

/** What is known of a handle that somebody types. */
export type HandleNews =
  | { kind: 'asking' }
  | { kind: 'answer'; handle: string; answer: HandleAnswer }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'lookalikes'; letters: string[] }
  /** It could not be asked; saving says what is the matter. */
  | { kind: 'unknown' };

/** Whether a handle can be had, asked while it is typed; undefined while it is the present one or empty. */
export function useHandleAnswer(typed: string, present: string): HandleNews | undefined {
  const [news, setNews] = useState<{ of: string; news: HandleNews }>();
  const nothing = typed.trim() === '' || typed === present;

  useEffect(() => {
    if (nothing) return;
    const gone = new AbortController();
    const pause = setTimeout(() => {
      void ask(typed, gone.signal).then((found) => {
        if (!gone.signal.aborted) setNews({ of: typed, news: found });
      });
    }, PAUSE);
    return () => {
      clearTimeout(pause);
      gone.abort();
    };
  }, [typed, nothing]);

  if (nothing) return undefined;
  return news?.of === typed ? news.news : { kind: 'asking' };
}

async function ask(typed: string, signal: AbortSignal): Promise<HandleNews> {
  try {
    const { HandleAvailabilityInput, lookalikeLetters } = await import('@/server/profile/handle-inputs');
    const letters = lookalikeLetters(typed);
    if (letters.length) return { kind: 'lookalikes', letters };
    const { data, error } = HandleAvailabilityInput.safeParse({ handle: typed });
    if (!data) return { kind: 'problem', problem: problemNamed(error.issues[0]?.message) };
    const trpc = await fetchTrpc();
    return { kind: 'answer', ...(await trpc.profile.handleAvailability.query(data, { signal })) };
  } catch (error) {
    const problem = refusalOf(error).problems?.handle;
    return problem ? { kind: 'problem', problem } : { kind: 'unknown' };
  }
}
