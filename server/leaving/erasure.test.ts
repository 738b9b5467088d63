import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, like, sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { departures, erasureReceipts } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { securityEvents } from '@/db/schema/security';
import { formerHandles, users } from '@/db/schema/users';
import { passwordKey } from '@/server/auth/proofs';
import { openStore } from '@/server/photos/open-store';
import { PHOTO_SIZES } from '@/server/photos/rules';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import type { ReceiptDocument } from './catalog';
import { erase } from './testing/erase-with';
import { folder } from './testing/folder';

const PAST = new Date(Date.now() - 1000);

test('what they wrote stays without their name, if they wanted that', async ({ db, given }) => {
  const [person, friend] = [await given.user(), await given.user()];
  const sent = await given.message(person, friend, { body: 'Keep this' });
  await given.message(friend, person);
  const { receiptId } = await given.leaving(person, { dueAt: PAST, keepsMessages: true });
  await erase(db, person);
  const left = await db.select().from(messages).where(eq(messages.recipientId, friend.id));
  expect(left).toMatchObject([{ id: sent, senderId: null, body: 'Keep this' }]);
  expect(await lineOf(db, receiptId, 'messagesSent')).toEqual({
    kind: 'messagesSent',
    outcome: 'anonymised',
    count: 1,
    ground: 'choice',
  });
  expect(await lineOf(db, receiptId, 'messagesReceived')).toMatchObject({ outcome: 'erased', count: 1 });
});

test('a file that is somebody else’s photo as well stays', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  const dataDir = await folder();
  const store = openStore({ dataDir, uploadthingToken: undefined });
  const files = new Map(PHOTO_SIZES.map((size) => [size, Buffer.from('the same')]));
  const [own, { key }] = [await given.photo(person), await given.photo(other)];
  await given.photo(person, { key, isCurrent: false });
  for (const one of [own.key, key]) await store.put({ key: one, files });
  await given.leaving(person, { dueAt: PAST });
  await erase(db, person, { dataDir });
  expect(await store.read({ key, size: 32 })).toBeDefined();
  expect(await store.read({ key: own.key, size: 32 })).toBeUndefined();
});

test('the address of a change that nobody confirmed is somebody else’s: what counts there stays', async ({
  db,
  given,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  await given.emailChange(person, { newEmail: other.email });
  const key = passwordKey(other.email);
  await db.execute(sql`
    insert into proof_failures (key, failures, in_a_row, last_at, open_at) values (${key}, 99, 99, now(), now())`);
  await given.leaving(person, { dueAt: PAST });
  await erase(db, person);
  expect(await db.execute(sql`select in_a_row from proof_failures where key = ${key}`)).toHaveLength(1);
});

test('before its day, after it was taken back, and a second time, nothing happens', async ({
  db,
  given,
  trail,
}) => {
  const early = await given.leaving(await given.user());
  await erase(db, early);
  expect(await callerFor(db, early).account.state()).toMatchObject({ status: 'leaving' });
  await callerFor(db, early).account.cancelDeletion();
  await erase(db, early);
  expect(await callerFor(db, early).profile.me()).toMatchObject({ handle: early.handle });

  const gone = await given.leaving(await given.user(), { dueAt: PAST });
  await Promise.all([erase(db, gone), erase(db, gone), erase(db, gone)]);
  await erase(db, gone);
  expect((await trail(gone)).map(({ kind }) => kind)).toEqual(['account.erased']);
  expect(await db.$count(erasureReceipts, eq(erasureReceipts.id, gone.receiptId))).toBe(1);
  expect(await db.$count(users, eq(users.id, gone.id))).toBe(0);
});

test('their handle belongs to nobody for ninety days', async ({ db, given }) => {
  const person = await given.leaving(await given.user(), { dueAt: PAST });
  await erase(db, person);
  const [held] = await db.select().from(formerHandles).where(eq(formerHandles.handle, person.handle));
  expect(held).toMatchObject({ userId: null });
  const days = ((held?.heldUntil.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(90);
  expect(await refusal(callerFor(db, null).profile.byHandle({ handle: person.handle }))).toMatchObject({
    reason: 'NOT_FOUND',
  });
});

test('no statement takes more than a thousand rows, and each row is counted once', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const given = makeGiven(db);
  const [person, friend] = [await given.user(), await given.user()];
  await db.execute(sql`
    insert into messages (id, sender_id, recipient_id, body, at)
    select gen_random_uuid(), case when n % 2 = 0 then ${person.id}::uuid else ${friend.id}::uuid end,
      case when n % 2 = 0 then ${friend.id}::uuid else ${person.id}::uuid end, 'Hello', now()
    from generate_series(1, 5000) as n`);
  await db.execute(sql`
    insert into security_events (id, user_id, at, kind)
    select gen_random_uuid(), ${person.id}::uuid, now(), 'session.started' from generate_series(1, 3500)`);
  await db.execute(sql`create table taken (what text, rows int)`);
  await db.execute(sql`
    create function note_taken() returns trigger language plpgsql as $$
      begin insert into taken select tg_table_name, count(*) from gone; return null; end $$`);
  for (const table of ['messages', 'security_events', 'sessions', 'profiles'])
    await db.execute(sql`
      create trigger noted after delete on ${sql.identifier(table)}
      referencing old table as gone for each statement execute function note_taken()`);

  const { receiptId } = await given.leaving(person, { dueAt: PAST });
  await erase(db, person);
  const taken = await db.execute<{ what: string; most: number; all: number }>(sql`
    select what, max(rows)::int as most, sum(rows)::int as all from taken group by what order by what`);
  expect(taken.map((row) => ({ ...row }))).toEqual([
    { what: 'messages', most: 1000, all: 5000 },
    { what: 'profiles', most: 1, all: 1 },
    { what: 'security_events', most: 1000, all: 3500 },
    { what: 'sessions', most: 1, all: 1 },
  ]);
  expect(await lineOf(db, receiptId, 'messagesSent')).toMatchObject({ count: 2500 });
  expect(await lineOf(db, receiptId, 'messagesReceived')).toMatchObject({ count: 2500 });
  expect(await lineOf(db, receiptId, 'securityLog')).toMatchObject({ count: 3500 });
});

test('rows that somebody holds are not waited for, until the last transaction', async ({ db, given }) => {
  const person = await given.leaving(await given.user(), { dueAt: PAST });
  const { id } = await given.event(person);
  await given.event(person);
  let erased: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await tx.select().from(securityEvents).where(eq(securityEvents.id, id)).for('update');
    erased = erase(db, person);
    // Everything else of theirs is gone while that row is held.
    await expect
      .poll(() => db.$count(departures, like(sql`${departures.erased}::text`, '%"securityLog": 1%')), {
        timeout: 20_000,
      })
      .toBe(1);
  });
  await erased;
  expect(await lineOf(db, person.receiptId, 'securityLog')).toMatchObject({ count: 2 });
});

test('what is cut off is taken up where it was', async ({ db, given }) => {
  const person = await given.leaving(await given.user(), { dueAt: PAST });
  const dataDir = await folder();
  // No folder at all, so that it fails on the way.
  const outboxDir = join(dataDir, 'outbox');
  await writeFile(outboxDir, 'a file');
  await expect(erase(db, person, { outboxDir })).rejects.toThrow();
  expect(await refusal(callerFor(db, person).account.state())).toMatchObject({ reason: 'SESSION_ENDED' });
  expect(await callerFor(db, null).account.receipt({ id: person.receiptId })).toMatchObject({
    state: 'waiting',
  });
  await rm(outboxDir);
  await erase(db, person, { outboxDir });
  expect(await callerFor(db, null).account.receipt({ id: person.receiptId })).toMatchObject({
    state: 'erased',
  });
});

async function lineOf(db: Parameters<typeof erase>[0], receiptId: string, kind: string) {
  const receipt = await callerFor(db, null).account.receipt({ id: receiptId });
  if (receipt.state !== 'erased') throw new Error('there is no receipt');
  const { data }: ReceiptDocument = JSON.parse(receipt.document);
  return data.find((line) => line.kind === kind);
}
