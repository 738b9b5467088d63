import { and, desc, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  notificationDeliveries,
  notificationEvents,
  notifications,
  pushSubscriptions,
} from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import { MOST_BROWSERS } from './push-subscriptions';

const { userId: reader, channel, state, dueAt, eventId: event } = notificationDeliveries;

/** Of several that are due, so many are looked at: a push says how many there are, and not what each is. */
const MOST = 100;

/** A notification that is to be pushed now; undefined when that is done. */
export async function findQueued(db: Database, { eventId, userId }: { eventId: string; userId: string }) {
  const [found] = await select(db, and(eq(event, eventId), eq(reader, userId), eq(state, 'queued')));
  return found;
}

/** What of a person was held or bundled and is due, the newest first. */
export function listDue(db: Database, { userId, now }: { userId: string; now: Date }) {
  return select(db, and(eq(reader, userId), inArray(state, ['held', 'bundled']), lte(dueAt, now)))
    .orderBy(desc(event))
    .limit(MOST);
}

function select(db: Database, where: SQL | undefined) {
  return db
    .select({
      eventId: notificationEvents.id,
      type: notificationEvents.type,
      actorId: notificationEvents.actorId,
      groupId: notificationEvents.groupId,
      clientId: notificationEvents.clientId,
      data: notificationEvents.data,
      isRead: sql<boolean>`coalesce(${notifications.readAt}, ${notifications.archivedAt}) is not null`,
      locale: users.locale,
      status: users.status,
    })
    .from(notificationDeliveries)
    .innerJoin(notificationEvents, eq(notificationEvents.id, event))
    .innerJoin(users, eq(users.id, reader))
    .leftJoin(notifications, and(eq(notifications.userId, reader), eq(notifications.eventId, event)))
    .where(and(eq(channel, 'push'), where));
}

/** The browsers that have still to get it: a job that is tried again leaves out those that it reached. */
export function listUnreached(db: Database, { userId, since }: { userId: string; since: Date }) {
  return db
    .select({
      id: pushSubscriptions.id,
      endpoint: pushSubscriptions.endpoint,
      p256dh: pushSubscriptions.p256dh,
      auth: pushSubscriptions.auth,
    })
    .from(pushSubscriptions)
    .where(
      and(
        eq(pushSubscriptions.userId, userId),
        or(isNull(pushSubscriptions.lastUsedAt), lte(pushSubscriptions.lastUsedAt, since)),
      ),
    )
    .limit(MOST_BROWSERS);
}
