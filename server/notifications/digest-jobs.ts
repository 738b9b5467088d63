import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notificationDeliveries } from '@/db/schema/notifications';
import { PRIORITIES } from '@/server/jobs/priorities';

/**
 * The jobs that send people what is due of theirs; one at a time for each person and channel: while it waits or is tried again it
 * takes up what else becomes due, and its waits grow. One that failed for good stays for staff to look at, and the next goes its
 * own way.
 */
export async function addDigests(
  db: Database,
  { userIds, now }: { userIds: string[]; now: Date },
): Promise<void> {
  const due = sql`
    select way.task, person.id, way.task || ':' || person.id as key
    from (select distinct id from unnest(${sql.param(userIds)}::uuid[]) as one(id)) as person
    cross join (values ('email', 'notifications.digestMail'), ('push', 'notifications.digestPush')) as way(channel, task)
    where exists (
      select from ${notificationDeliveries} as delivery
      where delivery.user_id = person.id and delivery.channel = way.channel and delivery.state in ('held', 'bundled')
        and delivery.due_at <= ${now.toISOString()}::timestamptz)`;
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      update graphile_worker._private_jobs as job set key = null from (${due}) as due
      where job.key = due.key and ${isOver}`);
    await tx.execute(sql`
      select count(*) from graphile_worker.add_jobs(coalesce((
        select array_agg((
          due.task, json_build_object('userId', due.id), null, null, null, due.key, ${PRIORITIES.sendToMany}::smallint, null
        )::graphile_worker.job_spec)
        from (${due}) as due where not exists (select from graphile_worker._private_jobs as job where job.key = due.key)),
        '{}'))`);
  });
}

// graphile-worker has no public way to tell; see server/jobs/failing.ts.
const isOver: SQL = sql`job.attempts >= job.max_attempts and job.locked_at is null`;
