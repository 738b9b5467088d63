import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { appSessions } from '@/db/schema/oauth';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { beginAttempt, completeAttempt } from '@/server/auth/attempts';
import { appOf, toldAs } from '@/server/testing/app-calls';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { endPause } from './commands';
import { erase } from './testing/erase-with';

const ROUNDS = 30;
const LIMIT = { timeout: 120_000 };
const WISH = { keepsMessages: false };
/** With which a call may find that another came first. */
const EXPECTED = ['done', 'LINK_EXPIRED', 'SESSION_ENDED', 'NOT_ALLOWED', 'NOT_FOUND'];

/** What belongs to each status. */
const KINDS: Record<string, string | undefined> = {
  active: undefined,
  deactivated: 'pause',
  leaving: 'deletion',
  erasing: 'deletion',
};

/** Status and departure agree. @returns the status, `gone` when there is nobody any more */
async function standing(db: Database, { id }: { id: string }) {
  const [row] = await db
    .select({ status: users.status, kind: departures.kind })
    .from(users)
    .leftJoin(departures, eq(departures.userId, users.id))
    .where(eq(users.id, id));
  if (!row) return 'gone';
  expect(row.kind ?? undefined).toBe(KINDS[row.status]);
  return row.status;
}

/** How a call ended: `done`, or the reason it was refused with. What is no refusal fails the test. */
function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    async (error: unknown) => (await refusal(Promise.reject(error))).reason,
  );
}

/** All at the same moment, another one first in each round. @returns how each of them ended */
async function atOnce<Name extends string>(round: number, calls: Record<Name, () => Promise<unknown>>) {
  const named = Object.entries<() => Promise<unknown>>(calls);
  const first = round % named.length;
  const rotated = [...named.slice(first), ...named.slice(0, first)];
  const ended = await Promise.all(
    rotated.map(async ([name, call]) => [name, await outcome(call())] as const),
  );
  for (const [, reason] of ended) expect(EXPECTED).toContain(reason);
  return new Map<string, string>(ended);
}

/** A sign-in that is over but for its ticket. */
async function ticketOf(db: Database, { id: userId, email }: Person) {
  const now = new Date();
  const { id: attemptId, cookie } = await beginAttempt(db, { email, now });
  const amr = { pwd: now.toISOString() };
  const ticket = await completeAttempt(db, { attemptId, userId, amr, now });
  const cookies = new CookieJar();
  cookies.set(servicesFor(db).cookies.attempt, cookie);
  return () => redeem(db, { ticket, cookies });
}

test(
  'leaving in three ways at once, with a sign-in and a refresh: one counts, and nobody is left inside',
  LIMIT,
  async ({ db, given }) => {
    await given.holder('roles.assign');
    for (let round = 0; round < ROUNDS; round++) {
      const person = await given.user();
      const [second, third] = [await given.session(person), await given.session(person)];
      const { handle } = person;
      const app = await given.app(person);
      const enter = await ticketOf(db, person);
      const form = { grant_type: 'refresh_token', refresh_token: app.refreshToken };
      const ended = await atOnce(round, {
        pause: () => callerFor(db, person).account.deactivate({ returnOn: null }),
        schedule: () => callerFor(db, second).account.scheduleDeletion({ handle, ...WISH }),
        deleteNow: () => callerFor(db, third).account.deleteNow({ handle, ...WISH }),
        enter,
        refresh: () => toldAs(appOf(db, app.client)(form)),
      });
      const left = ['pause', 'schedule', 'deleteNow'].filter((name) => ended.get(name) === 'done');
      expect(left).toHaveLength(1);
      expect(await standing(db, person)).not.toBe('active');
      expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
      expect(await db.$count(appSessions, eq(appSessions.userId, person.id))).toBe(0);
    }
  },
);

test(
  'taking a deletion back, going at once, and the erasure itself: all of it is there, or nothing',
  LIMIT,
  async ({ db, given }) => {
    await given.holder('roles.assign');
    for (let round = 0; round < ROUNDS; round++) {
      const person = await given.leaving(await given.user(), { dueAt: new Date(Date.now() - 1000) });
      const { account } = callerFor(db, person);
      const other = callerFor(db, await given.session(person));
      const enter = await ticketOf(db, person);
      const ended = await atOnce(round, {
        cancel: () => account.cancelDeletion(),
        byLink: () => callerFor(db, null).account.cancelDeletionByLink({ token: person.keepLink }),
        deleteNow: () => other.account.deleteNow({ handle: person.handle, ...WISH }),
        erase: () => erase(db, person),
        eraseAgain: () => erase(db, person),
        enter,
      });
      const keeps = ended.get('cancel') === 'done' || ended.get('byLink') === 'done';
      // What was decided last is in the queue.
      if (ended.get('deleteNow') === 'done') await erase(db, person);
      const isGone = !keeps || ended.get('deleteNow') === 'done';
      expect(await standing(db, person)).toBe(isGone ? 'gone' : 'active');
      const me = outcome(callerFor(db, person).profile.me());
      expect(await me).toBe(isGone ? 'SESSION_ENDED' : 'done');
    }
  },
);

/** Calls in the order in which they come. */
const ORDERS = [
  ['goNow', 'erase'],
  ['erase', 'goNow'],
  ['goNow', 'erase', 'goNowAgain', 'eraseAgain'],
  ['goNow', 'goNowAgain', 'erase'],
] as const;

test.for(ORDERS.map((order) => [order.join(', '), order] as const))(
  'one receipt, at the address that was told: %s',
  LIMIT,
  async ([, order], { db, given }) => {
    const user = await given.user();
    const person = await given.leaving(user, { dueAt: new Date(Date.now() - 1000) });
    const told: string[] = [];
    const [first, second] = [await given.session(user), await given.session(user)];
    const goNow = async (session: typeof first) => {
      const { receiptId } = await callerFor(db, session).account.deleteNow({ handle: user.handle, ...WISH });
      told.push(receiptId);
    };
    const calls = {
      goNow: () => goNow(first),
      goNowAgain: () => goNow(second),
      erase: () => erase(db, person),
      eraseAgain: () => erase(db, person),
    };
    const ended: Promise<string>[] = [];
    await db.transaction(async (tx) => {
      await tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for('no key update');
      // Whoever waits longest comes first.
      for (const [at, name] of order.entries()) {
        ended.push(outcome(calls[name]()));
        await untilWaiting(db, at + 1);
      }
    });
    for (const reason of await Promise.all(ended)) expect(EXPECTED).toContain(reason);
    await erase(db, person);
    expect(told).toEqual(order[0] === 'goNow' ? [person.receiptId] : []);
    expect(await standing(db, person)).toBe('gone');
    expect(await callerFor(db, null).account.receipt({ id: person.receiptId })).toMatchObject({
      state: 'erased',
    });
  },
);

test(
  'the end of a pause, its person’s return, and a deletion at the same moment',
  LIMIT,
  async ({ db, given }) => {
    await given.holder('roles.assign');
    for (let round = 0; round < ROUNDS; round++) {
      const person = await given.paused(await given.user(), { dueAt: new Date(Date.now() - 1000) });
      const other = await given.session(person);
      const ended = await atOnce(round, {
        reactivate: () => callerFor(db, person).account.reactivate(),
        deleteNow: () => callerFor(db, other).account.deleteNow({ handle: person.handle, ...WISH }),
        endPause: () => endPause(db, { userId: person.id, now: new Date() }),
        enter: await ticketOf(db, person),
      });
      expect(ended.get('deleteNow')).toBe('done');
      expect(await standing(db, person)).toBe('erasing');
      await erase(db, person);
      expect(await standing(db, person)).toBe('gone');
    }
  },
);
