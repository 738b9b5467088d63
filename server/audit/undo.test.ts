import { and, desc, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries, auditUndone } from '@/db/schema/audit';
import { sanctions } from '@/db/schema/moderation';
import { memberships, objectDenies, objectGrants, roles } from '@/db/schema/permissions';
import { setStanding } from '@/server/groups/places';
import { addDenies, addGrants, removeGrants } from '@/server/roles/grants';
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from '@/server/roles/permissions';
import { givePermissions, listPermissionsOf } from '@/server/roles/person-permissions';
import { callerFor } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const HELD: Permission[] = ['audit.view', 'roles.assign', 'roles.edit', 'dashboard.view', 'jobs.view'];
const FOR_GOOD = { expiresAt: null, reason: '' };
const different = (what: string) => ({ reason: 'UNDO_OVERTAKEN', different: what });

/** Somebody who may do and undo all of it. */
const test = base.extend('staff', async ({ db, given }) => {
  const actor = await given.holder(...HELD);
  const api = callerFor(db, actor);
  return { actor, api, undo: ({ id }: { id: string }) => api.audit.undo({ id }) };
});

/** The last that somebody did. */
async function lastOf(db: Database, { id }: { id: string }) {
  const [entry] = await db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, id))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  if (!entry) throw new Error('nothing was done');
  return entry;
}

/** Until when somebody holds a role; undefined: they do not. */
async function heldUntil(db: Database, { roleId, person }: { roleId: string; person: { id: string } }) {
  const [place] = await db
    .select({ expiresAt: memberships.expiresAt })
    .from(memberships)
    .where(and(eq(memberships.userId, person.id), eq(memberships.principalId, roleId)));
  return place && (place.expiresAt?.toISOString() ?? null);
}

describe('somebody in a role', () => {
  test('is taken out of it again, put back, and the end set back, each only while nothing changed', async ({
    db,
    given,
    staff: { actor, api, undo },
  }) => {
    const person = await given.user();
    const roleId = await given.customRole({}, ['jobs.view']);
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const until = () => heldUntil(db, { roleId, person });
    await api.roles.assign({ roleId, person: person.id, expiresAt: soon, reason: '' });
    const given1 = await lastOf(db, actor);
    await api.roles.assign({ roleId, person: person.id, ...FOR_GOOD });
    const given2 = await lastOf(db, actor);
    expect(await refusal(undo(given1))).toMatchObject(different('placeEnd'));
    expect(await until()).toBe(null);
    await undo(given2);
    expect(await until()).toBe(soon);
    await undo(given1);
    expect(await until()).toBe(undefined);
    const taken = await lastOf(db, actor);
    expect(taken).toMatchObject({ kind: 'role.revoked', after: { undoes: given1.id } });
    await undo(taken);
    expect(await until()).toBe(soon);
    await api.roles.unassign({ roleId, person: person.id });
    const again = await lastOf(db, actor);
    await api.roles.assign({ roleId, person: person.id, ...FOR_GOOD });
    expect(await refusal(undo(again))).toMatchObject(different('placeThere'));
    const back = await lastOf(db, actor);
    await api.roles.unassign({ roleId, person: person.id });
    expect(await refusal(undo(back))).toMatchObject(different('placeGone'));
  });
});

describe('a role', () => {
  test('that was made goes again, unless somebody is in it by now; a change is changed back', async ({
    db,
    given,
    staff: { actor, api, undo },
  }) => {
    const [roleId, name] = [uuid(), `Night shift ${uuid()}`.slice(0, 40)];
    const one = async () => (await api.roles.list()).find(({ id }) => id === roleId);
    await api.roles.create({ roleId, name, description: '', color: 'amber', permissions: [] });
    const made = await lastOf(db, actor);
    await api.roles.update({ roleId, version: 1, color: 'blue', permissions: ['jobs.view'] });
    const changed = await lastOf(db, actor);
    expect(await refusal(undo(made))).toMatchObject(different('roleChanged'));
    await undo(changed);
    expect(await one()).toMatchObject({ color: 'amber', permissions: [], version: 3 });
    const changedBack = await lastOf(db, actor);
    await api.roles.update({ roleId, version: 3, color: 'red' });
    expect(await refusal(undo(changedBack))).toMatchObject(different('roleChanged'));

    const again = uuid();
    const values = { name: `${name}2`.slice(-40), description: '', color: 'red' as const, permissions: [] };
    await api.roles.create({ roleId: again, ...values });
    const madeAgain = await lastOf(db, actor);
    const person = await given.user();
    await api.roles.assign({ roleId: again, person: person.id, ...FOR_GOOD });
    expect(await refusal(undo(madeAgain))).toMatchObject(different('roleHeld'));
    await api.roles.unassign({ roleId: again, person: person.id });
    await undo(madeAgain);
    expect((await api.roles.list()).some(({ id }) => id === again)).toBe(false);
  });

  test('that was removed is back with its people, but for who left and who may do more by now, and goes again', async ({
    db,
    given,
    staff: { actor, api, undo },
  }) => {
    const roleId = await given.customRole({ color: 'violet' }, ['jobs.view']);
    const there = async () => (await api.roles.list()).find(({ id }) => id === roleId);
    const [stays, risen] = [await given.user(), await given.user()];
    for (const { id: userId } of [stays, risen]) await given.membership({ userId, principalId: roleId });
    await given.membership({ userId: (await given.user()).id, principalId: roleId, expiresAt: new Date(0) });
    await api.roles.remove({ roleId, version: 1 });
    const removed = await lastOf(db, actor);
    await given.permission({ principalId: risen.id, permission: 'clients.manage' });
    const { undoId } = await undo(removed);
    expect(await there()).toMatchObject({ color: 'violet', permissions: ['jobs.view'], holders: 1 });
    expect((await api.roles.get({ roleId })).holders.map(({ id }) => id)).toEqual([stays.id]);
    await undo({ id: undoId });
    expect(await there()).toBe(undefined);
  });
});

describe('grants', () => {
  test('that were given are taken, and set back where there were some; those that were taken are given', async ({
    db,
    given,
  }) => {
    const actor = await given.holder('audit.view', 'roles.assign', 'person.view', 'person.note');
    const { undo } = callerFor(db, actor).audit;
    const [person, object] = [await given.user(), await given.user()];
    const soon = new Date(Date.now() + 86_400_000);
    const lines = {
      principalIds: [person.id],
      type: 'person' as const,
      objectIds: [object.id],
      cause: { actorId: actor.id },
      now: new Date(),
    };
    const there = async () => {
      const rows = await db
        .select({ permissionId: objectGrants.permissionId, expiresAt: objectGrants.expiresAt })
        .from(objectGrants)
        .where(eq(objectGrants.principalId, person.id));
      return rows.map((row) => [row.permissionId, row.expiresAt]).sort();
    };
    const [view, note] = [PERMISSIONS['person.view'].id, PERMISSIONS['person.note'].id];
    const add = (permissions: ('person.view' | 'person.note')[], expiresAt: Date | null) =>
      db.transaction((tx) => addGrants(tx, { ...lines, permissions, expiresAt }));
    await add(['person.view'], soon);
    await add(['person.view', 'person.note'], null);
    const second = await lastOf(db, actor);
    await undo({ id: second.id });
    expect(await there()).toEqual([[view, soon]]);
    await add(['person.note'], null);
    const third = await lastOf(db, actor);
    await add(['person.note'], soon);
    expect(await refusal(undo({ id: third.id }))).toMatchObject(different('grants'));
    await db.transaction((tx) => removeGrants(tx, { ...lines, permissions: ['person.view', 'person.note'] }));
    expect(await there()).toEqual([]);
    const taken = await lastOf(db, actor);
    const { undoId } = await undo({ id: taken.id });
    expect(await there()).toEqual([
      [view, soon],
      [note, soon],
    ]);
    await undo({ id: undoId });
    expect(await there()).toEqual([]);
  });

  test('denials are lifted and laid again', async ({ db, given }) => {
    const actor = await given.holder('audit.view', 'roles.assign', 'person.view');
    const { undo } = callerFor(db, actor).audit;
    const [person, object] = [await given.user(), await given.user()];
    const denied = () => db.$count(objectDenies, eq(objectDenies.principalId, person.id));
    await db.transaction((tx) =>
      addDenies(tx, {
        principalIds: [person.id],
        permissions: ['person.view'],
        type: 'person',
        objectIds: [object.id],
        cause: { actorId: actor.id },
        now: new Date(),
      }),
    );
    const laid = await lastOf(db, actor);
    const { undoId } = await undo({ id: laid.id });
    expect(await denied()).toBe(0);
    await undo({ id: undoId });
    expect(await denied()).toBe(1);
  });
});

test('a permission for everywhere is taken, set back to its end, and given again', async ({
  db,
  given,
  staff: { actor, api, undo },
}) => {
  const person = await given.user();
  const soon = new Date(Date.now() + 86_400_000);
  const wish = { personId: person.id, cause: { actorId: actor.id }, now: new Date() };
  const permissions = ['jobs.view', 'dashboard.view'] as const;
  const held = async () =>
    Object.fromEntries(
      (await listPermissionsOf(db, { personId: person.id })).map((line) => [line.permission, line.expiresAt]),
    );
  await givePermissions(db, { ...wish, permissions: ['jobs.view'], expiresAt: soon, reason: '' });
  const first = await lastOf(db, actor);
  await givePermissions(db, { ...wish, permissions, expiresAt: null, reason: '' });
  const second = await lastOf(db, actor);
  expect(await refusal(undo(first))).toMatchObject(different('permissions'));
  const { undoId } = await undo(second);
  expect(await held()).toEqual({ 'jobs.view': soon });
  // Two entries tell of it; both point at what they undo.
  const told = (await api.audit.list({ filter: { actor: actor.handle } })).entries.filter(
    ({ after }) => after?.undoes === second.id,
  );
  expect(told.map(({ kind }) => kind)).toEqual(['permission.given', 'permission.taken']);
  expect(told.at(-1)?.id).toBe(undoId);
  await undo(first);
  expect(await held()).toEqual({});
  const taken = await lastOf(db, actor);
  await undo(taken);
  expect(await held()).toEqual({ 'jobs.view': soon });
});

test('the standing of a member is set back, and who was added is taken out', async ({ db, given }) => {
  const actor = await given.holder(
    'audit.view',
    'group.view',
    'group.update',
    'group.manageMembers',
    'group.remove',
  );
  const { undo } = callerFor(db, actor).audit;
  const [owner, person] = [await given.user(), await given.user()];
  const groupId = await given.emptyGroup();
  await given.membership({ userId: owner.id, principalId: groupId, standing: 'owner' });
  await given.membership({ userId: person.id, principalId: groupId, standing: 'member' });
  const standing = async () => {
    const [place] = await db
      .select({ standing: memberships.standing })
      .from(memberships)
      .where(and(eq(memberships.userId, person.id), eq(memberships.principalId, groupId)));
    return place?.standing;
  };
  const place = { groupId, personId: person.id, cause: { actorId: actor.id }, now: new Date() };
  await setStanding(db, { ...place, standing: 'manager' });
  const risen = await lastOf(db, actor);
  await undo({ id: risen.id });
  expect(await standing()).toBe('member');
  expect(await refusal(undo({ id: risen.id }))).toMatchObject({ reason: 'UNDONE_ALREADY' });
  const back = await lastOf(db, actor);
  await setStanding(db, { ...place, standing: 'owner' });
  expect(await refusal(undo({ id: back.id }))).toMatchObject(different('standing'));
  const after = { groupId, standing: 'owner', expiresAt: null };
  const added = await given.auditEntry({ kind: 'group.memberAdded', subjectId: person.id, after });
  await undo({ id: added });
  expect(await standing()).toBe(undefined);
});

test('what was done about somebody is taken back while it holds', async ({ db, given }) => {
  const actor = await given.holder('audit.view', 'report.handle', 'person.limit');
  const { undo, context } = callerFor(db, actor).audit;
  const person = await given.user();
  const caseId = await given.case(person);
  const sanction = await given.sanction(person, caseId, { kind: 'limit' });
  const after = { sanction, case: caseId, kind: 'limit', rule: 'spam', hides: [], endsAt: null };
  const id = await given.auditEntry({ kind: 'sanction.imposed', subjectId: person.id, after });
  const warning = { ...after, kind: 'warning' };
  const other = await given.auditEntry({ kind: 'sanction.imposed', subjectId: person.id, after: warning });
  expect(await context({ id: other })).toMatchObject({ undo: 'beyond' });
  const { undoId } = await undo({ id });
  const [row] = await db.select().from(sanctions).where(eq(sanctions.id, sanction));
  expect(row).toMatchObject({ endedHow: 'undone', endedBy: actor.id });
  // It is not done to them again from here.
  expect(await context({ id: undoId })).toMatchObject({ undo: 'never', entry: { kind: 'sanction.ended' } });
  const again = await given.auditEntry({ kind: 'sanction.imposed', subjectId: person.id, after });
  expect(await refusal(undo({ id: again }))).toMatchObject(different('sanctionOver'));
});

test('undone is undone: of fifty at the same moment one does it', async ({ db, given, staff }) => {
  const { actor, api, undo } = staff;
  const person = await given.user();
  const roleId = await given.customRole({}, ['jobs.view']);
  await api.roles.assign({ roleId, person: person.id, ...FOR_GOOD });
  const entry = await lastOf(db, actor);
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => undo(entry)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const reasons = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.cause?.reason] : []));
  expect(new Set(reasons)).toEqual(new Set(['UNDONE_ALREADY']));
  expect(await heldUntil(db, { roleId, person })).toBe(undefined);
  const links = await db.select().from(auditUndone).where(eq(auditUndone.entryId, entry.id));
  expect(links).toHaveLength(1);
  const told = await api.audit.context({ id: entry.id });
  expect(told).toMatchObject({
    undo: 'done',
    entry: { undoneBy: links[0]?.undoId, undoerHandle: actor.handle, undoneAt: expect.any(Date) },
  });
  // It stays so when what was undone is done again.
  await undo({ id: links[0]?.undoId ?? '' });
  expect(await refusal(undo(entry))).toMatchObject({ reason: 'UNDONE_ALREADY' });
});

describe('undoing is under the rules of doing it', () => {
  test('nobody gives back what they lack, nor without the permission for it', async ({
    db,
    given,
    staff,
  }) => {
    const { actor, api } = staff;
    const person = await given.user();
    const roleId = await given.customRole({}, ['jobs.view']);
    await given.membership({ userId: person.id, principalId: roleId });
    await api.roles.unassign({ roleId, person: person.id });
    const { id } = await lastOf(db, actor);
    const by = async (...held: Permission[]) =>
      refusal(callerFor(db, await given.holder('audit.view', ...held)).audit.undo({ id }));
    expect(await by('roles.edit')).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await by('roles.assign')).toMatchObject({ reason: 'BEYOND_YOURS' });
    expect(await api.audit.context({ id })).toMatchObject({ undo: 'offered' });
    const reader = callerFor(db, await given.holder('audit.view'));
    expect(await reader.audit.context({ id })).toMatchObject({ undo: 'beyond' });
  });

  test('nobody makes somebody an administrator alone', async ({ db, given }) => {
    const actor = await given.holder(...BUILT_IN_ROLES.administrator);
    const person = await given.user();
    const [role] = await db.select({ id: roles.id }).from(roles).where(eq(roles.key, 'administrator'));
    const before = { role: 'administrator', roleId: role?.id, expiresAt: null };
    const id = await given.auditEntry({ kind: 'role.revoked', subjectId: person.id, before });
    // Another one, who could agree.
    await given.holder('roles.assign');
    const alone = callerFor(db, actor).audit.undo({ id });
    expect(await refusal(alone)).toMatchObject({ reason: 'SECOND_PERSON_NEEDED' });
    expect(await heldUntil(db, { roleId: role?.id ?? '', person })).toBe(undefined);
    expect(await db.$count(auditUndone, eq(auditUndone.entryId, id))).toBe(0);
  });

  test('nobody acts on who may do more', async ({ db, given, staff }) => {
    const { actor, api, undo } = staff;
    const person = await given.user();
    const roleId = await given.customRole({}, ['jobs.view']);
    await api.roles.assign({ roleId, person: person.id, ...FOR_GOOD });
    const entry = await lastOf(db, actor);
    await given.permission({ principalId: person.id, permission: 'clients.manage' });
    expect(await refusal(undo(entry))).toMatchObject({ reason: 'ABOVE_YOU' });
  });
});

test('what nothing undoes, what is not there and what no longer names anybody is not undone', async ({
  db,
  given,
  staff: { api, undo },
}) => {
  const id = await given.auditEntry({ kind: 'message.sent' });
  expect(await refusal(undo({ id }))).toMatchObject({ reason: 'CANNOT_UNDO' });
  expect(await api.audit.context({ id })).toMatchObject({ undo: 'never' });
  expect(await refusal(undo({ id: uuid() }))).toMatchObject({ reason: 'NOT_FOUND' });
  // As it was written before anything could be undone.
  const old = await given.auditEntry({
    kind: 'role.granted',
    subjectId: uuid(),
    after: { role: 'moderator' },
  });
  expect(await refusal(undo({ id: old }))).toMatchObject({ reason: 'CANNOT_UNDO' });
  const after = { role: 'Night shift', roleId: uuid(), expiresAt: null };
  const gone = await given.auditEntry({ kind: 'role.granted', subjectId: uuid(), after });
  expect(await refusal(undo({ id: gone }))).toMatchObject(different('gone'));

  const at = new Date(new Date().setUTCMonth(new Date().getUTCMonth() - 13));
  const redacted = await given.auditEntry({ at, kind: 'role.granted', subjectId: uuid(), after });
  const nothing = { subjectId: null, before: null, after: null, requestId: null, ip: null };
  await db
    .update(auditEntries)
    .set({ ...nothing, redactedAt: new Date() })
    .where(eq(auditEntries.id, redacted));
  expect(await refusal(undo({ id: redacted }))).toMatchObject({ reason: 'CANNOT_UNDO' });
});
