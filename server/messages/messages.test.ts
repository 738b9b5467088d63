import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const NONE = { messages: 0, requests: 0, contactRequests: 0, notifications: 0 };

/** Two people, the first of whom is here long enough to write to anybody. */
async function two(given: Given) {
  return [await given.longHere(await given.user()), await given.user()] as const;
}

function write(db: Database, from: Person, to: { id: string }, body = 'Good morning', id = uuid()) {
  return callerFor(db, from).privacy.contact.send({ id, toId: to.id, body });
}

function listOf(db: Database, person: Person, folder: 'inbox' | 'requests' = 'inbox') {
  return callerFor(db, person).messages.list({ folder });
}

test('a message lies in the inbox of who it is for, who is told', async ({ db, given, trail, notices }) => {
  const [mia, noah] = await two(given);
  const id = uuid();
  await write(db, mia, noah, '  Good\r\nmorning \n', id);
  expect(await listOf(db, noah)).toMatchObject({
    messages: [
      {
        id,
        from: { userId: mia.id, handle: mia.handle, displayName: mia.displayName, photoId: null },
        senderId: mia.id,
        body: 'Good\nmorning',
        read: false,
        isBlocked: false,
        mayAnswer: true,
      },
    ],
    next: null,
  });
  expect((await listOf(db, mia)).messages).toEqual([]);
  expect(await callerFor(db, noah).messages.unread()).toEqual({ ...NONE, messages: 1 });
  const about = { data: { messageId: id }, actorId: mia.id, groupId: null, objectId: id };
  expect(await notices(noah)).toEqual([{ type: 'messages.received', ...about }]);
  const [entry] = await trail(noah);
  expect(entry).toMatchObject({ kind: 'message.sent', actorId: mia.id, before: null, after: null });
});

test('sent again, also at the same moment, it is one message, and what it says first stands', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const [mia, noah] = await two(given);
  const id = uuid();
  await Promise.all([1, 2, 3].map(() => write(db, mia, noah, 'Once', id)));
  await write(db, mia, noah, 'Twice', id);
  expect((await listOf(db, noah)).messages.map(({ body }) => body)).toEqual(['Once']);
  expect(await trail(noah)).toHaveLength(1);
  expect(await notices(noah)).toHaveLength(1);
});

test.for([
  ['contacts', async (given: Given, ...pair: Person[]) => given.contacts(...(pair as [Person, Person]))],
  ['group_mates', async (given: Given, ...pair: Person[]) => given.groupWith(...pair)],
] as const)('who lets in %s gets what those write', async ([circle, bring], { db, given }) => {
  const [mia, noah] = await two(given);
  await db.update(privacySettings).set({ messagesFrom: circle }).where(eq(privacySettings.userId, noah.id));
  expect(await refusal(write(db, mia, noah))).toEqual({ reason: 'CANNOT_CONTACT' });
  await bring(given, mia, noah);
  await write(db, mia, noah);
  expect((await listOf(db, noah)).messages).toHaveLength(1);
});

describe('what a new account writes', () => {
  test('waits to be let in, and nobody is told; then all of theirs is in the inbox', async ({
    db,
    given,
    notices,
  }) => {
    const [mia, noah, other] = [await given.user(), await given.user(), await given.user()];
    const ids = [uuid(), uuid()];
    for (const id of ids) await write(db, mia, noah, 'New here', id);
    await write(db, other, noah, 'I too');
    expect((await listOf(db, noah)).messages).toEqual([]);
    expect((await listOf(db, noah, 'requests')).messages).toHaveLength(3);
    expect(await callerFor(db, noah).messages.unread()).toEqual({ ...NONE, requests: 3 });
    expect(await notices(noah)).toEqual([]);

    await callerFor(db, noah).messages.letIn({ ids: ids.slice(0, 1) });
    expect((await listOf(db, noah)).messages.map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await listOf(db, noah, 'requests')).messages).toMatchObject([{ senderId: other.id }]);
    await write(db, mia, noah, 'And more');
    expect((await listOf(db, noah)).messages).toHaveLength(3);
    expect((await callerFor(db, noah).contacts.list()).contacts).toEqual([]);
  });

  test('lies in the inbox at once of a contact, of who shares a group, and of who wrote before', async ({
    db,
    given,
  }) => {
    const mia = await given.user();
    const [contact, mate, writer] = [await given.user(), await given.user(), await given.user()];
    await given.contacts(mia, contact);
    await given.groupWith(mia, mate);
    await given.message(writer, mia);
    for (const reader of [contact, mate, writer]) {
      await write(db, mia, reader);
      expect((await listOf(db, reader)).messages).toHaveLength(1);
    }
  });

  test('does so after seven days', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    const createdAt = new Date(Date.now() - 7.01 * 86_400_000);
    await db.update(users).set({ createdAt }).where(eq(users.id, mia.id));
    await write(db, mia, noah);
    expect((await listOf(db, noah)).messages).toHaveLength(1);
  });
});

describe('limits', () => {
  test('five an hour to who never answered', async ({ db, given }) => {
    const [mia, noah] = await two(given);
    for (let n = 0; n < 5; n++) await write(db, mia, noah);
    const refused = await refusal(write(db, mia, noah));
    expect(refused).toMatchObject({ reason: 'RATE_LIMITED' });
    expect(refused.retryAfter).toBeGreaterThan(3500);
    expect(refused.retryAfter).toBeLessThanOrEqual(3600);
    await given.message(noah, mia);
    await write(db, mia, noah);
  });

  test('five more an hour later', async ({ db, given }) => {
    const [mia, noah] = await two(given);
    const at = new Date(Date.now() - 3_601_000);
    for (let n = 0; n < 5; n++) await given.message(mia, noah, { at });
    await write(db, mia, noah);
  });

  test('30 an hour to all', async ({ db, given }) => {
    const mia = await given.longHere(await given.user());
    const readers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => given.user()));
    for (const reader of readers) for (let n = 0; n < 5; n++) await write(db, mia, reader);
    expect(await refusal(write(db, mia, await given.user()))).toMatchObject({ reason: 'RATE_LIMITED' });
  });
});

test.for(['', ' \n ', 'x'.repeat(2001), 'turned\u202Earound'])(
  'a message of no or too much text, or of hidden signs, is refused',
  async (body, { db, given }) => {
    const [mia, noah] = await two(given);
    expect(await refusal(write(db, mia, noah, body))).toMatchObject({ reason: 'INPUT_INVALID' });
  },
);

test('read and unread, removed and restored: of one’s own alone', async ({ db, given }) => {
  const [mia, noah] = await two(given);
  const id = await given.message(mia, noah);
  const [mine, foreign] = [callerFor(db, noah).messages, callerFor(db, mia).messages];
  const row = async () => (await db.select().from(messages).where(eq(messages.id, id)))[0];
  const untouched = await row();
  await foreign.markRead({ ids: [id] });
  await foreign.remove({ ids: [id] });
  expect(await row()).toEqual(untouched);

  await mine.markRead({ ids: [id] });
  const { readAt } = (await row()) ?? {};
  await mine.markRead({ ids: [id] });
  expect((await row())?.readAt).toEqual(readAt);
  expect(await mine.unread()).toEqual(NONE);
  await foreign.markUnread({ ids: [id] });
  expect((await row())?.readAt).toEqual(readAt);
  await mine.markUnread({ ids: [id] });
  expect(await mine.unread()).toEqual({ ...NONE, messages: 1 });

  await mine.remove({ ids: [id] });
  expect(await mine.list({ folder: 'inbox' })).toEqual({ messages: [], next: null });
  expect(await mine.unread()).toEqual(NONE);
  await foreign.restore({ ids: [id] });
  expect((await mine.list({ folder: 'inbox' })).messages).toEqual([]);
  await mine.restore({ ids: [id] });
  expect((await mine.list({ folder: 'inbox' })).messages).toHaveLength(1);
});

test('a removed message is swept after 30 days', async ({ db, given }) => {
  const [mia, noah] = await two(given);
  const removedAt = (days: number) => ({ removedAt: new Date(Date.now() - days * 86_400_000) });
  await given.message(mia, noah, removedAt(30.1));
  const kept = await given.message(mia, noah, removedAt(29.9));
  await sweep(db, { now: new Date() });
  const left = await db.select().from(messages).where(eq(messages.recipientId, noah.id));
  expect(left.map(({ id }) => id)).toEqual([kept]);
});

test('30 a page, each once, newest first, whatever arrives meanwhile', async ({ db, given }) => {
  const [mia, noah] = await two(given);
  const at = new Date(Date.now() - 60_000);
  const ids: string[] = [];
  for (let n = 0; n < 65; n++) ids.push(await given.message(mia, noah, { at }));
  const api = callerFor(db, noah).messages;
  const first = await api.list({ folder: 'inbox' });
  await given.message(mia, noah);
  const second = await api.list({ folder: 'inbox', after: first.next ?? '' });
  const third = await api.list({ folder: 'inbox', after: second.next ?? '' });
  expect([first, second, third].map((page) => page.messages.length)).toEqual([30, 30, 5]);
  expect(third.next).toBeNull();
  const seen = [first, second, third].flatMap((page) => page.messages.map(({ id }) => id));
  expect(seen).toEqual(ids.toReversed());
  const foreign = await given.message(noah, mia);
  expect(await api.list({ folder: 'inbox', after: foreign })).toEqual({ messages: [], next: null });
});

test('who hides from me, has blocked me or has left is nobody, but can be blocked as long as they are', async ({
  db,
  given,
}) => {
  const noah = await given.user();
  const [hidden, blocker] = [await given.user(), await given.user()];
  for (const from of [hidden, blocker, null]) await given.message(from, noah);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, hidden.id));
  await given.block(blocker, noah);
  const listed = (await listOf(db, noah)).messages;
  expect(listed.map(({ senderId }) => senderId)).toEqual([null, blocker.id, hidden.id]);
  for (const message of listed) expect(message).toMatchObject({ from: null, mayAnswer: false });
});

test('what a blocked person wrote before stays, marked, and cannot be answered', async ({ db, given }) => {
  const [mia, noah] = await two(given);
  await given.message(mia, noah);
  await callerFor(db, noah).privacy.blocks.add({ userId: mia.id });
  expect((await listOf(db, noah)).messages).toMatchObject([
    { isBlocked: true, mayAnswer: false, from: { handle: mia.handle } },
  ]);
});

test('unread are counted up to 100', async ({ db, given }) => {
  const [mia, noah] = await two(given);
  const row = { senderId: mia.id, recipientId: noah.id, body: 'x', at: new Date() };
  await db.insert(messages).values(Array.from({ length: 120 }, () => ({ id: uuid(), ...row })));
  await given.contactRequest(mia, noah);
  expect(await callerFor(db, noah).messages.unread()).toEqual({
    messages: 100,
    requests: 0,
    contactRequests: 1,
    notifications: 0,
  });
});
