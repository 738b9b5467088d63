import { and, desc, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { memberships } from '@/db/schema/permissions';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import type { Permission } from './permissions';
import { undoRoleChange } from './undo';

const CANNOT = { reason: 'CANNOT_UNDO' };
const HELD: Permission[] = ['roles.assign', 'roles.edit', 'dashboard.view', 'jobs.view'];
const FOR_GOOD = { expiresAt: null, reason: '' };

/** Undoes the last that somebody did. */
async function undoLast(db: Database, by: { id: string }, { actor = by, held = HELD } = {}) {
  const [entry] = await db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, by.id))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  if (!entry) throw new Error('nothing was done');
  return { entry, undo: () => undo(db, entry, { actor, held }) };
}

function undo(
  db: Database,
  entry: typeof auditEntries.$inferSelect,
  { actor, held }: { actor: { id: string }; held: Permission[] },
) {
  return undoRoleChange(db, { entry, held, cause: { actorId: actor.id }, now: new Date() });
}

test('a role that was given is taken again, one that was taken given again, each only while nothing changed', async ({
  db,
  given,
}) => {
  const actor = await given.holder(...HELD);
  const api = callerFor(db, actor);
  const person = await given.user();
  const roleId = await given.customRole({}, ['jobs.view']);
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  const until = async () => {
    const [place] = await db
      .select({ expiresAt: memberships.expiresAt })
      .from(memberships)
      .where(and(eq(memberships.userId, person.id), eq(memberships.principalId, roleId)));
    return place && (place.expiresAt?.toISOString() ?? null);
  };
  await api.roles.assign({ roleId, person: person.id, expiresAt: soon, reason: '' });
  const given1 = await undoLast(db, actor);
  await api.roles.assign({ roleId, person: person.id, ...FOR_GOOD });
  await expect(given1.undo()).rejects.toMatchObject(CANNOT);
  expect(await until()).toBe(null);
  // The other end that was set.
  await (await undoLast(db, actor)).undo();
  expect(await until()).toBe(soon);
  await given1.undo();
  expect(await until()).toBe(undefined);
  // That was a taking, which is undone in its turn, once.
  const taken = await undoLast(db, actor);
  await taken.undo();
  expect(await until()).toBe(soon);
  await expect(taken.undo()).rejects.toMatchObject(CANNOT);
});

test('undoing is under the rules of doing it', async ({ db, given }) => {
  const [actor, less] = [await given.holder(...HELD), await given.holder('roles.assign', 'roles.edit')];
  const api = callerFor(db, actor);
  const person = await given.user();
  const roleId = await given.customRole({}, ['jobs.view']);
  await given.membership({ userId: person.id, principalId: roleId });
  await api.roles.unassign({ roleId, person: person.id });
  const beyond = { reason: 'BEYOND_YOURS' };
  const by = async (held: Permission[]) => (await undoLast(db, actor, { actor: less, held })).undo();
  await expect(by(['roles.assign'])).rejects.toMatchObject(beyond);
  await expect(by(['roles.edit'])).rejects.toMatchObject({ reason: 'NOT_ALLOWED' });
  await api.roles.remove({ roleId, version: 1 });
  await expect(by(['roles.edit'])).rejects.toMatchObject(beyond);
});

test('a role that was made goes again, unless somebody is in it by now; a change is changed back', async ({
  db,
  given,
}) => {
  const actor = await given.holder(...HELD);
  const api = callerFor(db, actor);
  const [roleId, name] = [uuid(), `Night shift ${uuid()}`.slice(0, 40)];
  const one = async () => (await api.roles.list()).find(({ id }) => id === roleId);
  await api.roles.create({ roleId, name, description: '', color: 'amber', permissions: [] });
  const made = await undoLast(db, actor);
  await api.roles.update({ roleId, version: 1, color: 'blue', permissions: ['jobs.view'] });
  const changed = await undoLast(db, actor);
  await expect(made.undo()).rejects.toMatchObject(CANNOT);
  await changed.undo();
  expect(await one()).toMatchObject({ color: 'amber', permissions: [], version: 3 });
  await expect(changed.undo()).rejects.toMatchObject(CANNOT);

  const again = uuid();
  await api.roles.create({
    roleId: again,
    name: `${name}2`.slice(-40),
    description: '',
    color: 'red',
    permissions: [],
  });
  const madeAgain = await undoLast(db, actor);
  const person = await given.user();
  await api.roles.assign({ roleId: again, person: person.id, ...FOR_GOOD });
  await expect(madeAgain.undo()).rejects.toMatchObject(CANNOT);
  await api.roles.unassign({ roleId: again, person: person.id });
  await madeAgain.undo();
  expect((await api.roles.list()).some(({ id }) => id === again)).toBe(false);
});

test('a role that was removed is back with its people, but for who left and who may do more by now', async ({
  db,
  given,
}) => {
  const actor = await given.holder(...HELD);
  const api = callerFor(db, actor);
  const roleId = await given.customRole({ color: 'violet' }, ['jobs.view']);
  const [stays, risen] = [await given.user(), await given.user()];
  for (const { id: userId } of [stays, risen]) await given.membership({ userId, principalId: roleId });
  await given.membership({ userId: (await given.user()).id, principalId: roleId, expiresAt: new Date(0) });
  await api.roles.remove({ roleId, version: 1 });
  const removed = await undoLast(db, actor);
  await given.permission({ principalId: risen.id, permission: 'audit.view' });
  await removed.undo();
  expect((await api.roles.list()).find(({ id }) => id === roleId)).toMatchObject({
    color: 'violet',
    permissions: ['jobs.view'],
    holders: 1,
  });
  expect((await api.roles.get({ roleId })).holders.map(({ id }) => id)).toEqual([stays.id]);
  await expect(removed.undo()).rejects.toMatchObject(CANNOT);
});
