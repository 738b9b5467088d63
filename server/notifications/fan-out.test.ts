import { asc, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  notificationDeliveries,
  notificationEvents,
  notificationPreferences,
  notifications,
} from '@/db/schema/notifications';
import { test } from '@/server/testing/fixtures';
import { groupFactories } from '@/server/testing/group-factories';
import { notify } from './commands';
import { fanOut } from './fan-out';

/** What became of an event: `person channel state rule`, people by the number they have in `people`. */
async function laidOut(db: Database, { eventId, people }: { eventId: string; people: { id: string }[] }) {
  const row = notificationDeliveries;
  const rows = await db
    .select()
    .from(row)
    .where(eq(row.eventId, eventId))
    .orderBy(asc(row.userId), asc(row.channel));
  return rows
    .map(({ userId, channel, state, rule }) =>
      [people.findIndex(({ id }) => id === userId), channel, state, rule].join(' '),
    )
    .toSorted();
}

test('people who are named are told on each channel, once, and never who did it', async ({
  db,
  given,
  jobs,
}) => {
  const [actor, one, other] = [await given.user(), await given.user(), await given.user()];
  const people = [actor, one, other];
  const now = new Date();
  const id = uuid();
  const ids = people.map((person) => person.id);
  await db.insert(notificationPreferences).values({
    ...{ userId: other.id, scope: 'type', key: 'contacts.asked', channel: 'inApp', mode: 'off' },
    ...{ means: 'settings', changedAt: now },
  });
  await notify(db, {
    id,
    type: 'contacts.asked',
    to: { kind: 'people', ids },
    data: {},
    actorId: actor.id,
    now,
  });
  await fanOut(db, { eventId: id });
  await fanOut(db, { eventId: id });
  expect(await laidOut(db, { eventId: id, people })).toEqual([
    '1 email queued default',
    '1 inApp sent default',
    '1 push suppressed noBrowser',
    '2 email queued default',
    '2 inApp suppressed type:contacts.asked',
    '2 push suppressed noBrowser',
  ]);
  const told = await db.select().from(notifications).where(eq(notifications.eventId, id));
  expect(
    told.map(({ userId, isShown }) => ({ userId, isShown })).toSorted((a) => (a.isShown ? -1 : 1)),
  ).toEqual([
    { userId: one.id, isShown: true },
    { userId: other.id, isShown: false },
  ]);
  const mails = (await jobs()).filter(
    ({ name, payload }) => name === 'notifications.mail' && payload.eventId === id,
  );
  expect(mails.map(({ payload }) => payload.userId).toSorted()).toEqual([one.id, other.id].toSorted());
  const [event] = await db.select().from(notificationEvents).where(eq(notificationEvents.id, id));
  expect(event).toMatchObject({ laidOut: 2, cursor: null, finishedAt: expect.any(Date) });
});

test('what a great many are told waits behind what one person waits for, and is laid out for all before any of it is sent', async ({
  db,
  given,
}) => {
  const [one, other] = [await given.user(), await given.user()];
  const groupId = await groupFactories(db).group({ members: [one, other] });
  const [many, few] = [uuid(), uuid()];
  const notice = { type: 'contacts.asked' as const, data: {}, now: new Date() };
  await notify(db, { ...notice, id: many, to: { kind: 'group', id: groupId } });
  await notify(db, { ...notice, id: few, to: { kind: 'people', ids: [one.id] } });
  const turns = async () => {
    const rows = await db.execute<{ name: string; eventId: string }>(sql`
      select task.identifier as name, payload->>'eventId' as "eventId"
      from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
      where payload->>'eventId' in (${many}, ${few}) order by job.priority, job.id`);
    return rows.map(({ name, eventId }) => `${name} ${eventId === many ? 'many' : 'few'}`);
  };
  expect(await turns()).toEqual(['notifications.fanOut few', 'notifications.fanOut many']);
  await fanOut(db, { eventId: many });
  await fanOut(db, { eventId: few });
  expect(await turns()).toEqual([
    'notifications.fanOut few',
    'notifications.mail few',
    'notifications.fanOut many',
    'notifications.sendToMany many',
  ]);
});
