import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  notificationDeliveries,
  notificationEvents,
  notifications,
  pushSubscriptions,
} from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { isAlive } from '@/server/auth/sessions';
import { MOST_BROWSERS } from './push-subscriptions';
import { selectWaiting } from './waiting-rows';

const { userId: reader, channel, state, dueAt, eventId: event } = notificationDeliveries;

/** Of several that are due, so many are looked at: a push says how many there are, and not what each is. */
const MOST = 100;
/** So many more are counted and go with it. */
const MOST_COUNTED = 10_000;

/** A notification that is to be pushed now; undefined when that is done. */
export async function findQueued(db: Database, { eventId, userId }: { eventId: string; userId: string }) {
  const [found] = await selectWaiting(
    db,
    'push',
    and(eq(event, eventId), eq(reader, userId), eq(state, 'queued')),
  );
  return found;
}

/** What of a person was held or bundled and is due, the newest first, and the ids of those beyond it that nobody has read. */
export async function listDue(db: Database, { userId, now }: { userId: string; now: Date }) {
  const isDue = and(eq(reader, userId), inArray(state, ['held', 'bundled']), lte(dueAt, now));
  const due = await selectWaiting(db, 'push', isDue).orderBy(desc(event)).limit(MOST);
  const last = due.length < MOST ? undefined : due.at(-1);
  if (!last) return { due, beyond: [] };
  const beyond = await db
    .select({ eventId: event })
    .from(notificationDeliveries)
    .innerJoin(notifications, and(eq(notifications.userId, reader), eq(notifications.eventId, event)))
    .innerJoin(
      notificationEvents,
      and(eq(notificationEvents.id, event), isNull(notificationEvents.cancelledAt)),
    )
    .where(
      and(
        isDue,
        eq(channel, 'push'),
        lt(event, last.eventId),
        isNull(notifications.readAt),
        isNull(notifications.archivedAt),
      ),
    )
    .orderBy(desc(event))
    .limit(MOST_COUNTED);
  return { due, beyond: beyond.map(({ eventId }) => eventId) };
}

/**
 * The browsers of a person, as a push is sent to them; none whose session is over, though it was not tidied away yet. Those
 * without a session were asked for before sessions were noted.
 */
export function listEndpoints(db: Database, { userId, now }: { userId: string; now: Date }) {
  return db
    .select({
      id: pushSubscriptions.id,
      endpoint: pushSubscriptions.endpoint,
      p256dh: pushSubscriptions.p256dh,
      auth: pushSubscriptions.auth,
    })
    .from(pushSubscriptions)
    .leftJoin(sessions, eq(sessions.id, pushSubscriptions.sessionId))
    .where(
      and(
        eq(pushSubscriptions.userId, userId),
        or(isNull(pushSubscriptions.sessionId), isAlive(sql`${now.toISOString()}::timestamptz`)),
      ),
    )
    .limit(MOST_BROWSERS);
}
