import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  notificationChanges,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';
import { DELIVERIES_KEPT_DAYS, HISTORY_DAYS, KEPT_DAYS } from './catalog';
import { firstIdAt } from './event-ids';

const DAY = 86_400_000;
const BATCH = 1000;

/**
 * Deletes what people were told longer ago than it is kept, what became of it, and what they changed; and the events that nobody has
 * any more, but for those that are still to come. The ids of events are their times.
 */
export async function sweepNotifications(db: Database, { now }: { now: Date }): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const before = sql`${firstIdAt(ago(KEPT_DAYS))}::uuid`;
  await deleteAll(db, {
    from: sql`${notificationDeliveries}`,
    // What waits goes first: a pause may be a year long.
    where: sql`event_id < ${firstIdAt(ago(DELIVERIES_KEPT_DAYS))}::uuid
      and (state not in ('held', 'bundled') or event_id < ${before})`,
  });
  await deleteAll(db, { from: sql`${notifications}`, where: sql`event_id < ${before}` });
  await deleteAll(db, {
    from: sql`${notificationEvents}`,
    where: sql`id < ${before} and (finished_at is not null or cancelled_at is not null)`,
  });
  await deleteAll(db, {
    from: sql`${notificationChanges}`,
    where: sql`at < ${ago(HISTORY_DAYS).toISOString()}::timestamptz`,
  });
}

/** In batches, so that none holds its locks for long. */
async function deleteAll(db: Database, { from, where }: { from: SQL; where: SQL }) {
  let deleted = BATCH;
  while (deleted === BATCH) {
    const result = await db.execute(sql`
      delete from ${from} where ctid = any(array(select ctid from ${from} where ${where} limit ${BATCH}))`);
    deleted = result.count;
  }
}
