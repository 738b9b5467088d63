import { eq } from 'drizzle-orm';
import { stringify } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationChanges, notificationPreferences } from '@/db/schema/notifications';
import { rateLimits } from '@/db/schema/operations';
import { sessions } from '@/db/schema/sign-in';
import { signLink } from '@/server/links';
import { callerFor, SECRET } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { TYPE_NAMES } from './catalog';
import { isLocked } from './rules';

/** Somebody, with the link of a mail of theirs. */
async function withLink(given: Given, { scope = 'type', key = 'messages.received' } = {}) {
  const person = await given.user({ locale: 'fr' });
  return { person, token: await given.unsubscribeLink(person, { scope: scope as 'type', key }) };
}

async function wishesOf(db: Database, person: { id: string }) {
  const { userId, scope, key, channel, mode, means } = notificationPreferences;
  return db
    .select({ scope, key, channel, mode, means })
    .from(notificationPreferences)
    .where(eq(userId, person.id));
}

test('a link switches off what it is for, and nothing else; then it can be taken back', async ({
  db,
  given,
  trail,
}) => {
  const { person, token } = await withLink(given);
  const { unsubscribe } = callerFor(db, null).notifications;
  const type = 'messages.received';
  const before = { type, isOn: true, canUndo: false, locale: 'fr' };
  expect(await unsubscribe.show({ token })).toEqual(before);
  expect(await wishesOf(db, person)).toEqual([]);

  const done = { ...before, isOn: false, canUndo: true };
  expect(await unsubscribe.confirm({ token })).toEqual(done);
  const off = { scope: 'type', key: type, channel: 'email', mode: 'off', means: 'unsubscribe' };
  expect(await wishesOf(db, person)).toEqual([off]);
  expect(await unsubscribe.show({ token })).toEqual(done);
  expect((await trail(person)).at(-1)).toMatchObject({ kind: 'notifications.changed', actorId: person.id });

  expect(await unsubscribe.undo({ token })).toEqual(before);
  expect(await wishesOf(db, person)).toEqual([]);
  // There is nothing to take back any more.
  expect(await unsubscribe.undo({ token })).toEqual(before);
  const means = (await changesOf(db, person)).map((change) => change.means);
  expect(means).toEqual(['unsubscribe', 'revert']);
});

test('what somebody wanted before is what comes back', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  const digest = { scope: 'type', key: 'messages.received', channel: 'email', mode: 'digest' } as const;
  await given.wish(person, digest);
  const { unsubscribe } = callerFor(db, null).notifications;
  await unsubscribe.confirm({ token });
  await unsubscribe.undo({ token });
  expect(await wishesOf(db, person)).toMatchObject([digest]);
});

test('what somebody has chosen since stays', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  const { unsubscribe } = callerFor(db, null).notifications;
  await unsubscribe.confirm({ token });
  const { preferences } = callerFor(db, person).notifications;
  const wish = { scope: 'type', key: 'messages.received', channel: 'email' } as const;
  await preferences.set({ ...wish, mode: 'digest' });
  expect(await unsubscribe.show({ token })).toMatchObject({ isOn: true, canUndo: false });
  await preferences.set({ ...wish, mode: 'off' });
  expect(await unsubscribe.show({ token })).toMatchObject({ isOn: false, canUndo: false });
  expect(await unsubscribe.undo({ token })).toMatchObject({ isOn: false });
});

test('a link of a mail of several things switches off all that can be, whatever was wanted', async ({
  db,
  given,
}) => {
  const { person, token } = await withLink(given, { scope: 'global', key: '' });
  const wishes = [
    { scope: 'category', key: 'groups', channel: 'email', mode: 'digest' },
    { scope: 'type', key: 'product.announcement', channel: 'email', mode: 'instant' },
  ] as const;
  for (const wish of wishes) await given.wish(person, wish);
  const { unsubscribe } = callerFor(db, null).notifications;
  expect(await unsubscribe.show({ token })).toMatchObject({ type: null, isOn: true });
  expect(await unsubscribe.confirm({ token })).toMatchObject({ isOn: false, canUndo: true });
  const { rows } = await callerFor(db, person).notifications.preferences.get();
  const on = rows.filter(({ channels: { email } }) => email.used && email.mode !== 'off');
  expect(on.map(({ type }) => type)).toEqual(
    TYPE_NAMES.filter((type) => isLocked(type, 'email') && type !== 'moderation.approvalAsked'),
  );
  // By push they come as before.
  expect(rows.find(({ type }) => type === 'messages.received')?.channels.push).toMatchObject({
    mode: 'instant',
  });
  await unsubscribe.undo({ token });
  expect((await wishesOf(db, person)).toSorted((a, b) => (a.scope < b.scope ? -1 : 1))).toMatchObject(wishes);
});

test('a link of one type puts back that type alone, whichever link switched it off', async ({
  db,
  given,
}) => {
  const { person, token } = await withLink(given, { scope: 'global', key: '' });
  const ofType = (key: string) => given.unsubscribeLink(person, { scope: 'type', key });
  for (const key of ['messages.received', 'groups.invited'])
    await given.wish(person, { scope: 'type', key, channel: 'email', mode: 'digest' });
  const { unsubscribe } = callerFor(db, null).notifications;
  await unsubscribe.confirm({ token });
  const one = { token: await ofType('messages.received') };
  expect(await unsubscribe.show(one)).toMatchObject({ isOn: false, canUndo: true });
  expect(await unsubscribe.undo(one)).toMatchObject({ isOn: true });
  const wishes = (await wishesOf(db, person)).map(({ key, mode }) => `${key} ${mode}`);
  expect(wishes.toSorted()).toEqual([' off', 'groups.invited off', 'messages.received digest']);
  expect(await unsubscribe.show({ token: await ofType('contacts.asked') })).toMatchObject({ canUndo: false });
});

test('sent twice at once it has one effect', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  const { unsubscribe } = callerFor(db, null).notifications;
  const answers = await Promise.all(Array.from({ length: 5 }, () => unsubscribe.confirm({ token })));
  for (const answer of answers) expect(answer).toMatchObject({ isOn: false, canUndo: true });
  expect(await wishesOf(db, person)).toHaveLength(1);
  expect(await changesOf(db, person)).toHaveLength(1);
});

test('it works for who has no session any more, and who is suspended', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  await db.delete(sessions).where(eq(sessions.userId, person.id));
  await given.suspended(person);
  const { unsubscribe } = callerFor(db, null).notifications;
  expect(await unsubscribe.confirm({ token })).toMatchObject({ isOn: false });
});

test('whoever is signed in, it is about whose link it is', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  const other = await given.user();
  await callerFor(db, other).notifications.unsubscribe.confirm({ token });
  expect(await wishesOf(db, person)).toHaveLength(1);
  expect(await wishesOf(db, other)).toEqual([]);
});

test('no link can be guessed, and whoever tries many has to wait', async ({ db, given }) => {
  const { person, token } = await withLink(given);
  const id = Buffer.from(token, 'base64url').subarray(0, 16);
  const forged = [
    '',
    'x',
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    Buffer.concat([id, Buffer.alloc(32)]).toString('base64url'),
    // Of another secret, for another purpose, of a row that is not there.
    signLink({ secret: 'y'.repeat(32), purpose: 'unsubscribe', id: stringify(id) }),
    signLink({ secret: SECRET, purpose: 'not-me', id: stringify(id) }),
    signLink({ secret: SECRET, purpose: 'unsubscribe', id: person.id }),
  ];
  const ip = '192.0.2.77';
  const { unsubscribe } = callerFor(db, null, { ip }).notifications;
  for (const wrong of forged)
    for (const call of [unsubscribe.show, unsubscribe.confirm, unsubscribe.undo])
      await expect(call({ token: wrong })).rejects.toMatchObject({ cause: { reason: 'LINK_EXPIRED' } });
  expect(await wishesOf(db, person)).toEqual([]);
  await db
    .update(rateLimits)
    .set({ points: 30 })
    .where(eq(rateLimits.key, `unsubscribe.address:${ip}`));
  await expect(unsubscribe.confirm({ token: 'x' })).rejects.toMatchObject({
    cause: { reason: 'RATE_LIMITED' },
  });
  // What is right is never counted.
  expect(await unsubscribe.confirm({ token })).toMatchObject({ isOn: false });
});

async function changesOf(db: Database, person: { id: string }) {
  return db
    .select({ means: notificationChanges.means })
    .from(notificationChanges)
    .where(eq(notificationChanges.userId, person.id))
    .orderBy(notificationChanges.id);
}
