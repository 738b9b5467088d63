import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { PeoplePage } from '@/server/moderation/people-list';
import { type PeopleFilters, peopleInput } from './people-filters';

/** The people as far as they were looked at: the first page as the server knows it by now, above what was loaded further. */
export function usePeople({ first, filters }: { first: PeoplePage; filters: PeopleFilters }) {
  const query = JSON.stringify(filters);
  const [seen, setSeen] = useState(query);
  const [older, setOlder] = useState<Pick<PeoplePage, 'people' | 'next'>>({ people: [], next: first.next });
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  if (seen !== query) {
    // Another list: nothing was loaded further of it.
    setSeen(query);
    setOlder({ people: [], next: first.next });
    setRefusal(undefined);
  }

  async function loadMore() {
    if (loading || older.next === null) return;
    const after = older.next;
    setLoading(true);
    setRefusal(undefined);
    try {
      const trpc = await fetchTrpc();
      const page = await trpc.moderation.users.list.query({ ...peopleInput(filters), after });
      // Of a list that is another by now it is nothing.
      setOlder((now) =>
        now.next === after ? { people: [...now.people, ...page.people], next: page.next } : now,
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(first.people.map(({ userId }) => userId));
  return {
    people: [...first.people, ...older.people.filter(({ userId }) => !known.has(userId))],
    hasMore: older.next !== null,
    loading,
    refusal,
    loadMore,
  };
}
