import { and, eq, notInArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { memberships, permissions, principalPermissions, roles } from '@/db/schema/permissions';
import { EVERYONE, principals, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { lockPerson } from '@/server/auth/factors';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { BUILT_IN_ROLES, type BuiltInRole, PERMISSIONS } from './permissions';
import { findRoleByKey } from './queries';

const LOCK = 7_340_001;

/** Writes the catalogue and the built-in roles to the database; several instances may do it at once, at every start. */
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
  });
}

async function syncRole(
  db: Database,
  role: { key: string; codenames: (keyof typeof PERMISSIONS)[]; now: Date },
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
    const held = await findRoleByKey(tx, role);
    if (!found || !held) throw new DomainError('NOT_FOUND');
    const person = await lockPerson(tx, { userId: found.id });
    const [given] = await tx
      .insert(memberships)
      .values({ userId: person.id, principalId: held.id })
      .onConflictDoNothing()
      .returning({ userId: memberships.userId });
    if (!given) return;
    // A new token at each rise of privilege: what was stolen before must not gain by it, nor a sign-in begun before.
    await endSignIns(tx, { person });
    await endSessionsOf(tx, { userId: person.id });
    await recordAudit(tx, { kind: 'role.granted', cause, subjectId: person.id, after: { role }, now });
  });
}
