import { eq, sql } from 'drizzle-orm';
import { NIL } from 'uuid';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents } from '@/db/schema/notifications';
import { PRIORITIES } from '@/server/jobs/priorities';

/** People whose mails and pushes become jobs at once: enough to keep the worker busy, and few enough to be no burden to its queue. */
const PORTION = 500;
/**
 * Queues, of each of which one job is done at a time: so many mails and pushes of announcements go at once, however many workers
 * there are, and the rest of their places stays with those who wait for one mail.
 */
const QUEUES = 2;
const QUEUE = 'notifications.many.';

/**
 * Has the next portion go of what is queued of an event that a great many were told, as jobs of their own, and the portion after it
 * when these are done. Portions follow each other by a cursor in the event, so that a job that is done twice adds none twice. What a
 * digest has taken meanwhile goes with it: that has a time in `due_at`.
 */
export async function sendToMany(db: Database, { eventId }: { eventId: string }): Promise<void> {
  await db.transaction(async (tx) => {
    const [event] = await tx
      .select({ cursor: notificationEvents.sendingCursor })
      .from(notificationEvents)
      .where(eq(notificationEvents.id, eventId))
      .for('update');
    if (!event) return;
    const [sent] = await tx.execute<{ last: string | null; people: number }>(sql`
      with person as materialized (
        select distinct user_id from ${notificationDeliveries}
        where event_id = ${eventId}::uuid and state = 'queued' and due_at is null and user_id > coalesce(${event.cursor}::uuid, ${NIL}::uuid)
        order by user_id limit ${PORTION}),
      delivery as (
        select delivery.user_id, delivery.channel, row_number() over (order by delivery.user_id) as n
        from person join ${notificationDeliveries} as delivery
          on delivery.user_id = person.user_id and delivery.event_id = ${eventId}::uuid and delivery.state = 'queued' and delivery.due_at is null),
      job as (
        select count(*) from graphile_worker.add_jobs(coalesce((
          select array_agg((
            'notifications.' || case channel when 'email' then 'mail' else 'push' end,
            json_build_object('eventId', ${eventId}::uuid, 'userId', user_id),
            ${QUEUE} || n % ${QUEUES}::int, null, null, null, ${PRIORITIES.sendToMany}::smallint, null
          )::graphile_worker.job_spec) from delivery), '{}')))
      select max(user_id::text)::uuid as last, count(*)::int as people, (select count from job) from person`);
    if (!sent?.last) return;
    await tx
      .update(notificationEvents)
      .set({ sendingCursor: sent.last })
      .where(eq(notificationEvents.id, eventId));
    if (sent.people === PORTION) await addPortion(tx, { eventId });
  });
}

/** Adds the job that has the next portion go, after what is under way of the one before. */
export async function addPortion(tx: Database, { eventId }: { eventId: string }): Promise<void> {
  await tx.execute(sql`
    select from graphile_worker.add_job(
      identifier => 'notifications.sendToMany',
      payload => ${JSON.stringify({ eventId })}::text::json,
      queue_name => ${`${QUEUE}0`},
      job_key => ${`notifications.sendToMany:${eventId}`},
      priority => ${PRIORITIES.nextToMany}::int
    )`);
}
