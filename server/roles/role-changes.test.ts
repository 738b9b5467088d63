import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { memberships, roles } from '@/db/schema/permissions';
import { type Actor, callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { BUILT_IN_ROLES, type Permission } from './permissions';
import { findRoleByKey } from './queries';

const BEYOND = { reason: 'BEYOND_YOURS' };

function named(permissions: Permission[], name = `Helpers ${uuid()}`) {
  return { name: name.slice(0, 40), description: 'Who help', color: 'green' as const, permissions };
}

test('a role is made of what one may do oneself, once however often it is sent, and nobody else has its name', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit', 'dashboard.view', 'jobs.view'));
  const wish = { roleId: uuid(), ...named(['jobs.view']) };
  const made = { roleId: wish.roleId, version: 1 };
  expect(await Promise.all([api.roles.create(wish), api.roles.create(wish)])).toEqual([made, made]);
  const listed = (await api.roles.list()).filter(({ id }) => id === wish.roleId);
  expect(listed).toMatchObject([
    { key: null, name: wish.name, color: 'green', version: 1, permissions: ['jobs.view'], holders: 0 },
  ]);
  const taken = { reason: 'NAME_TAKEN' };
  for (const name of [wish.name.toUpperCase(), 'Administrator', 'modérateur'])
    expect(await refusal(api.roles.create({ roleId: uuid(), ...named([], name) }))).toEqual(taken);
  expect(await refusal(api.roles.create({ roleId: uuid(), ...named(['jobs.retry']) }))).toEqual(BEYOND);
  const moderate = api.roles.create({ roleId: uuid(), ...named(['group.moderate']) });
  expect(await refusal(moderate)).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('of two who make a role of the same name at once one is told that it is taken', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit'));
  const values = named([]);
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => api.roles.create({ roleId: uuid(), ...values })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await db.$count(roles, eq(roles.name, values.name))).toBe(1);
});

test('only what is one’s own is given to a role or taken from it', async ({ db, given }) => {
  const api = callerFor(db, await given.holder('roles.edit', 'jobs.view'));
  const roleId = await given.customRole({}, ['jobs.view', 'jobs.retry']);
  const update = (permissions: Permission[]) => api.roles.update({ roleId, version: 1, permissions });
  expect(await refusal(update(['jobs.view', 'jobs.retry', 'audit.view']))).toEqual(BEYOND);
  expect(await refusal(update(['jobs.view']))).toEqual(BEYOND);
  expect(await refusal(api.roles.remove({ roleId, version: 1 }))).toEqual(BEYOND);
  expect(await update(['jobs.retry'])).toEqual({ version: 2 });
});

test('what comes with the product stays as it is', async ({ db, given }) => {
  const api = callerFor(db, await given.holder(...BUILT_IN_ROLES.administrator));
  const roleId = await moderators(db);
  const refused = { reason: 'ROLE_BUILT_IN' };
  expect(await refusal(api.roles.update({ roleId, version: 1, permissions: [] }))).toEqual(refused);
  expect(await refusal(api.roles.remove({ roleId, version: 1 }))).toEqual(refused);
});

test('whoever saves what is no longer as they saw it is told so; what is wanted already is no change', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit', 'jobs.view'));
  const roleId = await given.customRole({}, []);
  const wish = { roleId, version: 1, permissions: ['jobs.view'] };
  const both = await Promise.all([api.roles.update(wish), api.roles.update(wish)]);
  expect(both).toEqual([{ version: 2 }, { version: 2 }]);
  expect(await entriesOf(db, roleId)).toHaveLength(1);
  const late = api.roles.update({ roleId, version: 1, description: 'Else' });
  expect(await refusal(late)).toEqual({ reason: 'CHANGED_MEANWHILE' });
  expect(await refusal(api.roles.remove({ roleId, version: 1 }))).toEqual({ reason: 'CHANGED_MEANWHILE' });
});

test('whoever gains power by a change of their role signs in anew; a change of words ends nothing', async ({
  db,
  given,
}) => {
  const editor = await given.holder('roles.edit', 'jobs.view', 'group.view');
  const api = callerFor(db, editor);
  const roleId = await given.customRole({}, []);
  const holder = await given.session(await given.user());
  for (const { id: userId } of [editor, holder]) await given.membership({ userId, principalId: roleId });
  await api.roles.update({ roleId, version: 1, description: 'Else' });
  await api.roles.update({ roleId, version: 2, permissions: ['group.view'] });
  expect(await signedIn(db, holder)).toBe(true);
  await api.roles.update({ roleId, version: 3, permissions: ['group.view', 'jobs.view'] });
  expect(await signedIn(db, holder)).toBe(false);
  // Who gave it could do it before.
  expect(await signedIn(db, editor)).toBe(true);
});

test('before it is saved, a change says who gains and loses what, and not what they have otherwise', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit', 'jobs.view', 'jobs.retry', 'audit.view'));
  const roleId = await given.customRole({}, ['jobs.view', 'audit.view']);
  const [only, also, ended] = [
    await given.user({ displayName: 'Ada' }),
    await given.holder('jobs.retry', 'audit.view'),
    await given.user(),
  ];
  for (const { id: userId } of [only, also]) await given.membership({ userId, principalId: roleId });
  await given.membership({ userId: ended.id, principalId: roleId, expiresAt: new Date(0) });
  const shown = await api.roles.dryRun({ roleId, permissions: ['jobs.view', 'jobs.retry'] });
  expect(shown).toEqual({
    gaining: 1,
    losing: 1,
    gained: [{ permission: 'jobs.retry', people: 1 }],
    lost: [{ permission: 'audit.view', people: 1 }],
    people: [
      { id: only.id, handle: only.handle, displayName: 'Ada', gains: ['jobs.retry'], loses: ['audit.view'] },
    ],
    leavesNoAdmin: false,
    endsSessions: true,
  });
  expect(await api.roles.dryRun({ roleId, permissions: [] })).toMatchObject({ gaining: 0, losing: 2 });
  const missing = api.roles.dryRun({ roleId: uuid(), permissions: [] });
  expect(await refusal(missing)).toEqual({ reason: 'NOT_FOUND' });
});

test('says of a role what it gives and nothing else, whatever the numbers of its permissions', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit', 'dashboard.view'));
  // 12, 18 and 31: within their digits stand the numbers of six others.
  const gives: Permission[] = ['person.viewSecurity', 'person.limit', 'report.hideGroup'];
  const roleId = await given.customRole({}, gives);
  const holder = await given.user();
  await given.membership({ userId: holder.id, principalId: roleId });
  const listed = (await api.roles.list()).find(({ id }) => id === roleId);
  expect(listed?.permissions.toSorted()).toEqual(gives.toSorted());
  const moderator = (await api.roles.list()).find(({ key }) => key === 'moderator');
  if (moderator) expect(moderator.permissions.toSorted()).toEqual([...BUILT_IN_ROLES.moderator].toSorted());
  const without = await api.roles.dryRun({ roleId, permissions: [] });
  expect(without.lost.map(({ permission }) => permission).toSorted()).toEqual(gives.toSorted());
  const unchanged = await api.roles.dryRun({ roleId, permissions: gives });
  expect(unchanged).toMatchObject({ gaining: 0, losing: 0, endsSessions: false });
});

test('a role that is removed is gone from everybody, and its entry holds what it was', async ({
  db,
  given,
}) => {
  const api = callerFor(db, await given.holder('roles.edit', 'jobs.view'));
  const roleId = await given.customRole({}, ['jobs.view']);
  const holder = await given.user();
  await given.membership({ userId: holder.id, principalId: roleId });
  const remove = () => api.roles.remove({ roleId, version: 1 });
  const outcomes = await Promise.allSettled([remove(), remove()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.$count(memberships, eq(memberships.principalId, roleId))).toBe(0);
  expect(await entriesOf(db, roleId)).toMatchObject([
    {
      kind: 'role.removed',
      before: { roleId, permissions: ['jobs.view'], places: [{ userId: holder.id, expiresAt: null }] },
    },
  ]);
});

async function signedIn(db: Database, actor: Actor) {
  return callerFor(db, actor)
    .viewer.me()
    .then(() => true)
    .catch(() => false);
}

async function moderators(db: Database) {
  const role = await findRoleByKey(db, 'moderator');
  if (!role) throw new Error('the role was not written');
  return role.id;
}

async function entriesOf(db: Database, roleId: string) {
  const all = await db.select().from(auditEntries).orderBy(auditEntries.id);
  return all.filter(({ before, after }) => [before?.roleId, after?.roleId].includes(roleId));
}
