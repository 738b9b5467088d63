import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { auditInput } from './audit-filters';
import type { ShownEntry } from './shown-entry';

export interface AuditPage {
  entries: ShownEntry[];
  next: string | null;
}

/** The log as far as it was looked at: its first page as the server knows it by now, above what was loaded further. */
export function useEntries({ first, filter }: { first: AuditPage; filter: ReturnType<typeof auditInput> }) {
  const query = JSON.stringify(filter);
  const [seen, setSeen] = useState({ first, query });
  const [older, setOlder] = useState<AuditPage>({ entries: [], next: first.next });
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  if (seen.query !== query || (seen.first !== first && older.entries.length === 0)) {
    // Another list, or one of which nothing was loaded further.
    setSeen({ first, query });
    setOlder({ entries: [], next: first.next });
    setRefusal(undefined);
  }

  async function loadMore() {
    if (loading || older.next === null) return;
    const after = older.next;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await (await fetchTrpc()).audit.list.query({ filter, after });
      // Of a list that is another by now it is nothing.
      setOlder((now) =>
        now.next === after ? { entries: [...now.entries, ...page.entries], next: page.next } : now,
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(first.entries.map(({ id }) => id));
  return {
    entries: [...first.entries, ...older.entries.filter(({ id }) => !known.has(id))],
    hasMore: older.next !== null,
    loading,
    refusal,
    loadMore,
  };
}
