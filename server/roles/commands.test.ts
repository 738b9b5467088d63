import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { permissions, principalPermissions, roles } from '@/db/schema/permissions';
import { StartError } from '@/db/start-error';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { grantRole, syncPermissions } from './commands';
import { BUILT_IN_ROLES, PERMISSIONS } from './permissions';

const now = new Date();
const catalogue = Object.entries(BUILT_IN_ROLES).flatMap(([role, names]) =>
  names.map((name) => `${role}: ${name}`),
);

test('the catalogue becomes rows, from nothing, by two at once, and again', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    await db.execute(sql`truncate principals, permissions cascade`);
    expect(await held(db)).toEqual([]);
    await Promise.all([1, 2, 3].map(() => syncPermissions(db, { now })));
    await syncPermissions(db, { now });
    expect(await held(db)).toEqual([...catalogue].sort());
    expect(await db.$count(roles)).toBe(Object.keys(BUILT_IN_ROLES).length);
    expect(await db.$count(permissions)).toBe(Object.keys(PERMISSIONS).length);
  } finally {
    await database.drop();
  }
});

test('what a built-in role no longer has is taken from it, what was renamed keeps its number', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    const moderators = db.select({ id: roles.id }).from(roles).where(eq(roles.key, 'moderator'));
    await db.execute(sql`
      insert into principal_permissions (principal_id, permission_id)
      values ((${moderators}), ${PERMISSIONS['roles.assign'].id})`);
    await db.update(permissions).set({ codename: 'dashboard.look' }).where(eq(permissions.id, 1));
    const custom = await makeGiven(db).holder('roles.assign');
    await syncPermissions(db, { now });
    expect((await held(db)).filter((line) => !line.startsWith('role-'))).toEqual([...catalogue].sort());
    // A role of people's own making is theirs.
    expect((await callerFor(db, custom).viewer.me()).permissions).toEqual(['roles.assign']);
  } finally {
    await database.drop();
  }
});

test('a start is refused where the database has a permission that the catalogue has not', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    await db.insert(permissions).values({ id: 9000, objectType: 'person', codename: 'person.praise' });
    await expect(syncPermissions(db, { now })).rejects.toThrow(StartError);
    await expect(syncPermissions(db, { now })).rejects.toThrow('person.praise (9000)');
    await db.delete(permissions).where(eq(permissions.id, 9000));
    await syncPermissions(db, { now });
  } finally {
    await database.drop();
  }
});

test('the database refuses a grant and a denial of a permission about another type of object', async ({
  db,
  given,
}) => {
  const [user, person] = [await given.user(), await given.user()];
  const wrong = PERMISSIONS['group.update'].id;
  const right = PERMISSIONS['person.view'].id;
  for (const [table, at] of [
    [sql.raw('object_grants'), sql.raw('granted_at')],
    [sql.raw('object_denies'), sql.raw('denied_at')],
  ] as const) {
    const insert = (permissionId: number, type: string) =>
      db.execute(sql`
        insert into ${table} (principal_id, permission_id, object_id, object_type, ${at})
        values (${user.id}, ${permissionId}, ${person.id}, ${type}, now())`);
    const refused = { cause: { code: '23503' } };
    // Whatever type is said: the permission and the object both hold it.
    await expect(insert(wrong, 'person')).rejects.toMatchObject(refused);
    await expect(insert(wrong, 'group')).rejects.toMatchObject(refused);
    await expect(insert(right, 'group')).rejects.toMatchObject(refused);
    await insert(right, 'person');
  }
});

test('no two permissions share a number', () => {
  const ids = Object.values(PERMISSIONS).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a role given twice, or by two at once, is given once and told once', async ({ db, given, trail }) => {
  const user = await given.user();
  const grant = { email: user.email, role: 'administrator' as const, cause: { actorId: null }, now };
  await Promise.all([grantRole(db, grant), grantRole(db, grant)]);
  await grantRole(db, grant);
  expect(await trail(user)).toMatchObject([
    { kind: 'role.granted', actorId: null, after: { role: 'administrator' } },
  ]);
  const signedIn = await callerFor(db, await given.session(user)).viewer.staff();
  expect([...signedIn.permissions].sort()).toEqual([...BUILT_IN_ROLES.administrator].sort());
});

test('a role is a rise of privilege: the sessions of before end', async ({ db, given }) => {
  const user = await given.user();
  await grantRole(db, { email: user.email, role: 'moderator', cause: { actorId: null }, now });
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  const again = await given.session(user);
  await grantRole(db, { email: user.email, role: 'moderator', cause: { actorId: null }, now });
  expect(await callerFor(db, again).viewer.current()).not.toBeNull();
});

test('nobody can be given a role by an address that nobody has', async ({ db }) => {
  const grant = { email: 'nobody@example.test', role: 'moderator' as const, cause: { actorId: null }, now };
  await expect(grantRole(db, grant)).rejects.toMatchObject({ reason: 'NOT_FOUND' });
});

/** Who holds what, as `role: permission`, sorted. */
async function held(db: Database) {
  const rows = await db
    .select({ key: roles.key, codename: permissions.codename })
    .from(principalPermissions)
    .innerJoin(roles, eq(roles.id, principalPermissions.principalId))
    .innerJoin(permissions, eq(permissions.id, principalPermissions.permissionId));
  return rows.map(({ key, codename }) => `${key}: ${codename}`).sort();
}
