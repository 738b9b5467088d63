import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { memberships } from '@/db/schema/permissions';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { assignRole } from './assign';
import { BUILT_IN_ROLES, type Permission } from './permissions';
import { findRoleByKey } from './queries';

const DAY = 86_400_000;
const sooner = new Date(Date.now() + DAY / 2);
const soon = new Date(Date.now() + DAY);
const FOR_GOOD = { expiresAt: null, reason: '' };
const ABOVE = { reason: 'ABOVE_YOU' };
const BEYOND = { reason: 'BEYOND_YOURS' };
const SECOND = { reason: 'SECOND_PERSON_NEEDED' };
const LAST = { reason: 'LAST_ADMIN' };

/** A database of its own, whose administrators are those that the test makes. */
async function house() {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const role = await findRoleByKey(db, 'administrator');
  if (!role) throw new Error('the role was not written');
  const given = makeGiven(db);
  const admin = async () => {
    const person = await given.session(await given.user());
    await given.membership({ userId: person.id, principalId: role.id });
    return person;
  };
  return { db, given, roleId: role.id, admin };
}

test('somebody is put into a role, once, until a day and with a reason, and signs in anew where it is power', async ({
  db,
  given,
  trail,
}) => {
  const actor = await given.holder('roles.assign', 'jobs.view');
  const api = callerFor(db, actor);
  const person = await given.session(await given.user());
  const [powerful, plain] = [await given.customRole({}, ['jobs.view']), await given.customRole()];
  const wish = { roleId: plain, person: `@${person.handle.toUpperCase()}`, ...FOR_GOOD };
  await api.roles.assign(wish);
  await callerFor(db, person).viewer.me();
  const until = { roleId: powerful, person: person.id, expiresAt: soon.toISOString(), reason: 'On call' };
  await Promise.all([api.roles.assign(until), api.roles.assign(until)]);
  expect(await refusal(callerFor(db, person).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  expect(await api.roles.get({ roleId: powerful })).toMatchObject({
    holders: [
      { id: person.id, handle: person.handle, expiresAt: soon, reason: 'On call', by: actor.displayName },
    ],
    next: null,
  });
  expect(await trail(person)).toMatchObject([
    { kind: 'role.granted', after: { roleId: plain, expiresAt: null } },
    { kind: 'role.granted', after: { roleId: powerful, expiresAt: soon.toISOString() } },
  ]);
  // Another end is a change of its own, and says what was before.
  await api.roles.assign({ ...until, expiresAt: null });
  expect((await trail(person)).at(-1)).toMatchObject({
    before: { expiresAt: soon.toISOString() },
    after: { expiresAt: null },
  });
});

test('nobody gives a role that gives more than they have, or for longer, nor to whom they may not act on', async ({
  db,
  given,
}) => {
  const actor = await given.holder('roles.assign', 'jobs.view');
  const api = callerFor(db, actor);
  const [person, above] = [await given.user(), await given.holder('audit.view')];
  const [within, more, onObject] = [
    await given.customRole({}, ['jobs.view']),
    await given.customRole({}, ['jobs.view', 'jobs.retry']),
    await given.customRole(),
  ];
  await given.grant({ principalId: onObject, permission: 'person.note', objectId: above.id });
  const assign = (roleId: string, { id }: { id: string }, expiresAt: Date | null = null) =>
    api.roles.assign({ roleId, person: id, expiresAt: expiresAt?.toISOString() ?? null, reason: '' });
  for (const roleId of [more, onObject]) expect(await refusal(assign(roleId, person))).toEqual(BEYOND);
  for (const whom of [above, actor]) expect(await refusal(assign(within, whom))).toEqual(ABOVE);
  expect(await refusal(assign(within, person, new Date(0)))).toEqual({ reason: 'INPUT_INVALID' });
  expect(await refusal(assign(within, { id: within }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(assign(person.id, person))).toEqual({ reason: 'NOT_FOUND' });
  await db.update(memberships).set({ expiresAt: soon }).where(eq(memberships.userId, actor.id));
  expect(await refusal(assign(within, person))).toEqual(BEYOND);
  await assign(within, person, soon);
});

test('nobody takes a role from whom they may not act on; one’s own one lays down', async ({
  db,
  given,
  trail,
}) => {
  const actor = await given.holder('roles.assign');
  const api = callerFor(db, actor);
  const [person, above] = [await given.user(), await given.holder('audit.view')];
  const roleId = await given.customRole();
  for (const { id: userId } of [person, above, actor])
    await given.membership({ userId, principalId: roleId });
  const unassign = ({ id }: { id: string }) => api.roles.unassign({ roleId, person: id });
  expect(await refusal(unassign(above))).toEqual(ABOVE);
  await Promise.all([unassign(person), unassign(person)]);
  await unassign(actor);
  expect(await db.$count(memberships, eq(memberships.principalId, roleId))).toBe(1);
  expect(await trail(person)).toMatchObject([{ kind: 'role.revoked', before: { roleId, expiresAt: null } }]);
});

test('a second administrator is needed to make another, by that role or by others that come to the same', async () => {
  const { db, given, roleId, admin } = await house();
  const first = await admin();
  const [one, two, three] = [await given.user(), await given.user(), await given.user()];
  const api = callerFor(db, first);
  const assign = (role: string, { id }: { id: string }) =>
    api.roles.assign({ roleId: role, person: id, ...FOR_GOOD });
  // Alone there is nobody to ask.
  await assign(roleId, one);
  expect(await refusal(assign(roleId, two))).toEqual(SECOND);
  const isGiving = (name: Permission) => name === 'roles.assign';
  const [half, rest] = [
    await given.customRole(
      {},
      BUILT_IN_ROLES.administrator.filter((name) => !isGiving(name)),
    ),
    // By that alone one agrees to what others ask for, and gives the rest.
    await given.customRole({}, BUILT_IN_ROLES.administrator.filter(isGiving)),
  ];
  await assign(half, two);
  expect(await refusal(assign(rest, two))).toEqual(SECOND);
  const all = { roleId: half, version: 1, permissions: [...BUILT_IN_ROLES.administrator] };
  expect(await refusal(api.roles.update(all))).toEqual(SECOND);
  const cause = { actorId: first.id };
  const agreed = { ...FOR_GOOD, agreed: true, cause, now: new Date() };
  await assignRole(db, { roleId, personId: three.id, ...agreed });
  expect(await placesIn(db, roleId)).toBe(3);
});

test('who is an administrator for a time is not made one for longer by one alone', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second, person] = [await admin(), await admin(), await given.user()];
  await given.membership({ userId: person.id, principalId: roleId, expiresAt: soon });
  const { roles, moderation } = callerFor(db, first);
  const [giving, plain] = [await given.customRole({}, ['roles.assign']), await given.customRole()];
  await given.membership({ userId: person.id, principalId: plain });
  const assign = (role: string, expiresAt: string | null) =>
    roles.assign({ roleId: role, person: person.id, expiresAt, reason: '' });
  const later = new Date(soon.getTime() + DAY).toISOString();
  for (const end of [null, later])
    for (const role of [roleId, giving]) expect(await refusal(assign(role, end))).toEqual(SECOND);
  const permissions = ['roles.assign' as const];
  const give = (expiresAt: string | null) =>
    roles.permissions.give({ personId: person.id, permissions, expiresAt, reason: '' });
  for (const end of [null, later]) expect(await refusal(give(end))).toEqual(SECOND);
  expect(await refusal(roles.update({ roleId: plain, version: 1, permissions }))).toEqual(SECOND);
  // What lasts no longer than that makes nobody what they are not.
  await assign(giving, soon.toISOString());
  await give(soon.toISOString());
  // Two may agree to it.
  const id = uuid();
  const wish = { kind: 'administrator' as const, id, roleId, person: person.id };
  await moderation.approvals.ask({ ...wish, ...FOR_GOOD, reason: 'On call' });
  await callerFor(db, second).moderation.approvals.agree({ id });
  const place = and(eq(memberships.userId, person.id), eq(memberships.principalId, roleId));
  expect(await db.select({ until: memberships.expiresAt }).from(memberships).where(place)).toEqual([
    { until: null },
  ]);
});

test('who is an administrator for a time could agree as well, but not to what is about themselves', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, forNow] = [await admin(), await given.user()];
  await given.membership({ userId: forNow.id, principalId: roleId, expiresAt: soon });
  const assign = ({ id }: { id: string }) =>
    callerFor(db, first).roles.assign({ roleId, person: id, ...FOR_GOOD });
  expect(await refusal(assign(await given.user()))).toEqual(SECOND);
  await assign(forNow);
  expect(await refusal(assign(await given.user()))).toEqual(SECOND);
  expect(await placesIn(db, roleId)).toBe(2);
});

describe('who made themselves the only one appoints nobody alone', () => {
  const ALL = [...BUILT_IN_ROLES.administrator];
  const SUSPENSION = { kind: 'suspension', rule: 'other' } as const;
  const ways = {
    'takes the role': (api, { roleId, id }) => api.roles.unassign({ roleId, person: id }),
    'sets its end': (api, { roleId, id }) =>
      api.roles.assign({ roleId, person: id, expiresAt: soon.toISOString(), reason: '' }),
    'takes it from the role': (api, { roleId }) =>
      api.roles.update({
        roleId,
        version: 1,
        permissions: ALL.filter((name) => name !== 'roles.assign'),
      }),
    'removes the role': (api, { roleId }) => api.roles.remove({ roleId, version: 1 }),
    'takes the permission': (api, { id }) =>
      api.roles.permissions.take({ personId: id, permissions: ['roles.assign'] }),
    'suspends them': (api, { caseId }) =>
      api.moderation.sanctions.impose({
        ...{ id: uuid(), caseId, ...SUSPENSION, words: 'For a test.' },
      }),
    'suspends them among others': (api, { id }) =>
      api.moderation.users.act({
        people: [{ personId: id, sanctionId: uuid() }],
        ...{ ...SUSPENSION, words: { en: 'For a test.' } },
      }),
  } satisfies Record<
    string,
    (api: Caller, on: { roleId: string; id: string; caseId: string }) => Promise<unknown>
  >;

  test.for(Object.entries(ways))('for seven days, who %s', async ([name, take]) => {
    const { db, given, admin } = await house();
    const first = await admin();
    const roleId = await given.customRole({}, ALL);
    const second = await given.session(await given.user());
    if (name === 'takes the permission')
      for (const permission of ALL) await given.permission({ principalId: second.id, permission });
    else await given.membership({ userId: second.id, principalId: roleId });
    const api = callerFor(db, first);
    const third = await given.user();
    const appoint = () =>
      api.roles.permissions.give({ personId: third.id, permissions: ['roles.assign'], ...FOR_GOOD });
    expect(await refusal(appoint())).toEqual(SECOND);
    await take(api, { roleId, id: second.id, caseId: await given.case(second) });
    expect(await refusal(appoint())).toEqual(SECOND);
    // It stands in the trail that it was they.
    const [taken, ...more] = await db
      .select({ id: auditEntries.id, actorId: auditEntries.actorId })
      .from(auditEntries)
      .where(sql`${auditEntries.after}->>'tookAdministrator' = 'true'`);
    expect(more).toEqual([]);
    expect(taken?.actorId).toBe(first.id);
    const eightDays = new Date(Date.now() + 8 * DAY);
    const giving = await given.customRole({}, ['roles.assign']);
    const cause = { actorId: first.id };
    await assignRole(db, { roleId: giving, personId: third.id, ...FOR_GOOD, cause, now: eightDays });
    expect(await placesIn(db, giving)).toBe(1);
  });

  const waysForATime = {
    'takes the role': (api, { roleId, id }) => api.roles.unassign({ roleId, person: id }),
    'sets an earlier end': (api, { roleId, id }) =>
      api.roles.assign({ roleId, person: id, expiresAt: sooner.toISOString(), reason: '' }),
    'removes the role': (api, { roleId }) => api.roles.remove({ roleId, version: 1 }),
    'sets an earlier end of the permission': (api, { id }) =>
      api.roles.permissions.give({
        personId: id,
        permissions: ['roles.assign'],
        ...{ expiresAt: sooner.toISOString(), reason: '' },
      }),
    'takes the permission': (api, { id }) =>
      api.roles.permissions.take({ personId: id, permissions: ['roles.assign'] }),
  } satisfies Record<string, (api: Caller, on: { roleId: string; id: string }) => Promise<unknown>>;

  test.for(Object.entries(waysForATime))('also of who was one for a time, who %s', async ([name, take]) => {
    const { db, given, admin } = await house();
    const first = await admin();
    const roleId = await given.customRole({}, ALL);
    const second = await given.session(await given.user());
    const until = { expiresAt: soon };
    if (name.includes('permission'))
      for (const permission of ALL) await given.permission({ principalId: second.id, permission, ...until });
    else await given.membership({ userId: second.id, principalId: roleId, ...until });
    const third = await given.user();
    await take(callerFor(db, first), { roleId, id: second.id });
    const giving = await given.customRole({}, ['roles.assign']);
    const appoint = (now: Date) => {
      const cause = { actorId: first.id };
      return assignRole(db, { roleId: giving, personId: third.id, ...FOR_GOOD, cause, now });
    };
    // By then there is nobody else.
    await expect(appoint(new Date(soon.getTime() + DAY))).rejects.toMatchObject(SECOND);
    await appoint(new Date(Date.now() + 8 * DAY));
    expect(await placesIn(db, giving)).toBe(1);
  });

  test('but who is the only one since the other went by themselves does', async () => {
    const { db, given, roleId, admin } = await house();
    const [first, second] = [await admin(), await admin()];
    await callerFor(db, second).roles.unassign({ roleId, person: second.id });
    const third = await given.user();
    await callerFor(db, first).roles.assign({ roleId, person: third.id, ...FOR_GOOD });
    expect(await placesIn(db, roleId)).toBe(2);
  });
});

test('the last administrator stays one, whichever way it would be taken', async () => {
  const { db, given, roleId, admin } = await house();
  const [first, second] = [await admin(), await admin()];
  const api = callerFor(db, first);
  const lastRole = await given.customRole({}, ['roles.assign']);
  await api.roles.unassign({ roleId, person: second.id });
  expect(await refusal(api.roles.unassign({ roleId, person: first.id }))).toEqual(LAST);

  await given.membership({ userId: second.id, principalId: lastRole });
  await db
    .delete(memberships)
    .where(and(eq(memberships.userId, first.id), eq(memberships.principalId, roleId)));
  const forNow = await given.customRole({}, BUILT_IN_ROLES.administrator);
  await given.membership({ userId: first.id, principalId: forNow, expiresAt: soon });
  // The second holds it for good, the first for now.
  const until = { roleId: lastRole, person: second.id, expiresAt: soon.toISOString(), reason: '' };
  expect(await refusal(api.roles.assign(until))).toEqual({ reason: 'LAST_ADMIN' });
  expect(await refusal(api.roles.unassign({ roleId: lastRole, person: second.id }))).toEqual(LAST);
  expect(await refusal(api.roles.update({ roleId: lastRole, version: 1, permissions: [] }))).toEqual(LAST);
  expect(await refusal(api.roles.remove({ roleId: lastRole, version: 1 }))).toEqual(LAST);
  expect(await api.roles.dryRun({ roleId: lastRole, permissions: [] })).toMatchObject({
    leavesNoAdmin: true,
  });
  expect(await placesIn(db, lastRole)).toBe(1);
});

function placesIn(db: Database, roleId: string) {
  return db.$count(memberships, eq(memberships.principalId, roleId));
}
