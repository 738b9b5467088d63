import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { MONTHS_AHEAD } from '@/db/months';
import {
  announcements,
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
 * Makes the months ahead of what people are told and of what becomes of it, and drops those that are older than they are kept, whole.
 * Then deletes, row by row, what is as old and lies in no month: what was there before there were months, and deliveries that waited
 * for longer; what people changed; and the events that nobody has any more, but for those that are still to come: an event is there as
 * long as the month of its notifications, or these would be counted and not found. The words of an announcement go with its event.
 * The ids of events are their times.
 * @throws when something else holds a table for half a second; nothing is half done then, and it can be tried again
 */
export async function sweepNotifications(db: Database, { now }: { now: Date }): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  await db.execute(sql`select make_months(${now.toISOString()}::timestamptz, ${MONTHS_AHEAD})`);
  await dropMonths(db, notifications, ago(KEPT_DAYS));
  await dropMonths(db, notificationDeliveries, ago(DELIVERIES_KEPT_DAYS));
  // What is younger goes with its month.
  const [before, deliveriesBefore] = [KEPT_DAYS, DELIVERIES_KEPT_DAYS].map(
    (days) => sql`${firstIdAt(monthOf(ago(days)))}::uuid`,
  );
  await deleteAll(db, {
    from: notificationDeliveries,
    key: [notificationDeliveries.userId, notificationDeliveries.eventId, notificationDeliveries.channel],
    within: sql`event_id < ${deliveriesBefore}`,
    // What waits goes first: a pause may be a year long.
    where: sql`(state not in ('held', 'bundled') or event_id < ${before})`,
  });
  await deleteAll(db, {
    from: notifications,
    key: [notifications.userId, notifications.eventId],
    within: sql`event_id < ${before}`,
  });
  await deleteAll(db, {
    from: notificationEvents,
    key: [notificationEvents.id],
    within: sql`id < ${before}`,
    where: sql`(finished_at is not null or cancelled_at is not null)`,
  });
  await deleteAll(db, {
    from: announcements,
    key: [announcements.id],
    within: sql`event_id < ${before}`,
    where: sql`not exists (select from ${notificationEvents} as event where event.id = ${announcements.eventId})`,
  });
  await deleteAll(db, {
    from: notificationChanges,
    key: [notificationChanges.id],
    within: sql`at < ${ago(HISTORY_DAYS).toISOString()}::timestamptz`,
  });
}

async function dropMonths(db: Database, table: PgTable, endedBefore: Date) {
  await db.execute(sql`select drop_months(${getTableName(table)}, ${firstIdAt(endedBefore)}::uuid)`);
}

/** The beginning of the month that a moment is in, by UTC, as the months of the tables begin. */
function monthOf(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth()));
}

interface Old {
  from: PgTable;
  key: PgColumn[];
  /** By which the parts are chosen: said twice, of what is looked for and of what is deleted. */
  within: SQL;
  where?: SQL;
}

/** In batches, so that none holds its locks for long. By its key, since the place of a row is one in each part of a table. */
async function deleteAll(db: Database, { from, key, within, where = sql`true` }: Old) {
  const columns = sql.join(key, sql`, `);
  let deleted = BATCH;
  while (deleted === BATCH) {
    const result = await db.execute(sql`
      delete from ${from} where ${within} and (${columns}) in (
        select ${columns} from ${from} where ${within} and ${where} limit ${BATCH})`);
    deleted = result.count;
  }
}
