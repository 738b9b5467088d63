import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notifications } from '@/db/schema/notifications';

/** Ids of people in one word to the live streams: PostgreSQL carries 8000 bytes at most. */
export const TOLD_AT_ONCE = 200;

/**
 * Marks as read what was told of some rows, since they were read or answered; within the transaction of that, one statement. Open
 * pages learn of it.
 * @param of.userId whose; several, where one of them answers for all
 */
export async function readAbout(
  tx: Database,
  of: { userId: string | string[]; objectIds: string[]; now: Date },
): Promise<void> {
  const { userId, objectIds, now } = of;
  const userIds = typeof userId === 'string' ? [userId] : userId;
  await tx.execute(sql`
    with read as (
      update ${notifications} set read_at = ${now.toISOString()}::timestamptz
      where user_id = any(${sql.param(userIds)}::uuid[]) and object_id = any(${sql.param(objectIds)}::uuid[]) and read_at is null
      returning user_id
    )
    select pg_notify('notifications_changed', string_agg(user_id::text, ',')) from (
      select user_id, (row_number() over () - 1) / ${TOLD_AT_ONCE}::int as part from (select distinct user_id from read) as one
    ) as one group by part`);
}

/**
 * The id of a row that has none of its own: made of what it is between, such as who asks and who is asked. It says nothing of
 * them, so that no trace is left of who is deleted.
 */
export function rowId(
  ...between: [kind: 'contactRequest' | 'groupRequest' | 'groupInvitation', ...ids: string[]]
) {
  const hex = createHash('sha256').update(between.join(' ')).digest('hex');
  // UUID version 8 (RFC 9562 section 5.8).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
