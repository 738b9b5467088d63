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
  const oldest = oldestOf(fresh);
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

/** Whether something of what is shown is not on the first page any more, which reaches as far back. */
export function isAnyGone(before: NotificationView[], fresh: NotificationPage): boolean {
  const now = new Set(fresh.notifications.map(({ id }) => id));
  return before.some(({ id }) => !now.has(id) && id >= oldestOf(fresh));
}

/**
 * What becomes of one that is gone from the unread ones. Read elsewhere it stays, as read, until they are looked at anew; snoozed or
 * archived elsewhere it goes. @param all the first page of all, where those that were read still are
 */
export function readOrAway(gone: NotificationView, all: NotificationPage | undefined) {
  const isAway = all && gone.id >= oldestOf(all) && !all.notifications.some(({ id }) => id === gone.id);
  return isAway ? undefined : { ...gone, read: true };
}

/** How far back a page goes. */
function oldestOf({ notifications, next }: NotificationPage) {
  return next === null ? '' : (notifications.at(-1)?.id ?? '');
}

/** Newest first: their ids are in the order of time. */
export function inOrder(notifications: NotificationView[]) {
  return notifications.toSorted((one, other) => (one.id < other.id ? 1 : -1));
}
