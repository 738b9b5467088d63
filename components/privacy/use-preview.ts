import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { ViewAs } from '@/server/privacy/inputs';
import type { Preview } from '@/server/privacy/person';
import type { Choices } from './choices';

/** What was asked for, and what came of it. */
interface Answer {
  question: string;
  preview?: Preview;
  refusal?: Refusal;
}

/**
 * One's own page as somebody else gets it, asked for anew whenever who looks or what is unsaved changes.
 * @param as undefined: nobody is named yet, and nothing is asked
 */
export function usePreview(as: ViewAs | undefined, changes: Partial<Choices>) {
  const [answer, setAnswer] = useState<Answer>();
  const [tries, setTries] = useState(0);
  const question = as && JSON.stringify({ as, changes, tries });

  useEffect(() => {
    if (question === undefined) return;
    const gone = new AbortController();
    void ask(question, gone.signal).then((found) => {
      if (!gone.signal.aborted) setAnswer({ question, ...found });
    });
    return () => gone.abort();
  }, [question]);

  const isCurrent = answer !== undefined && answer.question === question;
  return {
    ...(isCurrent && answer),
    loading: question !== undefined && !isCurrent,
    retry: () => setTries((before) => before + 1),
  };
}

async function ask(question: string, signal: AbortSignal): Promise<Omit<Answer, 'question'>> {
  const { as, changes } = JSON.parse(question);
  try {
    const trpc = await fetchTrpc();
    return { preview: await trpc.privacy.preview.query({ as, changes }, { signal }) };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}
