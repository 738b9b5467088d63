import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { notificationDeliveries } from '@/db/schema/notifications';
import { aTry, test } from './testing/mail-test';

const queued = [{ channel: 'email' as const, state: 'queued' as const }];
const MINUTE = 60_000;

test('what goes out has its ways to be switched off, and is noted as sent', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const messageId = await given.message(mia, noah);
  const about = { type: 'messages.received', actor: mia, data: { messageId }, deliveries: queued } as const;
  const id = await given.told(noah, about);
  const [mail, ...others] = await mailsOf(noah.id, id);
  expect(others).toEqual([]);
  expect(mail?.to).toBe(noah.email);
  expect(mail?.unsubscribe).toMatch(/^http:\/\/localhost:3000\/api\/unsubscribe\?token=[\w-]{64}$/);
  const page = mail?.unsubscribe?.replace('/api/', '/');
  for (const part of [mail?.text, mail?.html]) {
    expect(part).toContain(page);
    expect(part).toContain('/settings/notifications');
  }
  expect(await deliveryOf(noah, id)).toMatchObject({
    state: 'sent',
    sentAt: expect.any(Date),
    failure: null,
  });
  // Run twice it goes once.
  expect(await mailsOf(noah.id, id)).toEqual([]);
  // Every mail of the kind has the same link, whatever it is about.
  const next = await given.told(noah, { ...about, data: { messageId: await given.message(mia, noah) } });
  const [second] = await mailsOf(noah.id, next);
  expect(second?.unsubscribe).toBe(mail?.unsubscribe);
  expect(second?.messageId).not.toBe(mail?.messageId);
});

test('every try has the same Message-ID, whichever job it is', async ({ given, mailsOf, db }) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  const [first] = await mailsOf(noah.id, id);
  await db
    .update(notificationDeliveries)
    .set({ state: 'queued' })
    .where(eq(notificationDeliveries.eventId, id));
  const [second] = await mailsOf(noah.id, id, aTry(2, { jobId: '77' }));
  expect(first?.messageId).toMatch(/^[0-9a-f]{32}$/);
  expect(second?.messageId).toBe(first?.messageId);
});

test('what was read in the app needs no mail; what is locked goes all the same', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const read = { deliveries: queued, readAt: new Date() };
  const message = await given.told(noah, { type: 'messages.received', actor: mia, data, ...read });
  expect(await mailsOf(noah.id, message)).toEqual([]);
  expect(await deliveryOf(noah, message)).toMatchObject({ state: 'suppressed', rule: 'read' });

  const { id: eventId } = await given.event(noah);
  const locked = { type: 'security.factorChanged', data: { eventId, kind: 'passkey.added' } } as const;
  const notice = await given.told(noah, { ...locked, ...read });
  const [mail] = await mailsOf(noah.id, notice);
  expect(mail?.subject).toBe('A passkey was added');
  expect(mail?.unsubscribe).toBeUndefined();
});

test('who is here gets no mail until ten minutes after, unless they want it; what is locked goes', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  expect(await mailsOf(noah.id, id)).toEqual([]);
  const held = await deliveryOf(noah, id);
  expect(held).toMatchObject({ state: 'held', rule: 'online' });
  const wait = (held?.dueAt?.getTime() ?? 0) - Date.now();
  expect(wait).toBeGreaterThan(8 * MINUTE);
  expect(wait).toBeLessThanOrEqual(10 * MINUTE);

  const { id: eventId } = await given.event(noah);
  const locked = { type: 'security.factorChanged', data: { eventId, kind: 'passkey.added' } } as const;
  expect(await mailsOf(noah.id, await given.told(noah, { ...locked, deliveries: queued }))).toHaveLength(1);
});

test('what could not go for a while does not go into a pause or quiet hours; what is locked does', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const pausedUntil = new Date(Date.now() + 60 * MINUTE);
  await given.notificationSchedule(noah, { mailWhileOnline: true, pausedUntil });
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  const attempt = aTry(1, { queuedAt: new Date(Date.now() - 10 * MINUTE) });
  expect(await mailsOf(noah.id, id, attempt)).toEqual([]);
  expect(await deliveryOf(noah, id)).toMatchObject({ state: 'held', rule: 'pause', dueAt: pausedUntil });

  const { id: eventId } = await given.event(noah);
  const locked = { type: 'security.factorChanged', data: { eventId, kind: 'passkey.added' } } as const;
  expect(
    await mailsOf(noah.id, await given.told(noah, { ...locked, deliveries: queued }), attempt),
  ).toHaveLength(1);
});

test('what could not go for a while goes with the next digest, where its person wants that by then', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  await given.notificationWish(noah, { scope: 'category', key: 'people', mode: 'digest' });
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  expect(await mailsOf(noah.id, id, aTry(2))).toEqual([]);
  expect(await deliveryOf(noah, id)).toMatchObject({ state: 'bundled', rule: 'category:people' });
});

test('whoever gets very many gets the rest as one, when the hour is over', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const tell = async () => {
    const data = { messageId: await given.message(mia, noah) };
    const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
    return { id, mails: await mailsOf(noah.id, id) };
  };
  for (let n = 0; n < 10; n++) expect((await tell()).mails).toHaveLength(1);
  const beyond = [await tell(), await tell()];
  const ends = [];
  for (const { id, mails } of beyond) {
    expect(mails).toEqual([]);
    const row = await deliveryOf(noah, id);
    expect(row).toMatchObject({ state: 'held', rule: 'tooMany' });
    ends.push(row?.dueAt?.getTime() ?? 0);
  }
  const [first = 0, second = 0] = ends;
  expect(first).toBeGreaterThan(Date.now() + 50 * MINUTE);
  expect(Math.abs(first - second)).toBeLessThanOrEqual(2000);
});

test('a second try is not counted again', async ({ given, mailsOf }) => {
  const noah = await given.mailedWhileOnline(await given.user());
  const notice = async (attempt: number) => {
    const { id: eventId } = await given.event(noah, { kind: 'passkey.removed' });
    const data = { eventId, kind: 'passkey.removed' };
    const id = await given.told(noah, { type: 'security.factorChanged', data, deliveries: queued });
    return mailsOf(noah.id, id, aTry(attempt));
  };
  for (let n = 0; n < 10; n++) expect(await notice(1)).toHaveLength(1);
  expect(await notice(1)).toEqual([]);
  expect(await notice(2)).toHaveLength(1);
});

test('what could not go for a while does not, when its person wants no such mails by then', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  await given.notificationWish(noah, { scope: 'category', key: 'people' });
  expect(await mailsOf(noah.id, id, aTry(2))).toEqual([]);
  expect(await deliveryOf(noah, id)).toMatchObject({ state: 'suppressed', rule: 'category:people' });
});

test('nor does what waited behind many others, when they have muted whose doing it is', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const id = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  await given.notificationWish(noah, { scope: 'object', key: `person:${mia.id}` });
  expect(await mailsOf(noah.id, id, aTry(1, { queuedAt: new Date(Date.now() - 5 * MINUTE) }))).toEqual([]);
  expect(await deliveryOf(noah, id)).toMatchObject({ state: 'suppressed', rule: `object:person:${mia.id}` });
});

test('who is away gets what concerns their account, and nothing else', async ({
  given,
  mailsOf,
  deliveryOf,
}) => {
  const [mia, noah] = [await given.user(), await given.paused(await given.user())];
  const data = { messageId: await given.message(mia, noah) };
  const message = await given.told(noah, { type: 'messages.received', actor: mia, data, deliveries: queued });
  expect(await mailsOf(noah.id, message)).toEqual([]);
  expect(await deliveryOf(noah, message)).toMatchObject({ state: 'suppressed', rule: 'inactive' });

  const { id: eventId } = await given.event(noah);
  const notice = { type: 'security.factorChanged', data: { eventId, kind: 'passkey.added' } } as const;
  expect(await mailsOf(noah.id, await given.told(noah, { ...notice, deliveries: queued }))).toHaveLength(1);
});
