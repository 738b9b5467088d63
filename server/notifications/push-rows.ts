import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notificationDeliveries, pushSubscriptions } from '@/db/schema/notifications';
import { MOST_BROWSERS } from './push-subscriptions';
import { selectWaiting } from './waiting-rows';

const { userId: reader, state, dueAt, eventId: event } = notificationDeliveries;

/** Of several that are due, so many are looked at: a push says how many there are, and not what each is. */
const MOST = 100;

/** A notification that is to be pushed now; undefined when that is done. */
export async function findQueued(db: Database, { eventId, userId }: { eventId: string; userId: string }) {
  const [found] = await selectWaiting(
    db,
    'push',
    and(eq(event, eventId), eq(reader, userId), eq(state, 'queued')),
  );
  return found;
}

/** What of a person was held or bundled and is due, the newest first. */
export function listDue(db: Database, { userId, now }: { userId: string; now: Date }) {
  return selectWaiting(
    db,
    'push',
    and(eq(reader, userId), inArray(state, ['held', 'bundled']), lte(dueAt, now)),
  )
    .orderBy(desc(event))
    .limit(MOST);
}

/** The browsers of a person, as a push is sent to them. */
export function listEndpoints(db: Database, userId: string) {
  return db
    .select({
      id: pushSubscriptions.id,
      endpoint: pushSubscriptions.endpoint,
      p256dh: pushSubscriptions.p256dh,
      auth: pushSubscriptions.auth,
    })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, userId))
    .limit(MOST_BROWSERS);
}
