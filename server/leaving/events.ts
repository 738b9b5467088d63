import { type SQL, sql } from 'drizzle-orm';
import { NIL } from 'uuid';
import type { Database } from '@/db/client';
import { notificationEvents, notifications } from '@/db/schema/notifications';
import type { Erased } from './tables';

const BATCH = 1000;

/**
 * Removes what only this person was told of, and their name from what others were told of as well; what they did themselves stays
 * with those who were told of it, without them. While their notifications are there, by which it is found.
 */
export async function eraseEvents(db: Database, person: Erased): Promise<void> {
  let after: string | undefined = NIL;
  while (after !== undefined) {
    const told: SQL = sql`
      select event_id as id from ${notifications}
      where user_id = ${person.userId}::uuid and event_id > ${after}::uuid order by event_id limit ${BATCH}`;
    after = await eraseAmong(db, { person, told });
  }
  // Those that are still to be laid out; their jobs find nothing then.
  await eraseAmong(db, {
    person,
    told: sql`
      select (job.payload ->> 'eventId')::uuid as id from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = 'notifications.fanOut'`,
  });
  let cleared = BATCH;
  while (cleared === BATCH) {
    const result = await db.execute(sql`
      update ${notificationEvents} set actor_id = null where id in (
        select id from ${notificationEvents} where actor_id = ${person.userId}::uuid limit ${BATCH})`);
    cleared = result.count;
  }
}

/** @returns the last of those that were looked through, undefined when there were none */
async function eraseAmong(
  db: Database,
  { person, told }: { person: Erased; told: SQL },
): Promise<string | undefined> {
  const own = sql`audience ->> 'kind' = 'people' and audience -> 'ids' ? ${person.userId}::text`;
  const isAlone = sql`jsonb_array_length(audience -> 'ids') = 1`;
  const [row] = await db.execute<{ last: string | null }>(sql`
    with told as materialized (${told}),
    gone as (
      delete from ${notificationEvents} where id in (select id from told) and ${own} and ${isAlone}),
    without as (
      update ${notificationEvents} set audience = jsonb_set(audience, '{ids}', (audience -> 'ids') - ${person.userId}::text)
      where id in (select id from told) and ${own} and not ${isAlone})
    select (select id::text from told order by id desc limit 1) as last`);
  return row?.last ?? undefined;
}
