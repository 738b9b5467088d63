import { and, eq, inArray, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished } from 'vitest';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const LAST = { reason: 'LAST_ADMIN' };
const WISH = { keepsMessages: false };

async function house() {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  return { db, given: makeGiven(db) };
}

test('the last administrator can neither pause nor leave, and is told before they try', async () => {
  const { db, given } = await house();
  const admin = await given.holder('roles.assign');
  await given.holder('dashboard.view');
  await given.suspended(await given.holder('roles.assign'));
  const { account } = callerFor(db, admin);
  const { handle } = admin;
  expect(await account.deletionImpact()).toMatchObject({ blockers: ['LAST_ADMIN'] });
  expect(await refusal(account.deactivate({ returnOn: null }))).toEqual(LAST);
  expect(await refusal(account.scheduleDeletion({ handle, ...WISH }))).toEqual(LAST);
  expect(await refusal(account.deleteNow({ handle, ...WISH }))).toEqual(LAST);
  expect(await account.state()).toMatchObject({ status: 'active' });

  await given.holder('roles.assign');
  expect(await account.deletionImpact()).toMatchObject({ blockers: [] });
  await account.deactivate({ returnOn: null });
});

test('an administrator for a time is none to leave behind', async () => {
  const { db, given } = await house();
  const [admin, forNow] = [await given.holder('roles.assign'), await given.holder('roles.assign')];
  await db
    .update(memberships)
    .set({ expiresAt: new Date(Date.now() + 86_400_000) })
    .where(and(eq(memberships.userId, forNow.id), eq(memberships.principalId, forNow.roleId)));
  const leave = (person: typeof admin) => callerFor(db, person).account.deactivate({ returnOn: null });
  expect(await refusal(leave(admin))).toEqual(LAST);
  await leave(forNow);
});

test('of all administrators who leave at the same moment exactly one stays', {
  timeout: 120_000,
}, async () => {
  const { db, given } = await house();
  const leave = async (admins: Awaited<ReturnType<typeof given.holder>>[]) => {
    const outcomes = await Promise.allSettled(
      admins.map((admin, n) => {
        const { account } = callerFor(db, admin);
        if (n % 3 === 0) return account.deactivate({ returnOn: null });
        if (n % 3 === 1) return account.scheduleDeletion({ handle: admin.handle, ...WISH });
        return account.deleteNow({ handle: admin.handle, ...WISH });
      }),
    );
    const ids = admins.map(({ id }) => id);
    const active = and(inArray(users.id, ids), eq(users.status, 'active'));
    return {
      refused: outcomes.filter(({ status }) => status === 'rejected').length,
      left: await db.$count(users, active),
    };
  };
  const admins = (number: number) =>
    Promise.all(Array.from({ length: number }, () => given.holder('roles.assign')));

  let kept = await admins(50);
  expect(await leave(kept)).toEqual({ refused: 1, left: 1 });
  for (let run = 0; run < 100; run++) {
    const [one, another] = await admins(2);
    if (!one || !another) throw new Error('nobody came');
    // Who stayed in the run before is only one more who leaves.
    const stayed = await db
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          inArray(
            users.id,
            kept.map(({ id }) => id),
          ),
          eq(users.status, 'active'),
        ),
      );
    const before = kept.filter(({ id }) => stayed.some((row) => row.id === id));
    kept = [...before, one, another];
    expect(await leave(kept)).toEqual({ refused: 1, left: 1 });
  }
});

/** The ways in which administrators stop being some, each by another administrator or by themselves. */
type Way = 'demote' | 'end' | 'leave' | 'pause' | 'suspend';

test('of administrators who take each other’s role, end it, suspend each other, leave or pause in every pair, one is always left', {
  timeout: 240_000,
}, async () => {
  const { db, given } = await house();
  const role = await given.customRole({}, ['roles.assign', 'report.handle', 'person.suspend']);
  const admins = (number: number) =>
    Promise.all(
      Array.from({ length: number }, async () => {
        const person = await given.session(await given.user());
        await given.membership({ userId: person.id, principalId: role });
        return person;
      }),
    );
  type Admin = Awaited<ReturnType<typeof admins>>[number];
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  const suspend = async (by: Admin, whom: Admin) => {
    // About something of its own, so that there can be two about one person.
    const caseId = await given.case(whom, { subjectId: uuid() });
    const wish = { kind: 'suspension', rule: 'other', words: 'For a test.' } as const;
    await callerFor(db, by).moderation.sanctions.impose({ id: uuid(), caseId, ...wish });
  };
  const attempt = (way: Way, by: Admin, whom: Admin) => {
    const { roles, account } = callerFor(db, by);
    if (way === 'suspend') return suspend(by, whom);
    if (way === 'demote') return roles.unassign({ roleId: role, person: whom.id });
    if (way === 'end') return roles.assign({ roleId: role, person: whom.id, expiresAt: soon, reason: '' });
    if (way === 'leave') return account.deleteNow({ handle: by.handle, ...WISH });
    return account.deactivate({ returnOn: null });
  };
  const isLasting = and(
    eq(memberships.principalId, role),
    isNull(memberships.expiresAt),
    inArray(memberships.userId, db.select({ id: users.id }).from(users).where(eq(users.status, 'active'))),
  );
  const lasting = () => db.$count(memberships, isLasting);

  const fifty = await admins(50);
  const ways: Way[] = ['demote', 'end', 'leave', 'pause', 'suspend'];
  const next = (n: number) => fifty[(n + 1) % fifty.length];
  await Promise.allSettled(
    fifty.map((admin, n) => attempt(ways[n % ways.length] ?? 'demote', admin, next(n) ?? admin)),
  );
  expect(await lasting()).toBeGreaterThanOrEqual(1);

  const pairs = ways.flatMap((one) => ways.map((other) => [one, other] as const));
  for (let run = 0; run < 100; run++) {
    await db.delete(memberships).where(eq(memberships.principalId, role));
    const [one, another] = await admins(2);
    const [first, second] = pairs[run % pairs.length] ?? pairs[0] ?? (['demote', 'demote'] as const);
    if (!one || !another) throw new Error('nobody came');
    await Promise.allSettled([attempt(first, one, another), attempt(second, another, one)]);
    expect(await lasting(), `${first}, ${second}`).toBe(1);
  }
});
