import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { usePages } from '@/components/admin/use-pages';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { CaseResult } from '@/server/moderation/case-changes';
import type { CaseLine } from '@/server/moderation/case-list';
import { type QueueFilters, queueInput } from './queue-filters';

export interface QueuePage {
  cases: CaseLine[];
  next: string | null;
}

/** Milliseconds that the queue counts as fresh when somebody comes back to it. */
const FRESH = 10_000;

/**
 * The queue as far as it was looked at: its first page as the server knows it by now, above what was loaded further. What was
 * done with a case on a further page is laid over it, since only the first page is read anew.
 */
export function useQueue({ first, filters }: { first: QueuePage; filters: QueueFilters }) {
  const router = useRouter();
  const query = JSON.stringify(filters);
  const [seen, setSeen] = useState({ first, query });
  const [changed, setChanged] = useState<Record<string, Partial<CaseLine> | 'gone'>>({});
  const { lines, ...rest } = usePages<CaseLine, string>({
    lines: first.cases,
    next: first.next,
    answer: first,
    query,
    idOf: ({ id }) => id,
    async read(after) {
      const trpc = await fetchTrpc();
      const page = await trpc.moderation.reports.list.query({ ...queueInput(filters), after });
      return { lines: page.cases, next: page.next };
    },
  });

  if (seen.query !== query) {
    setSeen({ first, query });
    setChanged({});
  } else if (seen.first !== first) {
    setSeen({ first, query });
    // It says itself how the cases on it stand.
    const read = new Set(first.cases.map(({ id }) => id));
    setChanged(Object.fromEntries(Object.entries(changed).filter(([id]) => !read.has(id))));
  }

  useEffect(() => {
    let readAt = Date.now();
    function comeBack() {
      if (document.visibilityState !== 'visible' || Date.now() - readAt < FRESH) return;
      readAt = Date.now();
      router.refresh();
    }
    window.addEventListener('focus', comeBack);
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      window.removeEventListener('focus', comeBack);
      document.removeEventListener('visibilitychange', comeBack);
    };
  }, [router]);

  async function change(
    ids: string[],
    action: 'claim' | 'release' | 'dismiss',
    me: CaseLine['holder'],
  ): Promise<CaseResult[]> {
    const results = await (await fetchTrpc()).moderation.reports.bulk.mutate({ ids, action });
    const over = results.flatMap(({ id, result, holder }) => {
      if (result === 'CLAIMED_BY_ANOTHER') return [[id, { holder }] as const];
      if (result !== 'done') return [];
      const state = action === 'dismiss' ? ('gone' as const) : { holder: action === 'claim' ? me : null };
      return [[id, state] as const];
    });
    setChanged((now) => ({ ...now, ...Object.fromEntries(over) }));
    router.refresh();
    return results;
  }

  return {
    ...rest,
    cases: lines.flatMap((line) => {
      const over = changed[line.id];
      return over === 'gone' ? [] : [{ ...line, ...over }];
    }),
    change,
  };
}
