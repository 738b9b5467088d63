import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents } from '@/db/schema/notifications';
import { test } from '@/server/testing/fixtures';
import { notify } from './commands';
import { fanOut } from './fan-out';
import { sendToMany } from './send-to-many';
import { manyPeople } from './testing/many-people';

/** More than two portions. */
const PEOPLE = 1100;

/** An announcement that everybody of a language wants by mail, laid out. */
async function announced(db: Database) {
  await db.execute(sql`
    insert into notification_preferences (user_id, scope, key, channel, mode, means, changed_at)
    select id, 'type', 'product.announcement', 'email', 'instant', 'settings', now() from users on conflict do nothing`);
  const eventId = uuid();
  const to = { kind: 'everyone' } as const;
  const data = { announcementId: uuid() };
  await notify(db, { id: eventId, type: 'product.announcement', to, data, now: new Date() });
  await fanOut(db, { eventId });
  return eventId;
}

const inQueue = (db: Database, eventId: string) =>
  db.execute<{ name: string; userId: string | null; queue: string; priority: number }>(sql`
    select task.identifier as name, payload ->> 'userId' as "userId", queue.queue_name as queue, priority
    from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
    left join graphile_worker._private_job_queues as queue on queue.id = job.job_queue_id
    where payload ->> 'eventId' = ${eventId} and task.identifier <> 'notifications.fanOut' order by priority, job.id`);

const drop = (db: Database, eventId: string) =>
  db.execute(sql`delete from graphile_worker._private_jobs where payload ->> 'eventId' = ${eventId}`);

test('mails of an announcement become jobs portion after portion, each person once, two at a time', async ({
  db,
}) => {
  await manyPeople(db, { until: PEOPLE });
  const eventId = await announced(db);
  expect((await inQueue(db, eventId)).map(({ name }) => name)).toEqual(['notifications.sendToMany']);
  const mailed: string[] = [];
  for (const size of [500, 500]) {
    await drop(db, eventId);
    await sendToMany(db, { eventId });
    const jobs = await inQueue(db, eventId);
    const next = jobs.pop();
    // In a queue of its portion and after all of it, so that it waits for it.
    expect(next).toMatchObject({ name: 'notifications.sendToMany', queue: 'notifications.many.0' });
    expect(next?.priority).toBeGreaterThan(Math.max(...jobs.map(({ priority }) => priority)));
    expect(jobs).toHaveLength(size);
    expect([...new Set(jobs.map(({ queue }) => queue))].toSorted()).toEqual([
      'notifications.many.0',
      'notifications.many.1',
    ]);
    mailed.push(...jobs.map(({ userId }) => userId ?? ''));
  }
  // The same job again, as after a worker that was killed before it could say so, and two at once.
  await drop(db, eventId);
  await Promise.all([sendToMany(db, { eventId }), sendToMany(db, { eventId })]);
  await sendToMany(db, { eventId });
  mailed.push(...(await inQueue(db, eventId)).map(({ userId }) => userId ?? ''));
  const wanted = await db
    .select({ userId: notificationDeliveries.userId })
    .from(notificationDeliveries)
    .where(
      sql`${notificationDeliveries.eventId} = ${eventId} and ${notificationDeliveries.channel} = 'email'`,
    );
  expect(mailed.toSorted()).toEqual(wanted.map(({ userId }) => userId).toSorted());
  expect(new Set(mailed).size).toBe(mailed.length);
});

test('what a digest has taken to send meanwhile is none of it', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  const eventId = uuid();
  const one = { eventId, channel: 'email', state: 'queued', rule: 'default' } as const;
  await db.insert(notificationEvents).values({
    ...{ id: eventId, type: 'product.announcement', at: new Date(), data: {}, finishedAt: new Date() },
    audience: { kind: 'everyone' },
  });
  await db.insert(notificationDeliveries).values([
    { ...one, userId: person.id, dueAt: new Date() },
    { ...one, userId: other.id },
  ]);
  await sendToMany(db, { eventId });
  expect((await inQueue(db, eventId)).map(({ userId }) => userId)).toEqual([other.id]);
});

test('both ways of a person are in the portion of that person, and what has gone or waits is in none', async ({
  db,
  given,
}) => {
  const people = [await given.user(), await given.user(), await given.user()];
  const ids = people.map(({ id }) => id).toSorted();
  const eventId = uuid();
  const one = { eventId, rule: 'default', dueAt: null, sentAt: null };
  await db.insert(notificationEvents).values({
    ...{ id: eventId, type: 'product.announcement', at: new Date(), data: {}, finishedAt: new Date() },
    audience: { kind: 'everyone' },
  });
  const [first = '', second = '', third = ''] = ids;
  await db.insert(notificationDeliveries).values([
    { ...one, userId: first, channel: 'email', state: 'queued' },
    { ...one, userId: first, channel: 'push', state: 'queued' },
    { ...one, userId: second, channel: 'email', state: 'sent', sentAt: new Date() },
    { ...one, userId: third, channel: 'email', state: 'held', dueAt: new Date() },
    { ...one, userId: third, channel: 'push', state: 'queued' },
  ]);
  await sendToMany(db, { eventId });
  const jobs = await inQueue(db, eventId);
  expect(jobs.map(({ name, userId }) => `${name} ${ids.indexOf(userId ?? '')}`).toSorted()).toEqual([
    'notifications.mail 0',
    'notifications.push 0',
    'notifications.push 2',
  ]);
});

test('what was taken back while it was laid out is still decided for those who were told', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const eventId = uuid();
  await db.insert(notificationEvents).values({
    ...{ id: eventId, type: 'product.announcement', at: new Date(), data: {}, laidOut: 1, cursor: person.id },
    ...{ audience: { kind: 'everyone' }, cancelledAt: new Date() },
  });
  await db
    .insert(notificationDeliveries)
    .values({ userId: person.id, eventId, channel: 'email', state: 'queued', rule: 'default' });
  await fanOut(db, { eventId });
  expect((await inQueue(db, eventId)).map(({ name }) => name)).toEqual(['notifications.sendToMany']);
  await sendToMany(db, { eventId });
  expect((await inQueue(db, eventId)).map(({ name }) => name)).toContain('notifications.mail');
  const [event] = await db.select().from(notificationEvents).where(eq(notificationEvents.id, eventId));
  expect(event).toMatchObject({ finishedAt: null, sendingCursor: person.id });
});
