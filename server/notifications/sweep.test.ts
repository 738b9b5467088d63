import { asc, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  type Audience,
  announcements,
  notificationChanges,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';
import { test } from '@/server/testing/fixtures';
import { listAnnouncements } from './announcements';
import { listDeliveries } from './delivery-list';
import { fanOut } from './fan-out';
import { countUnreadNotifications, listNotifications } from './inbox-queries';
import { sweepNotifications } from './sweep';

/** Of deliveries March is kept and February is not; of notifications June of the year before is kept and May is not. */
const NOW = new Date('2027-06-15T12:00:00Z');
const at = (moment: string) => new Date(moment);

async function tell(db: Database, person: { id: string }, moment: Date) {
  const id = uuid({ msecs: moment.getTime() });
  const audience: Audience = { kind: 'people', ids: [person.id] };
  await db.insert(notificationEvents).values({ id, type: 'contacts.asked', at: moment, data: {}, audience });
  await fanOut(db, { eventId: id, clock: () => moment });
  return id;
}

/** Has the mail of something wait, as in a long pause. */
async function hold(db: Database, eventId: string) {
  await db
    .update(notificationDeliveries)
    .set({ state: 'held', rule: 'pause', dueAt: new Date(NOW.getTime() + 86_400_000) })
    .where(sql`event_id = ${eventId}::uuid and channel = 'email'`);
}

async function left(db: Database, person: { id: string }) {
  const told = await db
    .select({ id: notifications.eventId })
    .from(notifications)
    .where(eq(notifications.userId, person.id))
    .orderBy(asc(notifications.eventId));
  const deliveries = await db
    .select({ id: notificationDeliveries.eventId, channel: notificationDeliveries.channel })
    .from(notificationDeliveries)
    .where(eq(notificationDeliveries.userId, person.id))
    .orderBy(asc(notificationDeliveries.eventId), asc(notificationDeliveries.channel));
  return {
    told: told.map(({ id }) => id),
    deliveries: deliveries.map(({ id, channel }) => `${id} ${channel}`),
  };
}

async function partsOf(db: Database, table: string) {
  const rows = await db.execute<{ part: string }>(sql`select part from months_of(${table}) order by part`);
  return rows.map(({ part }) => part);
}

async function makeMonths(db: Database, since: string, ahead: number) {
  await db.execute(sql`select make_months(${since}::timestamptz, ${ahead})`);
}

/** As well where no month was ever made for what is old: what was there before there were months is deleted row by row. */
for (const [where, months] of [
  ['in months', 14],
  ['in no month', 0],
] as const) {
  test(`what is old is swept away, and what is kept or still waits stays: ${where}`, async ({
    db,
    given,
  }) => {
    if (months > 0) await makeMonths(db, '2026-05-01', months);
    const person = await given.user();
    const others = await given.user();
    const [over, overWaiting, kept, waiting, gone, first, fresh] = [
      await tell(db, person, at('2026-05-31T23:59:59.999Z')),
      await tell(db, person, at('2026-05-30T10:00:00Z')),
      await tell(db, person, at('2026-06-01T00:00:00Z')),
      await tell(db, person, at('2026-12-24T20:00:00Z')),
      await tell(db, person, at('2027-02-28T23:59:59.999Z')),
      await tell(db, person, at('2027-03-01T00:00:00Z')),
      await tell(db, person, at('2027-06-14T12:00:00Z')),
    ];
    const theirs = await tell(db, others, at('2027-03-01T00:00:00Z'));
    await hold(db, overWaiting);
    await hold(db, waiting);

    await sweepNotifications(db, { now: NOW });
    const expected = {
      told: [kept, waiting, gone, first, fresh],
      deliveries: [`${waiting} email`, ...[first, fresh].flatMap((id) => [`${id} email`, `${id} inApp`])],
    };
    const { told, deliveries } = await left(db, person);
    expect(told).toEqual(expected.told);
    expect(told).not.toContain(over);
    expect(deliveries.filter((line) => !line.endsWith('push'))).toEqual(expected.deliveries);
    expect((await left(db, others)).told).toEqual([theirs]);
    // Its person finds what still waits, and it goes in the end.
    const { deliveries: listed } = await listDeliveries(db, { userId: person.id, now: NOW });
    expect(listed.filter(({ id }) => id === waiting)).toMatchObject([{ channel: 'email', state: 'held' }]);

    // Once more there is nothing to do.
    const parts = await partsOf(db, 'notification_deliveries');
    await sweepNotifications(db, { now: NOW });
    expect(await partsOf(db, 'notification_deliveries')).toEqual(parts);
    expect((await left(db, person)).told).toEqual(expected.told);
  });
}

test('months that are over go as a whole, and the next ones are made', async ({ db }) => {
  await makeMonths(db, '2026-05-01', 14);
  await sweepNotifications(db, { now: NOW });
  const [told, deliveries] = [
    await partsOf(db, 'notifications'),
    await partsOf(db, 'notification_deliveries'),
  ];
  expect(told).not.toContain('notifications_2026_05');
  expect(told).toContain('notifications_2026_06');
  expect(deliveries).not.toContain('notification_deliveries_2027_02');
  expect(deliveries).toContain('notification_deliveries_2027_03');
  for (const month of ['2027_06', '2027_07', '2027_08']) {
    expect(told).toContain(`notifications_${month}`);
    expect(deliveries).toContain(`notification_deliveries_${month}`);
  }
  // With every index, also those that came after there were months.
  const short = await db.execute(sql`
    select parent, part from unnest(array['notifications', 'notification_deliveries']) as parent cross join lateral months_of(parent)
    where (select count(*) from pg_index where indrelid = part::regclass)
      <> (select count(*) from pg_index where indrelid = parent::regclass)`);
  expect([...short]).toEqual([]);
});

test('an announcement goes with its event, a year after it was told', async ({ db }) => {
  const announce = async (moment: string, finishedAt: Date | null) => {
    const [id, eventId] = [uuid(), uuid({ msecs: at(moment).getTime() })];
    const words = { title: { en: 'We move' }, body: { en: 'On Sunday.' } };
    await db.insert(announcements).values({ id, eventId, createdAt: at(moment), ...words });
    const event = { id: eventId, type: 'product.announcement', at: at(moment), data: { announcementId: id } };
    await db.insert(notificationEvents).values({ ...event, audience: { kind: 'everyone' }, finishedAt });
    return id;
  };
  const ids = [
    await announce('2026-05-31T12:00:00Z', NOW),
    await announce('2026-05-31T12:00:00Z', null),
    await announce('2026-06-01T12:00:00Z', NOW),
    await announce('2027-06-01T12:00:00Z', NOW),
  ];
  await sweepNotifications(db, { now: NOW });
  const rows = await db
    .select({ id: announcements.id })
    .from(announcements)
    .where(sql`${announcements.id} = any(${sql.param(ids)}::uuid[])`);
  expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
  const { announcements: listed } = await listAnnouncements(db, { after: undefined, now: NOW });
  expect(listed.filter(({ id }) => ids.includes(id))).toHaveLength(3);
});

test('events that are over go, and what is to come and what was changed of late stays', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
  // What is over a year old goes with its month, and the notification needs its event as long.
  const [old, kept, fresh] = [
    await tell(db, person, ago(380)),
    await tell(db, person, ago(366)),
    await tell(db, person, ago(364)),
  ];
  const coming = uuid({ msecs: ago(400).getTime() });
  const audience: Audience = { kind: 'people', ids: [person.id] };
  const event = { type: 'contacts.asked', at: ago(400), data: {}, audience };
  await db.insert(notificationEvents).values({ ...event, id: coming, dueAt: new Date(NOW.getTime() + 1000) });
  const change = { userId: person.id, means: 'settings', before: {}, after: {} } as const;
  await db
    .insert(notificationChanges)
    .values([31, 29].map((days) => ({ ...change, id: uuid({ msecs: ago(days).getTime() }), at: ago(days) })));
  await sweepNotifications(db, { now: NOW });
  const rows = await db
    .select({ id: notificationEvents.id })
    .from(notificationEvents)
    .where(sql`id = any(${sql.param([old, kept, fresh, coming])}::uuid[])`);
  expect(rows.map(({ id }) => id).toSorted()).toEqual([coming, kept, fresh].toSorted());
  const inbox = { userId: person.id, now: NOW };
  const { notifications: unread } = await listNotifications(db, {
    ...inbox,
    ...{ folder: 'unread', after: undefined, locale: 'en' },
  });
  expect(unread.map(({ id }) => id)).toEqual([fresh, kept]);
  expect(await countUnreadNotifications(db, inbox)).toEqual({ count: 2 });
  expect(await db.$count(notificationChanges, eq(notificationChanges.userId, person.id))).toBe(1);
});
