import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { notificationEvents } from '@/db/schema/notifications';
import { startChildWorker } from '@/server/jobs/testing/child-worker';
import { test } from '@/server/jobs/testing/jobs-test';
import { notify } from './commands';
import { manyPeople } from './testing/many-people';

const PEOPLE = 10_000;
const KILLS = 20;
const LOCK = 78;
/** What a batch and a portion write, in which a worker is killed. */
const TABLES = ['notifications', 'notification_deliveries', 'graphile_worker._private_jobs'] as const;

test('a worker that is killed at twenty points of a fan-out to ten thousand people: each has one row a channel, and one mail', {
  timeout: 600_000,
}, async ({ database, db }) => {
  await manyPeople(db, { until: PEOPLE });
  // Who wants the mail, and so the job as well, but for one in sixteen.
  await db.execute(sql`
    insert into notification_preferences (user_id, scope, key, channel, mode, means, changed_at)
    select id, 'type', 'product.announcement', 'email', case right(id::text, 1) when '0' then 'digest' else 'instant' end, 'settings', now()
    from users`);
  // Whoever writes the row of the person named in `held` waits for whoever holds the lock. Mails stay in the queue, to be counted.
  await db.execute(sql`create table held (user_id uuid, what text)`);
  await db.execute(sql`
    create function wait_if_held() returns trigger language plpgsql as $$
    declare who text := case tg_argv[0] when '_private_jobs' then to_jsonb(new) -> 'payload' ->> 'userId' else to_jsonb(new) ->> 'user_id' end;
    begin
      if exists (select from held where user_id = who::uuid and what = tg_argv[0]) then
        perform pg_advisory_xact_lock_shared(${sql.raw(String(LOCK))});
      end if;
      if tg_argv[0] = '_private_jobs' and who is not null then
        new.run_at := now() + interval '1 day';
      end if;
      return new;
    end $$`);
  for (const table of TABLES)
    await db.execute(sql`
      create trigger waits before insert on ${sql.raw(table)} for each row execute function wait_if_held(${sql.raw(`'${table.split('.').at(-1)}'`)})`);

  const eventId = uuid();
  const data = { announcementId: uuid() };
  await notify(db, {
    id: eventId,
    type: 'product.announcement',
    to: { kind: 'everyone' },
    data,
    now: new Date(),
  });

  // In the order in which the worker comes to them, so that each is a point that it has still to come to: the mails come after all rows.
  const ids = await db.execute<{ id: string }>(sql`
    select id from users where right(id::text, 1) <> '0' order by id`);
  const points = fc
    .sample(fc.tuple(fc.nat(ids.length - 1), fc.constantFrom(...TABLES)), { numRuns: KILLS, seed: 7 })
    .toSorted(([a, of], [b, other]) => Number(of === TABLES[2]) - Number(other === TABLES[2]) || a - b);
  // Under its lock a process is started, which may take longer than transactions usually may.
  const patient = openDatabase(database.url, { max: 1, limits: { transaction: 120_000 } });
  onTestFinished(() => patient.end());
  const waiting = async () => {
    const rows = await db.execute(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`);
    return rows.length;
  };
  for (const [place, table] of points) {
    await db.execute(sql`insert into held values (${ids[place]?.id}, ${table.split('.').at(-1)})`);
    await patient.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
      const child = await startChildWorker(database.url, 'server/notifications/testing/killed-fan-out.ts');
      onTestFinished(() => child.kill());
      await expect.poll(waiting, { timeout: 90_000 }).toBe(1);
      await child.kill();
    });
    await db.execute(sql`delete from held`);
    // What would be waited for otherwise; server/jobs/worker.test.ts has that it is given back.
    await db.execute(sql`
      select graphile_worker.force_unlock_workers(array(
        select locked_by from graphile_worker.jobs where locked_by is not null))`);
  }
  const child = await startChildWorker(database.url, 'server/notifications/testing/killed-fan-out.ts');
  onTestFinished(() => child.kill());
  const finished = async () => {
    const [event] = await db.select().from(notificationEvents).where(eq(notificationEvents.id, eventId));
    return event && { isOver: event.finishedAt !== null, laidOut: event.laidOut };
  };
  await expect.poll(finished, { timeout: 60_000, interval: 100 }).toEqual({ isOver: true, laidOut: PEOPLE });
  const left = async () => {
    const jobs = await db.execute(sql`
      select from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = 'notifications.sendToMany' limit 1`);
    return jobs.length;
  };
  await expect.poll(left, { timeout: 60_000, interval: 100 }).toBe(0);

  const [counted] = await db.execute(sql`
    select
      (select count(*)::int from notifications where event_id = ${eventId}) as told,
      (select count(*)::int from notification_deliveries where event_id = ${eventId}) as deliveries,
      (select count(*)::int from notification_deliveries where event_id = ${eventId} and channel = 'email' and state = 'queued') as mails,
      (select count(*)::int from graphile_worker._private_jobs as job
        join graphile_worker._private_tasks as task on task.id = job.task_id where task.identifier = 'notifications.mail') as jobs,
      (select count(distinct job.payload ->> 'userId')::int from graphile_worker._private_jobs as job
        join graphile_worker._private_tasks as task on task.id = job.task_id where task.identifier = 'notifications.mail') as mailed`);
  const mails = ids.length;
  expect(counted).toEqual({ told: PEOPLE, deliveries: 3 * PEOPLE, mails, jobs: mails, mailed: mails });
});
