import { useRef, useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';
import type { EventGroup } from '@/server/security/catalog';
import type { ListedEvent } from '@/server/security/queries';

export interface EventPage {
  events: ListedEvent[];
  /** What the page after it begins after; null at the end. */
  next: string | null;
}

interface Loaded extends EventPage {
  group: EventGroup | undefined;
  state: 'ready' | 'loading' | 'loadingMore';
  refusal?: Refusal;
}

/**
 * The security log as far as it was looked at. `first` is its first page as the server knows it by now: when something
 * happens on this page it changes, and stands above what was loaded further.
 */
export function useEvents(first: EventPage) {
  const [loaded, setLoaded] = useState<Loaded>({ ...first, group: undefined, state: 'ready' });
  const [seen, setSeen] = useState(first);
  // The last thing that was asked for; an answer to what was asked before it comes too late.
  const asked = useRef(0);

  if (seen !== first) {
    setSeen(first);
    setLoaded((now) => refreshed(now, first));
  }

  async function load(group: EventGroup | undefined, before?: string) {
    const turn = ++asked.current;
    setLoaded((now) => {
      const { refusal: _, ...kept } = now;
      if (before !== undefined) return { ...kept, state: 'loadingMore' };
      return { events: [], next: null, group, state: 'loading' };
    });
    const answer = await trpc.auth.events.list
      .query({ ...(group && { group }), ...(before !== undefined && { before }) })
      .catch(refusalOf);
    if (turn !== asked.current) return;
    setLoaded((now) => {
      if ('reason' in answer) return { ...now, state: 'ready', refusal: answer };
      const events = answer.events.map((event) => ({ ...event, at: new Date(event.at) }));
      return { ...now, state: 'ready', events: [...now.events, ...events], next: answer.next };
    });
  }

  const { group, events, next, state, refusal } = loaded;
  const loadMore = () => load(group, next ?? events.at(-1)?.id);
  return {
    group,
    events,
    refusal,
    state: refusal ? ('failed' as const) : state,
    hasMore: next !== null,
    show: (wanted: EventGroup | undefined) => load(wanted),
    loadMore,
    retry: () => (events.length ? loadMore() : load(group)),
  };
}

/** What is new goes on top; when too much is, so that there would be a gap, the list begins anew. */
function refreshed(now: Loaded, first: EventPage): Loaded {
  const of = now.group;
  const fresh = of ? first.events.filter(({ group }) => group === of) : first.events;
  const known = new Set(now.events.map(({ id }) => id));
  const news = fresh.filter(({ id }) => !known.has(id));
  const meets = first.events.some(({ id }) => known.has(id)) || first.next === null;
  if (meets) return { ...now, events: [...news, ...now.events] };
  return of ? now : { ...first, group: of, state: 'ready' };
}
