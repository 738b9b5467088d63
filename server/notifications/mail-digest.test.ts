import { and, eq, ne, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { recordStatements } from '@/db/recorder';
import {
  type Audience,
  notificationDeliveries,
  notificationEvents,
  notificationSchedules,
  notifications,
} from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { JobTry } from '@/server/jobs/catalog';
import { keepMails } from '@/server/leaving/testing/erase-with';
import { SECRET, servicesFor } from '@/server/testing/callers';
import { MOST_TAKEN } from './mail-rows';
import { notificationMailTasks } from './mail-tasks';
import { release } from './release';
import { aTry, test } from './testing/mail-test';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('several things are one mail, by category, newest first, in plain text as well', async ({
  given,
  db,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const mia = await given.user({ displayName: 'Mia' });
  const noah = await given.mailedWhileOnline(await given.user());
  const groupId = await given.group({ owners: [mia] }, { name: 'Walruses' });
  await given.groupInvitation(groupId, noah, mia);
  const wrote = async (minutes: number) =>
    waiting(noah, 'messages.received', {
      actor: mia,
      at: ago(minutes),
      data: { messageId: await given.message(mia, noah) },
    });
  const ids = [
    await wrote(50),
    await waiting(noah, 'groups.invited', { actor: mia, groupId, at: ago(40) }),
    await wrote(30),
  ];
  const read = await wrote(20);
  await db.update(notifications).set({ readAt: new Date() }).where(eq(notifications.eventId, read));
  const over = await waiting(noah, 'contacts.asked', { actor: mia, at: ago(10) });
  const later = await waiting(noah, 'groups.invited', { groupId, actor: mia, dueAt: ago(-60) });

  const [mail, ...others] = await digestOf(noah);
  expect(others).toEqual([]);
  expect(mail?.to).toBe(noah.email);
  expect(mail?.subject).toBe('3 notifications for you');
  const text = mail?.text ?? '';
  const order = [
    'Contacts and messages',
    'Mia wrote to you (2 times)',
    'Groups',
    'Mia invites you into a group',
  ];
  expect(order.map((line) => text.indexOf(line)).toSorted((a, b) => a - b)).toEqual(
    order.map((line) => text.indexOf(line)),
  );
  for (const line of order) for (const part of [text, mail?.html]) expect(part).toContain(line);
  expect(text).toContain(`/groups/${groupId}`);
  expect(mail?.unsubscribe).toContain('/api/unsubscribe?token=');
  for (const id of ids) expect(await deliveryOf(noah, id)).toMatchObject({ state: 'sent' });
  expect(await deliveryOf(noah, read)).toMatchObject({ state: 'suppressed', rule: 'read' });
  expect(await deliveryOf(noah, over)).toMatchObject({ state: 'suppressed', rule: 'gone' });
  expect(await deliveryOf(noah, later)).toMatchObject({ state: 'bundled' });
  expect(await digestOf(noah)).toEqual([]);
});

test('one thing is its own mail, and nothing is none', async ({ given, waiting, digestOf }) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  expect(await digestOf(noah)).toEqual([]);
  await given.mailedWhileOnline(noah);
  const data = { messageId: await given.message(mia, noah, { body: 'Hello there' }) };
  await waiting(noah, 'messages.received', { actor: mia, data });
  const [mail] = await digestOf(noah);
  expect(mail?.subject).toBe('Mia wrote to you');
  expect(mail?.text).toContain('> Hello there');
});

test('a mail has thirty lines, and says how many more there are', async ({ given, waiting, digestOf }) => {
  const noah = await given.mailedWhileOnline(await given.user({ locale: 'fr' }));
  for (let n = 0; n < 33; n++) {
    const title = `Nouvelle ${n}.`;
    await waiting(noah, 'product.service', { at: ago(100 - n), data: { title, text: '', link: '' } });
  }
  const [mail] = await digestOf(noah);
  expect(mail?.subject).toBe('33 notifications vous attendent');
  expect(mail?.text.match(/^- Un service\u00A0: Nouvelle/gm)).toHaveLength(30);
  expect(mail?.text).toContain('- Un service\u00A0: Nouvelle 32.');
  expect(mail?.text).not.toContain(': Nouvelle 2.');
  expect(mail?.text).toContain('Et 3 autres.');
});

test('a second try is the same mail, without what came meanwhile', async ({
  db,
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const noah = await given.mailedWhileOnline(await given.user());
  const news = (title: string) => waiting(noah, 'product.service', { data: { title, text: '', link: '' } });
  const ids = [await news('One'), await news('Two')];
  const attempt = aTry(1, { queuedAt: ago(1) });
  const [first] = await digestOf(noah, attempt);
  // The word of the mail server was lost.
  const taken = { state: 'queued', dueAt: attempt.queuedAt, sentAt: null } as const;
  await db.update(notificationDeliveries).set(taken).where(eq(notificationDeliveries.userId, noah.id));
  const late = await news('Three');
  const [second] = await digestOf(noah, { ...attempt, attempt: 2 });
  expect(second).toEqual(first);
  for (const id of ids) expect(await deliveryOf(noah, id)).toMatchObject({ state: 'sent' });
  expect(await deliveryOf(noah, late)).toMatchObject({ state: 'bundled' });
});

test('what would go by itself waits while its person is here; what they want as a digest comes', async ({
  db,
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const noah = await given.user();
  const news = (title: string, state?: 'held') =>
    waiting(noah, 'product.service', { data: { title, text: '', link: '' }, ...(state && { state }) });
  const [held, bundled] = [await news('Held', 'held'), await news('Bundled')];
  const [mail] = await digestOf(noah);
  expect(mail?.subject).toBe('Bundled');
  expect(await deliveryOf(noah, bundled)).toMatchObject({ state: 'sent' });
  expect(await deliveryOf(noah, held)).toMatchObject({ state: 'held', rule: 'online' });
  expect((await deliveryOf(noah, held))?.dueAt?.getTime()).toBeGreaterThan(Date.now());
  await db
    .update(sessions)
    .set({ lastSeenAt: ago(11) })
    .where(eq(sessions.userId, noah.id));
  await db
    .update(notificationDeliveries)
    .set({ dueAt: ago(1) })
    .where(eq(notificationDeliveries.eventId, held));
  expect((await digestOf(noah)).map(({ subject }) => subject)).toEqual(['Held']);
});

test('whoever is here all day and reads nothing gets the mail after four hours', async ({
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const noah = await given.user();
  const news = (title: string, minutes: number) =>
    waiting(noah, 'product.service', {
      state: 'held',
      at: ago(minutes),
      data: { title, text: '', link: '' },
    });
  const dueOf = async (id: string) => (await deliveryOf(noah, id))?.dueAt ?? new Date(0);
  const [fresh, late, night] = [await news('Fresh', 30), await news('Late', 235), await news('Night', 600)];
  expect(await digestOf(noah)).toEqual([]);
  for (const id of [fresh, late, night])
    expect(await deliveryOf(noah, id)).toMatchObject({ state: 'held', rule: 'online' });
  // Four hours after it happened, and what is older than that all the same once.
  expect((await dueOf(late)).getTime()).toBeLessThan((await dueOf(fresh)).getTime());
  expect(await dueOf(night)).toEqual(await dueOf(fresh));
  const again = await waiting(noah, 'product.service', {
    ...{ state: 'held', rule: 'online', at: ago(241) },
    data: { title: 'Long enough', text: '', link: '' },
  });
  expect((await digestOf(noah)).map(({ subject }) => subject)).toEqual(['Long enough']);
  expect(await deliveryOf(noah, again)).toMatchObject({ state: 'sent' });
});

test('who was suspended meanwhile gets what concerns their account alone, and learns why', async ({
  db,
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const noah = await given.mailedWhileOnline(await given.user());
  const news = await waiting(noah, 'product.service', { data: { title: 'News', text: '', link: '' } });
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, noah.id));
  expect(await digestOf(noah)).toEqual([]);
  expect(await deliveryOf(noah, news)).toMatchObject({ state: 'suppressed', rule: 'inactive' });
});

test('what was laid out in the moment in which its person switched it off is not in it', async ({
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const noah = await given.mailedWhileOnline(await given.user());
  const news = await waiting(noah, 'product.service', { data: { title: 'News', text: '', link: '' } });
  await given.notificationWish(noah, { scope: 'type', key: 'product.service' });
  expect(await digestOf(noah)).toEqual([]);
  expect(await deliveryOf(noah, news)).toMatchObject({ state: 'suppressed', rule: 'type:product.service' });
});

test('what could not go for a while is left out, when its person wants no such mails by then', async ({
  given,
  waiting,
  digestOf,
  deliveryOf,
  db,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const message = await waiting(noah, 'messages.received', {
    actor: mia,
    data: { messageId: await given.message(mia, noah) },
  });
  const news = await waiting(noah, 'product.service', { data: { title: 'News', text: '', link: '' } });
  const attempt = aTry(1, { queuedAt: ago(1) });
  // The mail server was away at the first try.
  const taken = { state: 'queued', dueAt: attempt.queuedAt } as const;
  await db.update(notificationDeliveries).set(taken).where(eq(notificationDeliveries.userId, noah.id));
  await given.notificationWish(noah, { scope: 'object', key: `person:${mia.id}` });
  const [mail, ...others] = await digestOf(noah, { ...attempt, attempt: 2 });
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('News');
  expect(await deliveryOf(noah, news)).toMatchObject({ state: 'sent' });
  expect(await deliveryOf(noah, message)).toMatchObject({
    state: 'suppressed',
    rule: `object:person:${mia.id}`,
  });
});

test('of very much that says the same a hundred are looked at, and the rest is counted', async ({
  db,
  given,
  waiting,
  digestOf,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  await given.mailedWhileOnline(noah);
  for (let n = 0; n < 130; n++)
    await waiting(noah, 'messages.received', {
      actor: mia,
      at: ago(n),
      data: { messageId: await given.message(mia, noah) },
    });
  const { result, statements } = await recordStatements(() => digestOf(noah));
  expect(result[0]?.subject).toBe('130 notifications for you');
  expect(result[0]?.text).toContain('Mia wrote to you (100 times)');
  const looks = statements.filter(({ text }) => /from "messages"/.test(text));
  expect(looks).toHaveLength(1);
  const left = and(eq(notificationDeliveries.userId, noah.id), ne(notificationDeliveries.state, 'sent'));
  expect(await db.$count(notificationDeliveries, left)).toBe(0);
});

test('of very much five hundred go with one digest, the newest, and the rest with the next: nothing is lost, nothing goes twice', async ({
  db,
  given,
  digestOf,
}) => {
  const noah = await given.mailedWhileOnline(await given.user());
  const [newest, oldest] = [
    await manyWait(db, noah, MOST_TAKEN),
    await manyWait(db, noah, 3, { minutes: 60 }),
  ];
  const statesOf = async (ids: string[]) => {
    const { eventId, state } = notificationDeliveries;
    const rows = await db.selectDistinct({ state }).from(notificationDeliveries).where(isAmong(eventId, ids));
    return rows.map((row) => row.state);
  };
  const attempt = aTry(1);
  await expect(digestWithout(db, noah, attempt)).rejects.toThrow();
  expect([await statesOf(newest), await statesOf(oldest)]).toEqual([['queued'], ['bundled']]);
  const [first] = await digestOf(noah, { ...attempt, attempt: 2 });
  expect(first?.subject).toBe('500 notifications for you');
  expect([await statesOf(newest), await statesOf(oldest)]).toEqual([['sent'], ['bundled']]);
  await release(db, { now: new Date() });
  const [job] = await db.execute<{ queuedAt: string }>(sql`
    select created_at::text as "queuedAt" from graphile_worker._private_jobs
    where key = ${`notifications.digestMail:${noah.id}`}`);
  const [second] = await digestOf(noah, aTry(1, { queuedAt: new Date(job?.queuedAt ?? '') }));
  expect(second?.subject).toBe('3 notifications for you');
  expect(second?.messageId).not.toBe(first?.messageId);
  for (const n of [0, 1, 2]) expect(second?.text).toContain(`News ${n} of 3`);
  expect([await statesOf(newest), await statesOf(oldest)]).toEqual([['sent'], ['sent']]);
  expect(await digestOf(noah)).toEqual([]);
});

test('what cannot be read any more is over, and keeps nothing else from going', async ({
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  await given.mailedWhileOnline(noah);
  const strange = await waiting(noah, 'messages.received', { actor: mia, data: { of: 'another time' } });
  await waiting(noah, 'messages.received', {
    actor: mia,
    data: { messageId: await given.message(mia, noah) },
  });
  const [mail] = await digestOf(noah);
  expect(mail?.subject).toBe('Mia wrote to you');
  expect(await deliveryOf(noah, strange)).toMatchObject({ state: 'suppressed', rule: 'gone' });
});

test('what could not go for a while waits again, whole, where quiet hours have begun since', async ({
  db,
  given,
  waiting,
  digestOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const wrote = async () =>
    waiting(noah, 'messages.received', { actor: mia, data: { messageId: await given.message(mia, noah) } });
  const ids = [await wrote(), await wrote()];
  const attempt = aTry(1, { queuedAt: ago(1) });
  await digestOf(noah, attempt);
  const taken = { state: 'queued', dueAt: attempt.queuedAt, sentAt: null } as const;
  await db.update(notificationDeliveries).set(taken).where(eq(notificationDeliveries.userId, noah.id));
  const until = new Date(Date.now() + 3_600_000);
  await db
    .update(notificationSchedules)
    .set({ pausedUntil: until })
    .where(eq(notificationSchedules.userId, noah.id));
  expect(await digestOf(noah, { ...attempt, attempt: 2 })).toEqual([]);
  for (const id of ids) expect(await deliveryOf(noah, id)).toMatchObject({ state: 'held' });
  await release(db, { now: new Date() });
  for (const id of ids)
    expect(await deliveryOf(noah, id)).toMatchObject({ state: 'held', rule: 'pause', dueAt: until });
  await db
    .update(notificationDeliveries)
    .set({ dueAt: ago(1) })
    .where(eq(notificationDeliveries.userId, noah.id));
  await db
    .update(notificationSchedules)
    .set({ pausedUntil: null })
    .where(eq(notificationSchedules.userId, noah.id));
  expect(await digestOf(noah)).toHaveLength(1);
});

test('of one that fails for good it is noted as well what was not in it', async ({
  db,
  given,
  waiting,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const id = await waiting(noah, 'messages.received', { actor: mia, data });
  const over = await waiting(noah, 'contacts.asked', { actor: mia });
  const attempt = aTry(24, { queuedAt: ago(1) });
  const digest = (number: number) => digestWithout(db, noah, { ...attempt, attempt: number });
  await expect(digest(24)).rejects.toThrow();
  expect(await deliveryOf(noah, over)).toMatchObject({ state: 'queued' });
  await expect(digest(25)).rejects.toThrow();
  expect(await deliveryOf(noah, id)).toMatchObject({ state: 'failed', failure: 'undelivered' });
  expect(await deliveryOf(noah, over)).toMatchObject({ state: 'suppressed', rule: 'gone' });
});

/** A try of a digest while no mail server answers. */
function digestWithout(db: Database, { id: userId }: { id: string }, attempt: JobTry) {
  const mailer = { ...keepMails().mailer, send: () => Promise.reject(new Error('nobody answers')) };
  const { appUrl } = servicesFor(db);
  const tasks = notificationMailTasks({ db, mailer, appUrl, secret: SECRET });
  return tasks['notifications.digestMail']({ userId }, attempt);
}

/** So many things of some minutes ago are due of somebody. @returns the ids of their events */
async function manyWait(db: Database, { id: userId }: { id: string }, count: number, { minutes = 1 } = {}) {
  const [at, type] = [ago(minutes), 'product.service'] as const;
  const ids = Array.from({ length: count }, () => uuid({ msecs: at.getTime() }));
  const dataOf = (n: number) => ({ title: `News ${n} of ${count}`, text: '', link: '' });
  const audience: Audience = { kind: 'people', ids: [userId] };
  await db
    .insert(notificationEvents)
    .values(ids.map((id, n) => ({ id, type, at, data: dataOf(n), audience, finishedAt: at })));
  await db.insert(notifications).values(ids.map((eventId) => ({ userId, eventId, type, isShown: true })));
  const waits = { channel: 'email', state: 'bundled', rule: 'default', dueAt: ago(1) } as const;
  await db.insert(notificationDeliveries).values(ids.map((eventId) => ({ userId, eventId, ...waits })));
  return ids;
}
