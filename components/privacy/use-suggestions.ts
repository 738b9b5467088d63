import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { PersonLine } from '@/server/privacy/queries';

/** Milliseconds without a key after which somebody is looked for. */
const PAUSE = 250;
/** Fewer letters than this find nobody. */
const LEAST = 2;

/** People whose name or handle begins as what is typed; nobody while there is no answer. */
export function useSuggestions(typed: string) {
  const [people, setPeople] = useState<PersonLine[]>([]);
  useEffect(() => {
    const query = typed.trim().replace(/^@/, '').slice(0, 100);
    const gone = new AbortController();
    const pause = setTimeout(() => {
      const finding = query.length < LEAST ? Promise.resolve([]) : find(query, gone.signal);
      void finding.then((found) => !gone.signal.aborted && setPeople(found));
    }, PAUSE);
    return () => {
      clearTimeout(pause);
      gone.abort();
    };
  }, [typed]);
  return people;
}

/** Suggestions are a help; without them a handle can still be typed. */
async function find(query: string, signal: AbortSignal): Promise<PersonLine[]> {
  try {
    const trpc = await fetchTrpc();
    return (await trpc.profile.search.query({ query }, { signal })).people;
  } catch {
    return [];
  }
}
