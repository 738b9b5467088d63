import { and, eq, notInArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { permissions, principalPermissions, roles } from '@/db/schema/permissions';
import { EVERYONE, principals, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { StartError } from '@/db/start-error';
import type { Cause } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { writePlace } from './assign';
import { BUILT_IN_ROLES, type BuiltInRole, isPermission, PERMISSIONS } from './permissions';
import { findRoleByKey } from './queries';
import { lockRole } from './role-rows';

const LOCK = 7_340_001;

/**
 * Writes the catalogue and the built-in roles to the database; several instances may do it at once, at every start.
 * @throws StartError when the database has permissions that this version knows nothing of
 */
export async function syncPermissions(db: Database, { now }: { now: Date }) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const catalogue = Object.entries(PERMISSIONS).map(([codename, entry]) => ({ codename, ...entry }));
    await tx
      .insert(permissions)
      .values(catalogue)
      .onConflictDoUpdate({
        target: permissions.id,
        set: { codename: sql`excluded.codename`, objectType: sql`excluded.object_type` },
      });
    await tx
      .insert(principals)
      .values([
        { id: SIGNED_IN, kind: 'signed_in' },
        { id: EVERYONE, kind: 'everyone' },
      ])
      .onConflictDoNothing();
    for (const [key, codenames] of Object.entries(BUILT_IN_ROLES))
      await syncRole(tx, { key, codenames, now });
    await refuseOthers(tx);
  });
}

/** What the catalogue has is in the table by now; what else is there somebody may hold, and nothing here would ask about it. */
async function refuseOthers(db: Database) {
  const rows = await db
    .select({ id: permissions.id, codename: permissions.codename, objectType: permissions.objectType })
    .from(permissions);
  const others = rows.filter(({ id, codename, objectType }) => {
    const entry = isPermission(codename) ? PERMISSIONS[codename] : undefined;
    return entry?.id !== id || entry.objectType !== objectType;
  });
  if (rows.length === Object.keys(PERMISSIONS).length && others.length === 0) return;
  const names = others.map(({ id, codename }) => `${codename} (${id})`).join(', ');
  throw new StartError(
    `The database has permissions that this version does not know: ${names}. Start the version that made them, or remove them by a migration.`,
  );
}

async function syncRole(
  db: Database,
  role: { key: string; codenames: readonly (keyof typeof PERMISSIONS)[]; now: Date },
) {
  const { key, codenames, now } = role;
  const id = (await findRoleByKey(db, key))?.id ?? (await createRole(db, { key, now }));
  const ids = codenames.map((codename) => PERMISSIONS[codename].id);
  await db
    .insert(principalPermissions)
    .values(ids.map((permissionId) => ({ principalId: id, permissionId })))
    .onConflictDoNothing();
  await db
    .delete(principalPermissions)
    .where(and(eq(principalPermissions.principalId, id), notInArray(principalPermissions.permissionId, ids)));
}

async function createRole(db: Database, { key, now }: { key: string; now: Date }) {
  const id = uuid();
  await db.insert(principals).values({ id, kind: 'role' });
  await db.insert(roles).values({ id, key, createdAt: now });
  return id;
}

/**
 * Gives a built-in role to the person with this address, who has to sign in anew; giving it twice is giving it once.
 * @throws NOT_FOUND when nobody has the address
 */
export async function grantRole(
  db: Database,
  grant: { email: string; role: BuiltInRole; cause: Cause; now: Date },
) {
  const { email, role, cause, now } = grant;
  await db.transaction(async (tx) => {
    const [found] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
    const known = await findRoleByKey(tx, role);
    if (!found || !known) throw new DomainError('NOT_FOUND');
    const held = await lockRole(tx, { roleId: known.id, strength: 'share' });
    const person = await lockPerson(tx, { userId: found.id });
    await writePlace(tx, { role: held, person, expiresAt: null, reason: '', cause, now });
  });
}
