import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { approvals } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { erase } from '@/server/leaving/testing/erase-with';
import { findRoleByKey } from '@/server/roles/queries';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;
const SECOND = { reason: 'SECOND_PERSON_NEEDED' };
const GONE = { reason: 'NOT_FOUND' };

/** A database of its own, whose administrators are those that the test makes. */
async function house() {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const role = await findRoleByKey(db, 'administrator');
  if (!role) throw new Error('the role was not written');
  const given = makeGiven(db);
  const admin = async (expiresAt: Date | null = null) => {
    const person = await given.session(await given.user());
    await given.membership({ userId: person.id, principalId: role.id, expiresAt });
    return person;
  };
  return { db, given, roleId: role.id, admin };
}

const askFor =
  (db: Database, roleId: string) =>
  (asker: Person, person: { handle: string }, id = uuid()) => {
    const wish = { kind: 'administrator' as const, id, roleId, person: `@${person.handle}`, expiresAt: null };
    return callerFor(db, asker)
      .moderation.approvals.ask({ ...wish, reason: 'On call' })
      .then(() => id);
  };

const purgeOf =
  (db: Database) =>
  (asker: Person, person: { handle: string }, id = uuid()) =>
    callerFor(db, asker)
      .moderation.approvals.ask({ kind: 'purge', id, person: person.handle, reason: 'A made-up account' })
      .then(() => id);

test('one asks, another one agrees, and the role is there: once, however often it is sent', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second, third] = [await admin(), await admin(), await admin()];
  const person = await given.user();
  const id = uuid();
  const ask = askFor(db, roleId);
  await Promise.all([ask(first, person, id), ask(first, person, id)]);
  expect(await refusal(ask(third, person))).toEqual({ reason: 'ALREADY_ASKED' });
  const [waiting] = (await callerFor(db, second).moderation.approvals.list({})).approvals;
  expect(waiting).toMatchObject({
    id,
    kind: 'administrator',
    person: { userId: person.id },
    askedBy: { userId: first.id },
    isMine: false,
    role: { key: 'administrator' },
    reason: 'On call',
    state: 'waiting',
  });
  expect(await refusal(callerFor(db, first).moderation.approvals.agree({ id }))).toEqual(SECOND);
  const agree = () => callerFor(db, second).moderation.approvals.agree({ id });
  await Promise.all([agree(), agree()]);
  expect(await refusal(callerFor(db, third).moderation.approvals.agree({ id }))).toEqual({
    reason: 'ALREADY_DECIDED',
  });
  expect(await placesOf(db, { roleId, userId: person.id })).toBe(1);
  expect(await refusal(callerFor(db, person).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  const [over] = (await callerFor(db, first).moderation.approvals.list({ state: 'over' })).approvals;
  expect(over).toMatchObject({ id, state: 'approved', decidedBy: { userId: second.id }, isMine: true });
});

test('of two who agree at the same moment one carries it out', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second, third] = [await admin(), await admin(), await admin()];
  const id = await askFor(db, roleId)(first, await given.user());
  const answers = await Promise.allSettled(
    [second, third].map((one) => callerFor(db, one).moderation.approvals.agree({ id })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('every rule holds again at the moment of the agreement, for both of them', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second, third] = [await admin(), await admin(), await admin()];
  const person = await given.user();
  const id = await askFor(db, roleId)(first, person);
  const agree = (one: Person) => callerFor(db, one).moderation.approvals.agree({ id });
  // Somebody who may give roles, and not all that this one gives.
  expect(await refusal(agree(await given.holder('roles.assign')))).toEqual({ reason: 'BEYOND_YOURS' });
  await given.noMembership({ userId: first.id, principalId: roleId });
  expect(await refusal(agree(second))).toEqual({ reason: 'ASKER_MAY_NOT' });
  await given.membership({ userId: first.id, principalId: roleId });
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, first.id));
  expect(await refusal(agree(second))).toEqual({ reason: 'ASKER_MAY_NOT' });
  expect(await placesOf(db, { roleId, userId: person.id })).toBe(0);
  await db.update(users).set({ status: 'active' }).where(eq(users.id, first.id));
  await agree(third);
  expect(await placesOf(db, { roleId, userId: person.id })).toBe(1);
});

test('nobody agreed in time: nothing happens, and it can be asked anew', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second] = [await admin(), await admin()];
  const person = await given.user();
  const old = await given.approval(person, first, {
    kind: 'administrator',
    roleId,
    expiresAt: new Date(Date.now() - DAY),
  });
  const api = callerFor(db, second).moderation.approvals;
  for (const act of [api.agree, api.decline])
    expect(await refusal(act({ id: old }))).toEqual({ reason: 'APPROVAL_EXPIRED' });
  expect((await api.list({})).approvals).toEqual([]);
  expect((await api.list({ state: 'over' })).approvals).toMatchObject([{ id: old, state: 'expired' }]);
  await api.agree({ id: await askFor(db, roleId)(first, person) });
  expect(await placesOf(db, { roleId, userId: person.id })).toBe(1);
});

test('it is declined by another one and taken back by who asked; then nobody agrees any more', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second] = [await admin(), await admin()];
  const ask = askFor(db, roleId);
  const [one, other] = [await ask(first, await given.user()), await ask(first, await given.user())];
  const mine = callerFor(db, first).moderation.approvals;
  const theirs = callerFor(db, second).moderation.approvals;
  expect(await refusal(mine.decline({ id: one }))).toEqual(SECOND);
  expect(await refusal(theirs.withdraw({ id: one }))).toEqual({ reason: 'NOT_ALLOWED' });
  await Promise.all([theirs.decline({ id: one }), theirs.decline({ id: one })]);
  await mine.withdraw({ id: other });
  for (const id of [one, other])
    expect(await refusal(theirs.agree({ id }))).toEqual({ reason: 'ALREADY_DECIDED' });
  expect(await db.$count(memberships, eq(memberships.principalId, roleId))).toBe(2);
});

test('a purge closes the account at once, tells its person and leads to the erasure', async () => {
  const { db, given, admin } = await house();
  const [first, second] = [await admin(), await admin()];
  const person = await given.user();
  const id = await purgeOf(db)(first, person);
  await callerFor(db, second).moderation.approvals.agree({ id });
  expect(await refusal(callerFor(db, person).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  const [account] = await db.select({ status: users.status }).from(users).where(eq(users.id, person.id));
  expect(account).toEqual({ status: 'erasing' });
  expect(await db.$count(departures, eq(departures.userId, person.id))).toBe(1);
  await erase(db, person);
  expect(await db.$count(users, eq(users.id, person.id))).toBe(0);
  // Nor does what was asked about them stay.
  expect(await db.$count(approvals, eq(approvals.id, id))).toBe(0);
});

test('the trail says who asked, who agreed and what was done; the others are told', async ({
  db,
  given,
  trail,
  jobs,
  notices,
}) => {
  const held = ['roles.assign', 'person.purge'] as const;
  const [first, second] = [await given.holder(...held), await given.holder(...held)];
  const person = await given.user();
  const id = await purgeOf(db)(first, person);
  const about = { data: { approvalId: id, kind: 'purge' }, actorId: first.id, objectId: id };
  expect(await notices(second)).toMatchObject([{ type: 'moderation.approvalAsked', ...about }]);
  for (const nobody of [first, person]) expect(await notices(nobody)).toEqual([]);
  await callerFor(db, second).moderation.approvals.agree({ id });
  expect(await trail(person)).toMatchObject([
    { kind: 'approval.asked', actorId: first.id, after: { approval: id, act: 'purge' } },
    { kind: 'approval.decided', actorId: second.id, after: { approval: id, outcome: 'approved' } },
    { kind: 'account.deletionScheduled', actorId: second.id },
  ]);
  expect(await jobs()).toContainEqual({ name: 'mail.accountPurged', payload: { userId: person.id } });
});

test('nobody asks for what they could not do, nor decides about themselves', async () => {
  const { db, given, roleId, admin } = await house();
  const first = await admin();
  const person = await given.user();
  const purge = purgeOf(db);
  // The only one appoints the second alone, and purges nobody before.
  expect(await refusal(purge(first, person))).toEqual({ reason: 'NO_SECOND_PERSON' });
  const second = await admin();
  // Only they two: of them one cannot agree to what is about themselves.
  expect(await refusal(purge(first, second))).toEqual({ reason: 'NO_SECOND_PERSON' });
  const third = await admin();
  const about = await purge(first, second);
  for (const act of ['agree', 'decline'] as const)
    expect(await refusal(callerFor(db, second).moderation.approvals[act]({ id: about }))).toEqual(GONE);
  expect((await callerFor(db, second).moderation.approvals.list({})).approvals).toEqual([]);
  expect((await callerFor(db, third).moderation.approvals.list({})).approvals).toHaveLength(1);

  expect(await refusal(purge(first, first))).toEqual({ reason: 'ABOVE_YOU' });
  const partly = await given.holder('roles.assign');
  expect(await refusal(purge(partly, person))).toEqual({ reason: 'NOT_ALLOWED' });
  expect(await refusal(askFor(db, roleId)(partly, person))).toEqual({ reason: 'BEYOND_YOURS' });
  // What makes nobody an administrator needs no second person.
  const plain = await given.customRole({}, ['jobs.view']);
  expect(await refusal(askFor(db, plain)(first, person))).toEqual({ reason: 'INPUT_INVALID' });
  expect(await refusal(purge(first, { handle: 'nobody-of-this-name' }))).toEqual(GONE);
  expect(await db.$count(approvals)).toBe(1);
});

test('whoever asked and has left by then has asked for nothing', async () => {
  const { db, given, admin } = await house();
  const [first, second] = [await admin(), await admin()];
  const id = await given.approval(await given.user(), first);
  await db.update(approvals).set({ askedBy: null }).where(eq(approvals.id, id));
  expect(await refusal(callerFor(db, second).moderation.approvals.agree({ id }))).toEqual({
    reason: 'ASKER_MAY_NOT',
  });
});

function placesOf(db: Database, { roleId, userId }: { roleId: string; userId: string }) {
  return db.$count(memberships, and(eq(memberships.principalId, roleId), eq(memberships.userId, userId)));
}
