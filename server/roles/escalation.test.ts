import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { undoEntry } from '@/server/audit/undo';
import { DomainError } from '@/server/errors';
import { test } from '@/server/testing/fixtures';
import { assignRole, unassignRole } from './assign';
import { addDenies, addGrants, removeDenies, removeGrants } from './grants';
import { PERMISSION_NAMES, PERMISSIONS, type Permission, permissionEntry } from './permissions';
import { givePermissions, takePermissions } from './person-permissions';
import { createRole, updateRole } from './role-changes';

const now = new Date();
const PEOPLE = 4;
const ROLES = 3;
/** A few of each kind, so that what is drawn often meets. */
const POOL: Permission[] = [
  'roles.assign',
  'roles.edit',
  'jobs.view',
  'person.view',
  'person.note',
  'person.warn',
  'person.hide',
  'person.limit',
  'person.suspend',
  'report.handle',
  'report.decideAppeal',
  'group.update',
  'group.moderate',
];
const ANYWHERE = POOL.filter((name) => !permissionEntry(name).objectOnly);

const pick = (below: number) => fc.nat({ max: below - 1 });
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { maxLength });
const names = fc.subarray(ANYWHERE, { maxLength: 4 });
const held = fc.constantFrom(...ANYWHERE);

const worlds = fc.record({
  places: some(fc.record({ person: pick(PEOPLE), principal: pick(ROLES + 1) }), 6),
  roles: some(fc.record({ role: pick(ROLES), permission: held }), 8),
  own: some(fc.record({ person: pick(PEOPLE), permission: held }), 6),
  grants: some(
    fc.record({
      principal: pick(PEOPLE + ROLES + 1),
      permission: fc.constantFrom(...POOL),
      object: pick(PEOPLE + 1),
    }),
    8,
  ),
  denies: some(
    fc.record({
      principal: pick(PEOPLE + ROLES + 1),
      permission: fc.constantFrom(...POOL),
      object: pick(PEOPLE + 1),
    }),
    4,
  ),
});

const acts = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['create', 'update', 'assign', 'unassign', 'grant', 'take', 'deny', 'allow'] as const),
      ...(['give', 'lay down', 'undo'] as const),
    ),
    actor: pick(PEOPLE),
    person: pick(PEOPLE),
    role: pick(ROLES),
    principal: pick(PEOPLE + ROLES + 1),
    object: pick(PEOPLE + 1),
    permissions: names,
    one: fc.constantFrom(...POOL),
  }),
  { minLength: 3, maxLength: 8 },
);
type Act = (typeof acts extends fc.Arbitrary<infer Many> ? Many : never) extends (infer One)[] ? One : never;

test('whatever is done by whomever, nobody may do more than before that whoever did it may not do', {
  timeout: 240_000,
}, async ({ db, given }) => {
  const world = await makeWorld(given);
  let done = 0;
  await fc.assert(
    fc.asyncProperty(worlds, acts, async (draw, all) => {
      await fill(db, world, draw);
      for (const act of all) {
        const before = await rightsOf(db, world);
        if (!(await attempt(db, world, act))) continue;
        done++;
        const after = await rightsOf(db, world);
        const actor = at(world.people, act.actor);
        const beyond = [...after].filter((right) => {
          const [, what] = right.split('|');
          return !before.has(right) && !before.has(`${actor}|${what}`);
        });
        expect(beyond, JSON.stringify(act)).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
  // Or everything was refused, and nothing was shown.
  expect(done).toBeGreaterThan(20);
});

type World = Awaited<ReturnType<typeof makeWorld>>;

async function makeWorld(given: {
  user: () => Promise<{ id: string }>;
  customRole: () => Promise<string>;
  emptyGroup: () => Promise<string>;
}) {
  const list = async <T>(length: number, make: () => Promise<T>) => {
    const all: T[] = [];
    while (all.length < length) all.push(await make());
    return all;
  };
  const people = await list(PEOPLE, async () => (await given.user()).id);
  const [roles, group] = [await list(ROLES, given.customRole), await given.emptyGroup()];
  return { people, roles, group, principals: [...people, ...roles, group], objects: [...people, group] };
}

/** Everything as it was drawn, and nothing of the draw before. */
async function fill(
  db: Database,
  world: World,
  draw: typeof worlds extends fc.Arbitrary<infer W> ? W : never,
) {
  const all = sql`any(${sql.param(world.principals)}::uuid[])`;
  // Also the places in roles that were made meanwhile.
  await db.execute(sql`delete from memberships where principal_id = ${all} or user_id = ${all}`);
  await db.execute(sql`delete from principal_permissions where principal_id = ${all}`);
  await db.execute(sql`delete from object_grants where principal_id = ${all}`);
  await db.execute(sql`delete from object_denies where principal_id = ${all}`);
  await db.execute(sql`update roles set version = 1 where id = any(${sql.param(world.roles)}::uuid[])`);
  const places = [...world.roles, world.group];
  for (const { person, principal } of draw.places)
    await db.execute(sql`insert into memberships (user_id, principal_id) values
      (${at(world.people, person)}, ${at(places, principal)}) on conflict do nothing`);
  const everywhere = [
    ...draw.roles.map(({ role, permission }) => ({ id: at(world.roles, role), permission })),
    ...draw.own.map(({ person, permission }) => ({ id: at(world.people, person), permission })),
  ];
  for (const { id, permission } of everywhere)
    await db.execute(sql`insert into principal_permissions (principal_id, permission_id)
      values (${id}, ${PERMISSIONS[permission].id}) on conflict do nothing`);
  for (const { principal, permission, object } of draw.denies) {
    const objectId = at(world.objects, object);
    const type = objectId === world.group ? 'group' : 'person';
    if (permissionEntry(permission).objectType !== type) continue;
    await db.execute(sql`insert into object_denies (principal_id, permission_id, object_id, object_type, denied_at)
      values (${at(world.principals, principal)}, ${PERMISSIONS[permission].id}, ${objectId}, ${type}, now())
      on conflict do nothing`);
  }
  for (const { principal, permission, object } of draw.grants) {
    const objectId = at(world.objects, object);
    const type = objectId === world.group ? 'group' : 'person';
    if (permissionEntry(permission).objectType !== type) continue;
    await db.execute(sql`insert into object_grants (principal_id, permission_id, object_id, object_type, granted_at)
      values (${at(world.principals, principal)}, ${PERMISSIONS[permission].id}, ${objectId}, ${type}, now())
      on conflict do nothing`);
  }
}

/** @returns whether it was done; everything that is not done is a refusal */
async function attempt(db: Database, world: World, act: Act): Promise<boolean> {
  try {
    await carryOut(db, world, act);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

async function carryOut(db: Database, world: World, act: Act) {
  const by = { cause: { actorId: at(world.people, act.actor) }, now };
  const [roleId, personId] = [at(world.roles, act.role), at(world.people, act.person)];
  const objectId = at(world.objects, act.object);
  const type = objectId === world.group ? 'group' : 'person';
  const line = {
    principalIds: [at(world.principals, act.principal)],
    permissions: [act.one] as never[],
    type,
    objectIds: [objectId],
    ...by,
  } as const;
  switch (act.what) {
    case 'create': {
      const values = { name: `Role ${Math.random()}`, description: '', color: 'blue' as const };
      const id = crypto.randomUUID();
      await createRole(db, { roleId: id, values: { ...values, permissions: act.permissions }, ...by });
      await assignRole(db, { roleId: id, personId, expiresAt: null, reason: '', ...by });
      return;
    }
    case 'update': {
      const version = await versionOf(db, roleId);
      await updateRole(db, { roleId, version, changes: { permissions: act.permissions }, ...by });
      return;
    }
    case 'assign':
      await assignRole(db, { roleId, personId, expiresAt: null, reason: '', ...by });
      return;
    case 'unassign':
      await unassignRole(db, { roleId, personId, ...by });
      return;
    case 'grant':
      await db.transaction((tx) => addGrants(tx, { ...line, expiresAt: null }));
      return;
    case 'take':
      await db.transaction((tx) => removeGrants(tx, line));
      return;
    case 'deny':
      await db.transaction((tx) => addDenies(tx, line));
      return;
    case 'allow':
      await db.transaction((tx) => removeDenies(tx, line));
      return;
    case 'give':
      await givePermissions(db, { personId, permissions: [act.one], expiresAt: null, reason: '', ...by });
      return;
    case 'lay down':
      await takePermissions(db, { personId, permissions: [act.one], ...by });
      return;
    default: {
      const [entry] = await db.execute<{ id: string }>(sql`
        select id from audit_entries as entry
        where (kind like 'role.%' or kind like 'grant.%')
          and not exists (select from audit_undone as undone where undone.entry_id = entry.id)
        order by id desc limit 1`);
      if (entry) await undoEntry(db, { id: entry.id, held: ['roles.assign', 'roles.edit'], ...by });
    }
  }
}

async function versionOf(db: Database, roleId: string) {
  const [role] = await db.execute<{ version: number }>(sql`select version from roles where id = ${roleId}`);
  return role?.version ?? 0;
}

/**
 * Everything that anybody of the world may do, as the rules say it: `person|permission`, for everywhere, and
 * `person|permission object` for each object. Told anew from the rows, without the statements that are tried here.
 */
async function rightsOf(db: Database, world: World): Promise<Set<string>> {
  const people = sql`any(${sql.param(world.people)}::uuid[])`;
  const [places, everywhere, grants, denies] = await Promise.all([
    db.execute<{ user: string; principal: string }>(
      sql`select user_id as "user", principal_id as principal from memberships where user_id = ${people}`,
    ),
    db.execute<{ principal: string; id: number }>(
      sql`select principal_id as principal, permission_id as id from principal_permissions`,
    ),
    db.execute<{ principal: string; id: number; object: string }>(
      sql`select principal_id as principal, permission_id as id, object_id as object from object_grants`,
    ),
    db.execute<{ principal: string; id: number; object: string }>(
      sql`select principal_id as principal, permission_id as id, object_id as object from object_denies`,
    ),
  ]);
  const nameOf = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));
  const members = places.filter(({ principal }) => principal === world.group).map(({ user }) => user);
  const rights = new Set<string>();
  for (const person of world.people) {
    const own = new Set([
      person,
      ...places.filter(({ user }) => user === person).map(({ principal }) => principal),
    ]);
    const all = everywhere
      .filter(({ principal }) => own.has(principal))
      .flatMap(({ id }) => nameOf.get(id) ?? []);
    const isDenied = (name: Permission, on: string) =>
      denies.some(
        ({ principal, id, object }) => own.has(principal) && nameOf.get(id) === name && object === on,
      );
    const on = (name: Permission, object: string) => {
      if (!isDenied(name, object)) rights.add(`${person}|${name} ${object}`);
    };
    for (const name of all) {
      rights.add(`${person}|${name}`);
      for (const object of world.objects)
        if (permissionEntry(name).objectType === (object === world.group ? 'group' : 'person'))
          on(name, object);
    }
    for (const { principal, id, object } of grants) {
      const name = nameOf.get(id);
      if (!name || !own.has(principal)) continue;
      on(name, object);
      if (name === 'group.moderate') moderated(object);
    }
    // Whoever may do to everybody what a moderator of a group may to its people lacks nothing of it.
    if (MODERATING.every((name) => all.includes(name))) moderated(world.group);
    function moderated(group: string) {
      if (isDenied('group.moderate', group)) return;
      on('group.moderate', group);
      for (const name of MODERATING.filter((one) => permissionEntry(one).objectType === 'person'))
        for (const member of members) on(name, member);
    }
  }
  return rights;
}

const MODERATING = PERMISSION_NAMES.filter((name) => permissionEntry(name).byModeratingGroup);

function at<T>(list: readonly T[], place: number): T {
  const one = list[place];
  if (one === undefined) throw new Error(`there is no ${place}`);
  return one;
}
