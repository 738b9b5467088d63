import { useEffect, useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { FolderName } from '@/server/notifications/rules';
import type { NotificationView } from '@/server/notifications/types';
import { inOrder, isAnyGone, mergePage, type NotificationPage, readOrAway } from './inbox-merge';

/** Milliseconds after which code that did not come is asked for again. */
const TRY_AGAIN = 15_000;

interface Held {
  shown: NotificationView[];
  arrived: NotificationView[];
  next: string | null;
}

/**
 * A folder as far as it was looked at: fetched when it is first looked at, unless it came with the page, and kept as it is by the
 * stream. What came meanwhile waits in `arrived`. What is shown before the server knows it is laid over it.
 */
export function useNotificationFolder(
  name: FolderName,
  first: NotificationPage | undefined,
  isOpen: boolean,
) {
  const [held, setHeld] = useState<Held | undefined>(first && heldOf(first));
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [read, setRead] = useState<Record<string, boolean>>({});
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());

  async function refresh() {
    try {
      const { inbox } = (await fetchTrpc()).notifications;
      const fresh = await inbox.list.query({ folder: name });
      const asks = name === 'unread' && held && isAnyGone(held.shown, fresh);
      const all = asks ? await inbox.list.query({ folder: 'all' }) : undefined;
      // What was put away here may come back by Undo, to where it stood.
      const keeps = (gone: NotificationView) =>
        hidden.has(gone.id) ? gone : name === 'unread' ? readOrAway(gone, all) : undefined;
      setRefusal(undefined);
      setHeld((now) => (now ? merged(now, fresh, keeps) : heldOf(fresh)));
    } catch (error) {
      // What is shown stays; the stream says when to look again.
      setHeld((now) => {
        if (!now) setRefusal(refusalOf(error));
        return now;
      });
    }
  }

  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    if (!isOpen) return;
    if (!first) void latest.current();
    return follow(() => void latest.current());
  }, [isOpen, first]);

  async function loadMore() {
    if (loading || !held?.next) return;
    setLoading(true);
    setRefusal(undefined);
    try {
      const { inbox } = (await fetchTrpc()).notifications;
      const page = await inbox.list.query({ folder: name, after: held.next });
      setHeld((now) => now && { ...now, shown: [...now.shown, ...page.notifications], next: page.next });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  return {
    /** Undefined until it was fetched. */
    notifications: held?.shown
      .filter(({ id }) => !hidden.has(id))
      .map((one) => ({ ...one, read: read[one.id] ?? one.read })),
    arrived: held?.arrived.filter(({ id }) => !hidden.has(id)).length ?? 0,
    showArrived: () =>
      setHeld((now) => now && { ...now, shown: inOrder([...now.arrived, ...now.shown]), arrived: [] }),
    hasMore: Boolean(held?.next),
    loading,
    refusal,
    refresh,
    loadMore,
    /** Shown at once; undefined: as the server says again. */
    showRead: (ids: string[], value: boolean | undefined) =>
      setRead((now) => {
        const others = Object.fromEntries(Object.entries(now).filter(([id]) => !ids.includes(id)));
        return value === undefined
          ? others
          : { ...others, ...Object.fromEntries(ids.map((id) => [id, value])) };
      }),
    hide: (ids: string[]) => setHidden((now) => new Set([...now, ...ids])),
    showAgain: (ids: string[]) => setHidden((now) => new Set([...now].filter((id) => !ids.includes(id)))),
  };
}

const heldOf = ({ notifications, next }: NotificationPage): Held => ({
  shown: notifications,
  arrived: [],
  next,
});

function merged(now: Held, fresh: NotificationPage, keeps: Parameters<typeof mergePage>[2]): Held {
  const { shown, arrived } = mergePage(now.shown, fresh, keeps);
  return { shown, arrived, next: now.shown.length === 0 ? fresh.next : now.next };
}

/** Calls whenever something in the inbox may have changed. */
function follow(onChange: () => void) {
  let stop: (() => void) | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  const begin = async () => {
    const code = await import('@/components/live/inbox-stream').catch(() => undefined);
    if (isGone) return;
    if (code) stop = code.followInbox(onChange);
    else again = setTimeout(() => void begin(), TRY_AGAIN);
  };
  void begin();
  return () => {
    isGone = true;
    clearTimeout(again);
    stop?.();
  };
}
