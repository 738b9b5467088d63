import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import {
  announcements,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { planOf } from '@/server/testing/plans';
import { refusal } from '@/server/testing/refusal';
import { sendAnnouncement } from './announcements';
import { momentOf } from './event-ids';
import { fanOut } from './fan-out';
import { manyPeople } from './testing/many-people';

const words = {
  title: { en: 'We move on Sunday', fr: 'Nous déménageons dimanche' },
  body: { en: 'Nothing will be there for an hour.', fr: 'Rien ne sera accessible pendant une heure.' },
  link: '',
};

async function staff(db: Database, given: Given) {
  const holder = await given.holder('announcements.send', 'roles.assign');
  return callerFor(db, holder).notifications.announcements;
}

/** By which event people are told of an announcement. */
async function eventOf(db: Database, id: string) {
  const [found] = await db
    .select({ eventId: announcements.eventId })
    .from(announcements)
    .where(eq(announcements.id, id));
  if (!found) throw new Error('there is no such announcement');
  return found.eventId;
}

async function toldOf(db: Database, eventId: string) {
  const rows = await db
    .select({ userId: notifications.userId })
    .from(notifications)
    .where(eq(notifications.eventId, eventId));
  return rows.map(({ userId }) => userId);
}

test('an announcement reaches whom it is for, in the app alone unless they want it by mail', async ({
  db,
  given,
}) => {
  const api = await staff(db, given);
  const [ines, luc, mia] = [
    await given.user({ locale: 'fr' }),
    await given.user({ locale: 'fr' }),
    await given.user({ locale: 'en' }),
  ];
  await given.notificationWish(luc, { scope: 'type', key: 'product.announcement', mode: 'instant' });
  const id = uuid();
  await api.send({ id, ...words, audience: { locale: 'fr' } });
  const eventId = await eventOf(db, id);
  await fanOut(db, { eventId });
  const told = await toldOf(db, eventId);
  expect(told).toEqual(expect.arrayContaining([ines.id, luc.id]));
  expect(told).not.toContain(mia.id);
  const mails = await db
    .select()
    .from(notificationDeliveries)
    .where(eq(notificationDeliveries.eventId, eventId));
  const queued = mails.filter(({ channel, state }) => channel === 'email' && state === 'queued');
  expect(queued.map(({ userId }) => userId)).toEqual([luc.id]);
  const listed = (await api.list({})).announcements;
  expect(listed.find((one) => one.id === id)).toMatchObject({ state: 'sent', people: told.length });
});

test('sent twice at once it is one announcement, with one entry in the trail', async ({
  db,
  given,
  jobs,
}) => {
  const api = await staff(db, given);
  const id = uuid();
  await Promise.all(Array.from({ length: 10 }, () => api.send({ id, ...words, audience: {} })));
  const eventId = await eventOf(db, id);
  expect(
    await db.$count(notificationEvents, sql`${notificationEvents.data} ->> 'announcementId' = ${id}`),
  ).toBe(1);
  const fanOuts = (await jobs()).filter(({ payload }) => payload.eventId === eventId);
  expect(fanOuts).toHaveLength(1);
});

test('under the same id other words, other people or another moment are refused; the same are the same', async ({
  db,
  given,
}) => {
  const api = await staff(db, given);
  const id = uuid();
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  const wish = { id, ...words, audience: { locale: 'fr' as const }, dueAt };
  await api.send(wish);
  await api.send(wish);
  for (const other of [
    { title: { ...words.title, en: 'We move on Monday' } },
    { body: { ...words.body, fr: 'Autre chose.' } },
    { title: { en: words.title.en }, body: { en: words.body.en } },
    { link: '/settings/profile' },
    { audience: {} },
    { dueAt: undefined },
    { dueAt: new Date(Date.parse(dueAt) + 60_000).toISOString() },
  ])
    expect(await refusal(api.send({ ...wish, ...other }))).toMatchObject({ reason: 'KEY_USED' });
  const [kept] = await db.select().from(announcements).where(eq(announcements.id, id));
  expect(kept).toMatchObject(words);
  // Sent again once its moment has passed.
  const again = {
    announcement: wish,
    userId: (await given.user()).id,
    mayNarrow: true,
    cause: null as never,
  };
  await sendAnnouncement(db, { ...again, now: new Date(Date.parse(dueAt) + 1000) });
});

test('one that is planned waits for its moment, and is stopped before it', async ({ db, given }) => {
  const api = await staff(db, given);
  const id = uuid();
  const dueAt = new Date(Date.now() + 3_600_000);
  await api.send({ id, ...words, audience: {}, dueAt: dueAt.toISOString() });
  const eventId = await eventOf(db, id);
  // It stands in their inbox at its moment, and not at that of its writing.
  expect(momentOf(eventId)).toEqual(dueAt);
  await fanOut(db, { eventId });
  expect(await toldOf(db, eventId)).toEqual([]);
  const state = async () => (await api.list({})).announcements.find((one) => one.id === id)?.state;
  expect(await state()).toBe('scheduled');
  await api.cancel({ id });
  await api.cancel({ id });
  expect(await state()).toBe('cancelled');
  await fanOut(db, { eventId, clock: () => new Date(dueAt.getTime() + 1) });
  expect(await toldOf(db, eventId)).toEqual([]);
});

test('what everybody has in their inbox is stopped as long as a mail or a push of it has still to go', async ({
  db,
  given,
}) => {
  const api = await staff(db, given);
  const [mia, noah] = [await given.user(), await given.user()];
  for (const [state, mayCancel] of [
    ['queued', true],
    ['held', true],
    ['bundled', true],
    ['sent', false],
    ['failed', false],
    ['suppressed', false],
  ] as const) {
    const id = await given.announcement({ finishedAt: new Date() });
    const of = { eventId: await eventOf(db, id), rule: 'default', dueAt: new Date() };
    await db.insert(notificationDeliveries).values([
      { ...of, userId: mia.id, channel: 'inApp', state: 'sent' },
      { ...of, userId: mia.id, channel: 'email', state: 'sent' },
      { ...of, userId: noah.id, channel: 'email', state },
    ]);
    const view = async () => (await api.list({})).announcements.find((one) => one.id === id);
    expect(await view()).toMatchObject({ state: 'sent', mayCancel });
    if (mayCancel) await api.cancel({ id });
    else expect(await refusal(api.cancel({ id }))).toMatchObject({ reason: 'TOO_LATE' });
    expect(await view()).toMatchObject({ state: mayCancel ? 'cancelled' : 'sent', mayCancel: false });
  }
});

test('whether something has still to go is found by its index, of however many it went to', async ({
  db,
  given,
}) => {
  const api = await staff(db, given);
  const id = await given.announcement({ finishedAt: new Date() });
  await manyPeople(db, { until: 1000 });
  await db.execute(sql`
    insert into notification_deliveries (user_id, event_id, channel, state, rule)
    select id, ${await eventOf(db, id)}::uuid, 'email', 'sent', 'default' from users`);
  const { statements } = await recordStatements(() => api.list({}));
  const listed = statements.find(({ text }) => text.includes('from "announcements"'));
  const plan = listed && (await db.transaction((tx) => planOf(tx, listed)));
  const looked = plan?.scans.filter(({ table }) => table === 'notification_deliveries') ?? [];
  expect(looked.length).toBeGreaterThan(0);
  expect(looked.reduce((sum, { rowsRead }) => sum + rowsRead, 0)).toBeLessThan(50);
});

test('what has gone to everybody cannot be stopped', async ({ db, given }) => {
  const api = await staff(db, given);
  const id = await given.announcement({ finishedAt: new Date() });
  expect(await refusal(api.cancel({ id }))).toMatchObject({ reason: 'TOO_LATE' });
  expect(await refusal(api.cancel({ id: uuid() }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('the preview counts whom it is for, and shows the mail as it would be', async ({ db, given }) => {
  const api = await staff(db, given);
  const groupId = await given.group({ members: [await given.user()] });
  const preview = await api.preview({ ...words, audience: { groupId } });
  expect(preview).toMatchObject({ people: 1, more: false });
  // What goes out in a language that nobody looked at could say anything.
  expect(preview.mails.map(({ locale, subject }) => [locale, subject])).toEqual([
    ['en', words.title.en],
    ['fr', words.title.fr],
  ]);
  expect(preview.mails[1]?.text).toContain(`> ${words.body.fr}`);
});

test.for([
  [{ title: {}, body: {} }, 'no words'],
  [{ title: { en: 'A title' }, body: {} }, 'a title without a text'],
  [{ link: '//evil.example.test' }, 'a link to another machine that looks like a path'],
  [{ link: '/\\evil.example.test' }, 'the same with a backslash'],
  [{ link: 'javascript:alert(1)' }, 'a link that is a script'],
  [{ link: 'http://plain.example.test' }, 'a link without TLS'],
] as const)('%o is refused: %s', async ([wish], { db, given }) => {
  const api = await staff(db, given);
  const refused = await refusal(api.send({ id: uuid(), ...words, audience: {}, ...wish }));
  expect(refused).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('a role or a group that is not there tells nobody', async ({ db, given }) => {
  const api = await staff(db, given);
  const removed = await given.group({ members: [await given.user()] }, { removedAt: new Date() });
  for (const audience of [{ roleId: uuid() }, { groupId: uuid() }, { groupId: removed }]) {
    expect(await refusal(api.send({ id: uuid(), ...words, audience }))).toMatchObject({
      reason: 'NOT_FOUND',
    });
    expect(await refusal(api.preview({ ...words, audience }))).toMatchObject({
      reason: 'NOT_FOUND',
    });
  }
});

test('whoever sees no roles and groups tells everybody, and learns of none how many are in it', async ({
  db,
  given,
}) => {
  const holder = await given.holder('announcements.send');
  const api = callerFor(db, holder).notifications.announcements;
  const groupId = await given.group({ members: [await given.user()] });
  for (const audience of [{ groupId }, { groupId: uuid() }, { roleId: holder.roleId }]) {
    const refused = [
      await refusal(api.send({ id: uuid(), ...words, audience })),
      await refusal(api.preview({ ...words, audience })),
    ];
    for (const one of refused) expect(one).toMatchObject({ reason: 'NOT_ALLOWED' });
  }
  const people = (await api.preview({ ...words, audience: {} })).people;
  expect(people).toBeGreaterThan(0);
});
