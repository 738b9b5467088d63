import type { NotificationView } from '@/server/notifications/types';

export interface NotificationPage {
  notifications: NotificationView[];
  /** What the page after it begins after; null at the end. */
  next: string | null;
}

interface Merged {
  shown: NotificationView[];
  /** New ones that wait to be shown, newest first. */
  arrived: NotificationView[];
}

/**
 * What is shown, as the first page says that it is by now. Nothing moves under the finger: what is newer than the newest that is
 * shown waits to be asked for. Of what is not there any more, because it was read or put away elsewhere, `keeps` says what becomes.
 */
export function mergePage(
  before: NotificationView[],
  fresh: NotificationPage,
  keeps: (gone: NotificationView) => NotificationView | undefined,
): Merged {
  const now = new Map(fresh.notifications.map((one) => [one.id, one]));
  const newest = before[0]?.id ?? '';
  const oldest = fresh.next === null ? '' : (fresh.notifications.at(-1)?.id ?? '');
  const shown = before.flatMap((one) => {
    const found = now.get(one.id);
    if (found) return [found];
    // Further back than the page goes: it says nothing of that.
    if (one.id < oldest) return [one];
    return keeps(one) ?? [];
  });
  const known = new Set(before.map(({ id }) => id));
  const others = fresh.notifications.filter(({ id }) => !known.has(id));
  const arrived = others.filter(({ id }) => before.length > 0 && id > newest);
  const between = before.length > 0 ? others.filter(({ id }) => id < newest) : others;
  return { shown: inOrder([...shown, ...between]), arrived };
}

/** Newest first: their ids are in the order of time. */
export function inOrder(notifications: NotificationView[]) {
  return notifications.toSorted((one, other) => (one.id < other.id ? 1 : -1));
}
