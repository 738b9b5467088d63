import { sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { formerHandles } from '@/db/schema/users';
import { erase } from '@/server/leaving/testing/erase-with';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { type Given, makeGiven, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { changeHandle, getHandles } from './handles';

const ROUNDS = 30;
const LIMIT = { timeout: 120_000 };
const DAY = 86_400_000;
const LOCK = 77;

/** How a wish for a handle ended: `done`, or the reason it was refused with. What is no refusal fails the test. */
function wish(db: Database, person: Person, handle: string): Promise<string> {
  return callerFor(db, person)
    .profile.changeHandle({ handle })
    .then(
      () => 'done',
      async (error: unknown) => (await refusal(Promise.reject(error))).reason,
    );
}

/** Nobody has the handle of another, and everybody has the one that they were told. */
async function handlesOf(db: Database, people: Person[]) {
  const states = await Promise.all(people.map(({ id }) => getHandles(db, { userId: id, now: new Date() })));
  return states.map(({ handle }) => handle);
}

async function ring(given: Given, names: string[]) {
  return Promise.all(names.map((handle) => given.user({ handle })));
}

test.for([2, 3, 5])(
  '%i people who want the handle of the next one, at the very moment in which that one leaves it: all keep theirs',
  LIMIT,
  async (size) => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const { db } = database.connection;
    // Between the row as it is to be and the question whether the handle is taken, each waits for whoever holds the lock.
    await db.execute(sql`
      create function wait_if_held(handle text) returns text immutable language plpgsql as $$ begin
        perform pg_advisory_xact_lock_shared(${sql.raw(String(LOCK))});
        return handle;
      end $$`);
    await db.execute(sql`create index waits on profiles (wait_if_held(handle))`);
    // Asked in the order in which they were made.
    for (const [name, column] of [
      ['profiles_handle_unique', 'handle'],
      ['profiles_handleLookalike_unique', 'handle_lookalike'],
    ] as const)
      await db.execute(sql`
        alter table profiles drop constraint ${sql.identifier(name)},
        add constraint ${sql.identifier(name)} unique (${sql.identifier(column)})`);
    const names = Array.from({ length: size }, (_, at) => `ring-${at}x`);
    const people = await ring(makeGiven(db), names);
    const ended: Promise<string>[] = [];
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
      for (const [at, person] of people.entries()) ended.push(wish(db, person, names[(at + 1) % size] ?? ''));
      await untilWaiting(db, size);
    });
    expect(await Promise.all(ended)).toEqual(names.map(() => 'HANDLE_TAKEN'));
    expect(await handlesOf(db, people)).toEqual(names);
  },
);

test(
  'two people who want what the other one has, had, or is going back to: nobody waits for ever, and who was told yes has it',
  LIMIT,
  async ({ db, given }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = (of: string) => `swap-${round}-${of}x`;
      const people = await ring(given, [name('a1'), name('b1')]);
      const [a, b] = people;
      if (!a || !b) throw new Error('there are two');
      await wish(db, a, name('a2'));
      await wish(db, b, name('b2'));
      const wishes: [Person, string][] = [
        [a, name('b1')],
        [b, name('a1')],
        [a, name('b2')],
        [b, name('a2')],
        [a, name('a1')],
        [b, name('b1')],
      ];
      const first = round % wishes.length;
      const rotated = [...wishes.slice(first), ...wishes.slice(0, first)];
      const ended = await Promise.all(rotated.map(([person, handle]) => wish(db, person, handle)));
      for (const [at, [person, handle]] of rotated.entries())
        expect(ended[at]).toBe((person === a) === handle.includes('-a') ? 'done' : 'HANDLE_TAKEN');
      expect(await handlesOf(db, people)).toEqual([name('a1'), name('b1')]);
    }
  },
);

test(
  'what somebody takes at the moment in which its last person is erased, or leaves it, is theirs or is held',
  LIMIT,
  async ({ db, given }) => {
    for (let round = 0; round < ROUNDS / 2; round++) {
      const name = (of: string) => `gone-${round}-${of}x`;
      const leaver = await given.leaving(await given.user({ handle: name('now') }), { dueAt: new Date() });
      const taker = await given.user({ handle: name('taker') });
      const over = new Date(Date.now() - DAY);
      // Long free, and each in the rows that the other one writes.
      await db.insert(formerHandles).values([
        { handle: name('before'), userId: leaver.id, releasedAt: over, heldUntil: over },
        { handle: name('taker'), userId: leaver.id, releasedAt: over, heldUntil: over },
      ]);
      const move = (handle: string) =>
        changeHandle(db, { userId: taker.id, handle, cause: { actorId: taker.id }, now: new Date() });
      const [, before, now] = await Promise.all([
        erase(db, leaver),
        move(name('before')).then(() => 'done'),
        wish(db, taker, name('now')),
      ]);
      expect(before).toBe('done');
      expect(now).toBe('HANDLE_TAKEN');
      expect(await handlesOf(db, [taker])).toEqual([name('before')]);
    }
  },
);
