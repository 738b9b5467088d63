import { asc, eq } from 'drizzle-orm';
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
