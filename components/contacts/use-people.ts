import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { List } from '@/server/contacts/inputs';
import type { Acquaintance, PeoplePage } from '@/server/contacts/queries';

/**
 * A list of people as far as it was looked at. `first` is its first page as the server knows it by now, and stands above
 * what was loaded further.
 * @param next what the page after the first begins after; null at the end
 */
export function usePeople(list: List, first: Acquaintance[], next: PeoplePage['next']) {
  const [further, setFurther] = useState<PeoplePage>({ people: [], next });
  const [seen, setSeen] = useState(first);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  if (seen !== first) {
    setSeen(first);
    const isShort = next === null || further.people.length === 0;
    setFurther(
      isShort ? { people: [], next } : { ...further, people: [...pushedOut(seen, first), ...further.people] },
    );
  }

  async function loadMore() {
    if (loading || further.next === null) return;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await (await fetchTrpc()).contacts.more.query({ list, after: further.next });
      setFurther((now) => ({ people: [...now.people, ...page.people], next: page.next }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(first.map(({ userId }) => userId));
  const others = new Map(further.people.map((person) => [person.userId, person]));
  return {
    people: [
      ...first,
      ...[...others.values()].filter(({ userId }) => !known.has(userId) && !gone.has(userId)),
    ],
    hasMore: further.next !== null,
    loading,
    refusal,
    loadMore,
    /** Out of what was loaded further, of which the server says nothing again. */
    drop: (userId: string) => setGone((now) => new Set([...now, userId])),
  };
}

/** Those at the end of the page as it was who are not in it any more, since others came before them. */
function pushedOut(before: Acquaintance[], now: Acquaintance[]): Acquaintance[] {
  const end = now.at(-1);
  return end ? before.filter((person) => isAfter(person, end)) : [];
}

/** Newest first, and by the id where the moment is the same. */
function isAfter(one: Acquaintance, other: Acquaintance) {
  return one.since === other.since ? one.userId < other.userId : one.since < other.since;
}
