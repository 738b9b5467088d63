import { eq, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { objectDenies, objectGrants, securables } from '@/db/schema/permissions';
import { EVERYONE } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { can } from './check';
import { checkMany } from './check-many';
import { addDenies, addGrants, removeDenies, removeGrants } from './grants';
import { listHolders, listShared } from './holders';
import { purgeGrants, purgeGrantsOf } from './purge-grants';
import { listReachable } from './reachable';

const now = new Date();
const LATER = new Date(now.getTime() + 3_600_000);

/** Somebody who may give whatever is about people. */
async function giverOf(given: {
  holder: (...held: ('person.view' | 'person.note' | 'person.warn')[]) => Promise<{ id: string }>;
}) {
  return { actorId: (await given.holder('person.view', 'person.note', 'person.warn')).id };
}

const viewing = (userId: string | null, id: string) =>
  ({ userId, permission: 'person.view', object: { type: 'person', id }, now }) as const;

test('assign_perm: addGrants', async ({ db, given, trail }) => {
  const [user, object] = [await given.user(), await given.user()];
  const cause = await giverOf(given);
  const grant = {
    principalIds: [user.id],
    permissions: ['person.view' as const],
    type: 'person' as const,
    objectIds: [object.id],
    expiresAt: LATER,
    cause,
    now,
  };
  expect(await inOne(db, (tx) => addGrants(tx, grant))).toBe(1);
  expect(await can(db, viewing(user.id, object.id))).toBe(true);
  // Given twice it is given once, and told once; what somebody gained they sign in anew for.
  expect(await inOne(db, (tx) => addGrants(tx, grant))).toBe(0);
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  const line = { principalId: user.id, permission: 'person.view', objectId: object.id, objectType: 'person' };
  expect(await trail(user)).toMatchObject([
    {
      kind: 'grant.added',
      actorId: cause.actorId,
      before: { lines: [] },
      after: { principalId: user.id, lines: [{ ...line, expiresAt: LATER.toISOString() }] },
    },
  ]);
  // With another end it is the same grant, and the entry has what it was.
  expect(await inOne(db, (tx) => addGrants(tx, { ...grant, expiresAt: null }))).toBe(1);
  expect((await trail(user))[1]).toMatchObject({
    before: { lines: [{ ...line, expiresAt: LATER.toISOString() }] },
    after: { lines: [{ ...line, expiresAt: null }] },
  });
});

test('assign_perm refuses what the giver lacks, and what is not there', async ({ db, given }) => {
  const [user, object] = [await given.user(), await given.user()];
  const cause = await giverOf(given);
  const grant = {
    principalIds: [user.id],
    type: 'person' as const,
    objectIds: [object.id],
    expiresAt: null,
    cause,
    now,
  };
  const give = (more: object) =>
    inOne(db, (tx) => addGrants(tx, { ...grant, permissions: ['person.view'], ...more }));
  await expect(give({ permissions: ['person.view', 'person.purge'] })).rejects.toMatchObject({
    reason: 'BEYOND_YOURS',
  });
  await expect(give({ objectIds: [await given.emptyGroup()] })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
  const removed = await given.emptyGroup({ removedAt: now });
  await expect(give({ principalIds: [removed] })).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  await expect(give({ permissions: ['group.view'] })).rejects.toMatchObject({ reason: 'INPUT_INVALID' });
  expect(await can(db, viewing(user.id, object.id))).toBe(false);
});

test('remove_perm: removeGrants', async ({ db, given, trail }) => {
  const [user, object] = [await given.user(), await given.user()];
  const cause = await giverOf(given);
  const lines = {
    principalIds: [user.id],
    permissions: ['person.view' as const],
    type: 'person' as const,
    objectIds: [object.id],
    cause,
    now,
  };
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: object.id });
  await given.grant({ principalId: user.id, permission: 'person.note', objectId: object.id });
  expect(await inOne(db, (tx) => removeGrants(tx, lines))).toBe(1);
  expect(await inOne(db, (tx) => removeGrants(tx, lines))).toBe(0);
  expect(await can(db, viewing(user.id, object.id))).toBe(false);
  expect(await can(db, { ...viewing(user.id, object.id), permission: 'person.note' })).toBe(true);
  expect(await trail(user)).toMatchObject([
    {
      kind: 'grant.removed',
      before: { lines: [{ permission: 'person.view', objectId: object.id, expiresAt: null }] },
    },
  ]);
  // Not from somebody who may more, except from oneself.
  const above = await given.holder('jobs.view');
  await given.grant({ principalId: above.id, permission: 'person.view', objectId: object.id });
  const taking = inOne(db, (tx) => removeGrants(tx, { ...lines, principalIds: [above.id] }));
  await expect(taking).rejects.toMatchObject({ reason: 'ABOVE_YOU' });
});

test('a denial, which Django has not: addDenies, removeDenies', async ({ db, given, trail }) => {
  const [user, object] = [await given.user(), await given.user()];
  const cause = await giverOf(given);
  const lines = {
    principalIds: [user.id],
    permissions: ['person.view' as const],
    type: 'person' as const,
    objectIds: [object.id],
    cause,
    now,
  };
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: object.id });
  expect(await inOne(db, (tx) => addDenies(tx, lines))).toBe(1);
  expect(await inOne(db, (tx) => addDenies(tx, lines))).toBe(0);
  expect(await can(db, viewing(user.id, object.id))).toBe(false);
  expect(await inOne(db, (tx) => removeDenies(tx, lines))).toBe(1);
  expect(await can(db, viewing(user.id, object.id))).toBe(true);
  expect((await trail(user)).map(({ kind }) => kind)).toEqual(['deny.added', 'deny.removed']);
});

test('get_perms: checkMany of one object', async ({ db, given }) => {
  const [user, object] = [await given.holder('person.note'), await given.user()];
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: object.id });
  const found = await checkMany(db, { userId: user.id, type: 'person', ids: [object.id], now });
  expect([...(found.get(object.id) ?? [])].sort()).toEqual(['person.note', 'person.view']);
});

test('get_objects_for_user, any or all, with and without global permissions: listReachable', async ({
  db,
  given,
}) => {
  const user = await given.holder('client.view');
  const [one, both] = [await given.emptyGroup(), await given.emptyGroup()];
  for (const objectId of [one, both])
    await given.grant({ principalId: user.id, permission: 'group.view', objectId });
  await given.grant({ principalId: user.id, permission: 'group.update', objectId: both });
  const ask = { userId: user.id, type: 'group', permissions: ['group.view', 'group.update'], now } as const;
  const ids = async (more: object) =>
    (await listReachable(db, { ...ask, ...more })).items.map(({ id }) => id);
  expect(await ids({ match: 'any' })).toEqual([one, both].sort());
  expect(await ids({ match: 'all' })).toEqual([both]);
  await given.permission({ principalId: user.id, permission: 'group.update' });
  expect((await ids({ match: 'any', limit: 1000 })).length).toBe(
    await db.$count(groups, isNull(groups.removedAt)),
  );
  expect(await ids({ match: 'any', withEverywhere: false })).toEqual([one, both].sort());
});

test('get_users_with_perms: listHolders', async ({ db, given }) => {
  const [own, inGroup, object] = [await given.user(), await given.user(), await given.user()];
  const group = await given.emptyGroup();
  await given.membership({ userId: inGroup.id, principalId: group });
  for (const principalId of [own.id, group])
    await given.grant({ principalId, permission: 'person.endSessions', objectId: object.id });
  const { people } = await listHolders(db, {
    object: { type: 'person', id: object.id },
    permissions: ['person.endSessions'],
    now,
  });
  expect(people.map(({ id, ways }) => [id, ways.map(({ via }) => via)])).toEqual(
    [
      [own.id, ['grant']],
      [inGroup.id, ['shared']],
    ].sort(),
  );
});

test('get_groups_with_perms: listShared', async ({ db, given }) => {
  const [group, role, user] = [await given.emptyGroup(), await given.role(), await given.user()];
  const object = { type: 'person' as const, id: user.id };
  for (const principalId of [user.id, group, role])
    await given.grant({ principalId, permission: 'person.note', objectId: user.id });
  const lines = await listShared(db, { object, now });
  expect(lines.map(({ principalId, permission }) => [principalId, permission])).toEqual([
    [group, 'person.note'],
    [role, 'person.note'],
  ]);
});

test('bulk assign, one to many and many to one: addGrants in one statement', async ({ db, given }) => {
  const cause = await giverOf(given);
  const people: string[] = [];
  for (let n = 0; n < 12; n++) people.push((await given.user()).id);
  const [one = '', ...others] = people;
  const group = await given.emptyGroup();
  const give = (principalIds: string[], objectIds: string[]) =>
    recordStatements(() =>
      inOne(db, (tx) =>
        addGrants(tx, {
          principalIds,
          permissions: ['person.view', 'person.note'],
          type: 'person',
          objectIds,
          expiresAt: null,
          cause,
          now,
        }),
      ),
    );
  const inserts = ({ statements }: Awaited<ReturnType<typeof give>>) =>
    statements.filter(({ text }) => text.startsWith('insert into "object_grants"')).length;
  const manyToOne = await give([group], others);
  expect([manyToOne.result, inserts(manyToOne)]).toEqual([22, 1]);
  const oneToMany = await give(others, [one]);
  expect([oneToMany.result, inserts(oneToMany)]).toEqual([22, 1]);
  const found = await checkMany(db, { userId: others[3] ?? '', type: 'person', ids: [one], now });
  expect([...(found.get(one) ?? [])].sort()).toEqual(['person.note', 'person.view']);
});

test('prefetch for a list: checkMany, one statement for fifty objects', async ({ db, given }) => {
  const user = await given.user();
  const ids: string[] = [];
  for (let n = 0; n < 50; n++) ids.push(await given.emptyGroup());
  await given.grant({ principalId: user.id, permission: 'group.view', objectId: ids[7] ?? '' });
  const { result, statements } = await recordStatements(() =>
    checkMany(db, { userId: user.id, type: 'group', ids, now }),
  );
  expect(statements).toHaveLength(1);
  expect(ids.filter((id) => result.get(id)?.size)).toEqual([ids[7]]);
});

test('the anonymous user: can of nobody', async ({ db, given }) => {
  const [shown, other] = [await given.user(), await given.user()];
  await given.grant({ principalId: EVERYONE, permission: 'person.view', objectId: shown.id });
  expect(await can(db, viewing(null, shown.id))).toBe(true);
  expect(await can(db, viewing(null, other.id))).toBe(false);
});

test('orphan clean-up: what is gone takes its grants along, of each type', async ({ db, given }) => {
  const [user, person] = [await given.user(), await given.user()];
  const [group, report] = [await given.emptyGroup(), await given.bareCase({ personId: user.id })];
  const client = '01900000-0000-7000-8000-00000000c11e';
  await db.insert(oauthClients).values({
    id: client,
    name: 'An app',
    type: 'public',
    redirectUris: [],
    scopes: [],
    createdAt: now,
    updatedAt: now,
  });
  const of = [
    { id: person.id, permission: 'person.view' as const },
    { id: group, permission: 'group.view' as const },
    { id: report, permission: 'report.handle' as const },
    { id: client, permission: 'client.view' as const },
  ];
  for (const { id: objectId, permission } of of) {
    await given.grant({ principalId: user.id, permission, objectId });
    await given.deny({ principalId: EVERYONE, permission, objectId });
  }
  const left = async (id: string) => [
    await db.$count(securables, eq(securables.id, id)),
    await db.$count(objectGrants, eq(objectGrants.objectId, id)),
    await db.$count(objectDenies, eq(objectDenies.objectId, id)),
  ];
  for (const { id } of of) expect(await left(id)).toEqual([1, 1, 1]);
  await db.delete(users).where(eq(users.id, person.id));
  await db.delete(groups).where(eq(groups.id, group));
  await db.delete(cases).where(eq(cases.id, report));
  await db.delete(oauthClients).where(eq(oauthClients.id, client));
  for (const { id } of of) expect(await left(id)).toEqual([0, 0, 0]);
});

test('orphan clean-up of an object with many grants: purgeGrants, batch by batch', async ({ db, given }) => {
  const [object, other] = [await given.emptyGroup(), await given.emptyGroup()];
  for (let n = 0; n < 7; n++) {
    const { id } = await given.user();
    await given.grant({ principalId: id, permission: 'group.view', objectId: object });
    await given.grant({ principalId: id, permission: 'group.view', objectId: other });
    await given.deny({ principalId: id, permission: 'group.update', objectId: object });
  }
  const removed: number[] = [];
  for (let n = await purgeGrants(db, { objectIds: [object], batch: 3 }); n > 0; ) {
    removed.push(n);
    n = await purgeGrants(db, { objectIds: [object], batch: 3 });
  }
  expect(removed.every((n) => n <= 3)).toBe(true);
  expect(removed.reduce((sum, n) => sum + n, 0)).toBe(14);
  expect(await db.$count(objectGrants, eq(objectGrants.objectId, object))).toBe(0);
  expect(await db.$count(objectDenies, eq(objectDenies.objectId, object))).toBe(0);
  expect(await db.$count(objectGrants, eq(objectGrants.objectId, other))).toBe(7);
  // And what it was given itself.
  const { id } = await given.user();
  await given.grant({ principalId: object, permission: 'person.view', objectId: id });
  expect(await purgeGrantsOf(db, { principalIds: [object] })).toBe(1);
  expect(await purgeGrantsOf(db, { principalIds: [object] })).toBe(0);
});

function inOne<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction(work);
}
