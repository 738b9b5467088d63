import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships, objectDenies, objectGrants, principalPermissions } from '@/db/schema/permissions';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { canDo } from './check';
import { checkMany } from './check-many';
import { explain } from './explain';
import { listHolders } from './holders';
import {
  type ObjectType,
  PERMISSION_NAMES,
  PERMISSIONS,
  type Permission,
  type PermissionOn,
  permissionEntry,
} from './permissions';
import { listModeratedGroups } from './reach';
import { listReachable } from './reachable';
import { refuseBeyond } from './within';

const now = new Date();
const BEFORE = new Date(now.getTime() - 1000);
const STANDINGS = ['member', 'manager', 'owner'] as const;
const TYPES = ['person', 'group', 'report'] as const;
const PEOPLE = 5;
const GROUPS = 3;
const ROLES = 2;

/** Numbers into the lists of a world. */
interface Draw {
  inactive: number[];
  removed: number[];
  memberships: { user: number; principal: number; standing: number; expired: boolean }[];
  everywhere: { principal: number; permission: number; expired: boolean }[];
  grants: { principal: number; permission: number; object: number; expired: boolean }[];
  denies: { principal: number; permission: number; object: number }[];
}

interface World {
  people: string[];
  groups: string[];
  roles: string[];
  objects: { type: (typeof TYPES)[number]; id: string; personId?: string; groupId?: string }[];
  /** Whoever can hold something. */
  principals: string[];
}

const OBJECTS = PEOPLE + GROUPS + 2;
const PRINCIPALS = PEOPLE + GROUPS + ROLES + 2;
const index = (below: number) => fc.nat({ max: below - 1 });
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { maxLength });
const permission = index(PERMISSION_NAMES.length);
const principal = index(PRINCIPALS);
const draws: fc.Arbitrary<Draw> = fc.record({
  inactive: some(index(PEOPLE), 1),
  removed: some(index(GROUPS), 1),
  memberships: some(
    fc.record({
      user: index(PEOPLE),
      principal: index(GROUPS + ROLES),
      standing: index(3),
      expired: fc.boolean(),
    }),
    12,
  ),
  everywhere: some(fc.record({ principal, permission, expired: fc.boolean() }), 12),
  grants: some(
    fc.record({ principal, permission: fc.nat(), object: index(OBJECTS), expired: fc.boolean() }),
    20,
  ),
  denies: some(fc.record({ principal, permission: fc.nat(), object: index(OBJECTS) }), 6),
});

test('the check, the lists, the explanation and the rule for giving all say what the rules say', {
  timeout: 180_000,
}, async ({ db, given }) => {
  const world = await makeWorld(given);
  await fc.assert(
    fc.asyncProperty(draws, fc.nat(), async (draw, dice) => {
      const rows = rowsOf(world, draw);
      await write(db, rows);
      const may = rulesOf(rows);
      await sayTheSame(db, { world, may, dice });
    }),
    { numRuns: 50 },
  );
});

type Rows = ReturnType<typeof rowsOf>;

async function makeWorld(given: {
  user: () => Promise<{ id: string }>;
  emptyGroup: () => Promise<string>;
  role: () => Promise<string>;
  bareCase: (about: { personId: string } | { groupId: string }) => Promise<string>;
}): Promise<World> {
  const list = async <T>(length: number, make: () => Promise<T>) => {
    const all: T[] = [];
    while (all.length < length) all.push(await make());
    return all;
  };
  const people = await list(PEOPLE, async () => (await given.user()).id);
  const [groupIds, roles] = [await list(GROUPS, given.emptyGroup), await list(ROLES, given.role)];
  const [personId, groupId] = [at(people, 0), at(groupIds, 0)];
  return {
    people,
    groups: groupIds,
    roles,
    principals: [...people, ...groupIds, ...roles, SIGNED_IN, EVERYONE],
    objects: [
      ...people.map((id) => ({ type: 'person' as const, id, personId: id })),
      ...groupIds.map((id) => ({ type: 'group' as const, id })),
      { type: 'report' as const, id: await given.bareCase({ personId }), personId },
      { type: 'report' as const, id: await given.bareCase({ groupId }), groupId },
    ],
  };
}

function rowsOf(world: World, draw: Draw) {
  const name = (n: number) => at(PERMISSION_NAMES, n);
  const joinable = [...world.groups, ...world.roles];
  const line = ({ principal: holder, permission: dice, object: n }: Draw['denies'][number]) => {
    const object = at(world.objects, n);
    // To moderate a group reaches farthest, so that it comes up often.
    const what = object.type === 'group' && dice % 2 ? 'group.moderate' : at(namesOn(object.type), dice >> 1);
    return { principal: at(world.principals, holder), permission: what, object };
  };
  return {
    inactive: new Set(draw.inactive.map((n) => at(world.people, n))),
    removed: new Set(draw.removed.map((n) => at(world.groups, n))),
    memberships: unique(
      draw.memberships.map((one) => ({
        ...one,
        user: at(world.people, one.user),
        principal: at(joinable, one.principal),
        standing: one.principal < GROUPS ? at(STANDINGS, one.standing) : ('member' as const),
      })),
      (one) => `${one.user} ${one.principal}`,
    ),
    everywhere: unique(
      draw.everywhere.map((one) => ({
        ...one,
        principal: at(world.principals, one.principal),
        permission: name(one.permission),
      })),
      (one) => `${one.principal} ${one.permission}`,
    ),
    grants: unique(
      draw.grants.map((one) => ({ ...line(one), expired: one.expired })),
      (one) => `${one.principal} ${one.permission} ${one.object.id}`,
    ),
    denies: unique(draw.denies.map(line), (one) => `${one.principal} ${one.permission} ${one.object.id}`),
  };
}

async function write(db: Database, rows: Rows) {
  await db.execute(sql`truncate object_grants, object_denies, principal_permissions, memberships`);
  await db.execute(sql`update users set status = 'active'`);
  await db.execute(sql`update groups set removed_at = null`);
  for (const id of rows.inactive)
    await db.update(users).set({ status: 'suspended' }).where(sql`${users.id} = ${id}`);
  for (const id of rows.removed)
    await db.update(groups).set({ removedAt: now }).where(sql`${groups.id} = ${id}`);
  const end = ({ expired }: { expired: boolean }) => (expired ? BEFORE : null);
  const about = (line: { permission: Permission; principal: string; object: World['objects'][number] }) => ({
    principalId: line.principal,
    permissionId: PERMISSIONS[line.permission].id,
    objectId: line.object.id,
    objectType: line.object.type,
  });
  const { memberships: places, everywhere, grants, denies } = rows;
  if (places.length)
    await db.insert(memberships).values(
      places.map((one) => ({
        userId: one.user,
        principalId: one.principal,
        standing: one.standing,
        expiresAt: end(one),
      })),
    );
  if (everywhere.length)
    await db.insert(principalPermissions).values(
      everywhere.map((one) => ({
        principalId: one.principal,
        permissionId: PERMISSIONS[one.permission].id,
        expiresAt: end(one),
      })),
    );
  if (grants.length)
    await db
      .insert(objectGrants)
      .values(grants.map((one) => ({ ...about(one), expiresAt: end(one), grantedAt: now })));
  if (denies.length)
    await db.insert(objectDenies).values(denies.map((one) => ({ ...about(one), deniedAt: now })));
}

type May = ReturnType<typeof rulesOf>;

/** The rules in plain words of a program; `everyone` false leaves out what is given to everyone, as lists of holders do. */
function rulesOf(rows: Rows) {
  const joined = (user: string) =>
    rows.memberships.filter((one) => one.user === user && !one.expired && !rows.removed.has(one.principal));
  const standsFor = (user: string | null) =>
    user === null
      ? new Set([EVERYONE])
      : new Set([user, SIGNED_IN, EVERYONE, ...joined(user).map((one) => one.principal)]);
  const isDenied = (user: string | null, name: Permission, id: string) =>
    rows.denies.some(
      (one) => one.permission === name && one.object.id === id && standsFor(user).has(one.principal),
    );

  const holds = (user: string | null, everyone: boolean) => {
    const all = standsFor(user);
    return (id: string) => all.has(id) && (everyone || (id !== SIGNED_IN && id !== EVERYONE));
  };
  const everywhere = (user: string | null, name: Permission, everyone = true) =>
    !permissionEntry(name).objectOnly &&
    rows.everywhere.some(
      (one) => one.permission === name && !one.expired && holds(user, everyone)(one.principal),
    );
  const granted = (user: string | null, name: Permission, id: string, everyone: boolean) =>
    rows.grants.some(
      (one) =>
        one.permission === name &&
        one.object.id === id &&
        !one.expired &&
        holds(user, everyone)(one.principal),
    );
  const moderates = (user: string | null, group: string, everyone: boolean) =>
    granted(user, 'group.moderate', group, everyone) &&
    !rows.removed.has(group) &&
    !isDenied(user, 'group.moderate', group);

  const canAct = (user: string | null) => user === null || !rows.inactive.has(user);
  const isThere = (id: string) => !rows.removed.has(id);
  const may = (user: string | null, name: Permission, object: World['objects'][number], everyone = true) => {
    const { fromStanding, byModeratingGroup } = permissionEntry(name);
    const groupsOf = [
      ...(object.groupId ? [object.groupId] : []),
      ...(object.personId ? joined(object.personId).map((one) => one.principal) : []),
    ];
    const standing = rows.memberships.find(
      (one) => one.user === user && one.principal === object.id && !one.expired,
    )?.standing;
    return (
      canAct(user) &&
      isThere(object.id) &&
      !isDenied(user, name, object.id) &&
      (everywhere(user, name, everyone) ||
        granted(user, name, object.id, everyone) ||
        (fromStanding !== undefined &&
          standing !== undefined &&
          STANDINGS.indexOf(standing) >= STANDINGS.indexOf(fromStanding)) ||
        (byModeratingGroup === true && groupsOf.some((group) => moderates(user, group, everyone))))
    );
  };
  const mayGive = (user: string, name: Permission, object: World['objects'][number]) =>
    may(user, name, object) ||
    (name === 'group.moderate' &&
      canAct(user) &&
      isThere(object.id) &&
      !isDenied(user, name, object.id) &&
      PERMISSION_NAMES.every((one) => !permissionEntry(one).byModeratingGroup || everywhere(user, one)));
  return { may, mayGive, moderates };
}

async function sayTheSame(db: Database, of: { world: World; may: May; dice: number }) {
  const { world, may: rules, dice } = of;
  const visitors = [...world.people, null];
  for (const userId of visitors)
    for (const type of TYPES) {
      const objects = world.objects.filter((object) => object.type === type);
      const found = await checkMany(db, { userId, type, ids: objects.map(({ id }) => id), now });
      for (const object of objects) {
        const expected = namesOn(type).filter((name) => rules.may(userId, name, object));
        expect([...(found.get(object.id) ?? [])].sort()).toEqual([...expected].sort());
      }
    }
  for (const userId of world.people)
    expect((await listModeratedGroups(db, { userId, now })).sort()).toEqual(
      world.groups.filter((group) => rules.moderates(userId, group, true)).sort(),
    );
  // One of each of the others, by the dice.
  for (let n = 0; n < 12; n++) {
    const object = at(world.objects, (dice + n) % OBJECTS);
    const name = at(namesOn(object.type), (dice >> 3) + n);
    const userId = at(visitors, dice + n * 5);
    const expected = rules.may(userId, name, object);
    expect(await canDo(db, { userId, permission: name, object, now })).toBe(expected);
    expect((await explain(db, { userId, permission: name, object, now })).allowed).toBe(expected);
    await expectLists(db, { world, rules, name, object, userId });
    if (userId === null) continue;
    const giving = refuseBeyond(db, {
      actorId: userId,
      gift: { onObjects: [{ permission: name, object }], until: null },
      now,
    });
    const given = await giving.then(
      () => true,
      () => false,
    );
    expect(given).toBe(rules.mayGive(userId, name, object));
  }
}

async function expectLists(
  db: Database,
  of: {
    world: World;
    rules: May;
    name: PermissionOn<ObjectType>;
    object: World['objects'][number];
    userId: string | null;
  },
) {
  const { world, rules, name, object, userId } = of;
  const reachable: string[] = [];
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof listReachable<ObjectType>>> = await listReachable<ObjectType>(db, {
      userId,
      type: object.type,
      permissions: [name],
      after,
      limit: 2,
      now,
    });
    reachable.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after !== undefined);
  const expected = world.objects.filter((one) => one.type === object.type && rules.may(userId, name, one));
  expect(reachable).toEqual(expected.map(({ id }) => id).sort());

  const holders: string[] = [];
  after = undefined;
  do {
    const page: Awaited<ReturnType<typeof listHolders>> = await listHolders<ObjectType>(db, {
      object,
      permissions: [name],
      after,
      limit: 2,
      now,
    });
    holders.push(...page.people.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(holders).toEqual(world.people.filter((id) => rules.may(id, name, object, false)).sort());
}

function namesOn(type: ObjectType) {
  return PERMISSION_NAMES.filter(
    (name): name is PermissionOn<ObjectType> => permissionEntry(name).objectType === type,
  );
}

/** Of a list that is not empty, whatever the number. */
function at<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

function unique<T>(list: T[], key: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [key(one), one])).values()];
}
