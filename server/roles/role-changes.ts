import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import {
  memberships,
  objectDenies,
  objectGrants,
  principalPermissions,
  roles,
} from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { DomainError } from '@/server/errors';
import { refuseNoAdmin } from './last-admin';
import { PERMISSIONS, type Permission } from './permissions';
import type { RoleChanges, RoleValues } from './role-inputs';
import {
  atOnce,
  isPower,
  lockCustomRole,
  lockHolders,
  lockPeople,
  type RoleFacts,
  snapshot,
} from './role-rows';
import { refuseAlone, TOOK_ADMINISTRATOR } from './second-person';
import { refuseBeyond, refuseBeyondPrincipal } from './within';

type By = { cause: Cause & { actorId: string }; now: Date };
type Named = RoleFacts & { name: string };

/** Of a role that is removed so many memberships stand in its entry; one that had more is not put back. */
const MOST_KEPT = 500;

/** What the dashboard calls these roles is theirs. */
const RESERVED = ['member', 'moderator', 'administrator', 'membre', 'modérateur', 'administrateur'];

/** Makes a role of what the actor may do; with the same id twice it is one role. @throws BEYOND_YOURS NAME_TAKEN */
export async function createRole(
  db: Database,
  { roleId, values, cause, now }: By & { roleId: string; values: RoleValues },
) {
  return db.transaction((tx) => addRole(tx, { roleId, values, cause, now }));
}

/** The same within a larger transaction. */
export async function addRole(
  tx: Database,
  { roleId, values, cause, now }: By & { roleId: string; values: RoleValues },
): Promise<{ roleId: string; version: number }> {
  const { permissions, ...looks } = values;
  await lockPeople(tx, [cause.actorId]);
  const [made] = await tx
    .insert(principals)
    .values({ id: roleId, kind: 'role' })
    .onConflictDoNothing()
    .returning({ id: principals.id });
  if (!made) {
    const [before] = await tx
      .select({ roleId: roles.id, version: roles.version, name: roles.name })
      .from(roles)
      .where(eq(roles.id, roleId));
    if (before?.name !== looks.name) throw new DomainError('NAME_TAKEN');
    return { roleId, version: before.version };
  }
  await refuseBeyond(tx, { actorId: cause.actorId, gift: { everywhere: permissions, until: null }, now });
  await refuseTaken(tx, { roleId, name: looks.name });
  await named(tx.insert(roles).values({ id: roleId, ...looks, createdAt: now }));
  await addPermissions(tx, { roleId, permissions, cause, now });
  const after = snapshot({ id: roleId, key: null, version: 1, ...values });
  await recordAudit(tx, { kind: 'role.created', cause, subjectId: null, after, now });
  return { roleId, version: 1 };
}

/**
 * Changes a role that people made. What is given to it or taken from it has to be the actor's own; whoever gains power by it
 * signs in anew. What is as it should be already is left as it is, whatever version was seen.
 * @throws NOT_FOUND ROLE_BUILT_IN CHANGED_MEANWHILE BEYOND_YOURS NAME_TAKEN SECOND_PERSON_NEEDED LAST_ADMIN
 */
export async function updateRole(
  db: Database,
  wish: By & { roleId: string; version: number; changes: RoleChanges },
) {
  return db.transaction((tx) => changeRole(tx, wish));
}

/** The same within a larger transaction. @returns the new version */
export async function changeRole(
  tx: Database,
  wish: By & { roleId: string; version: number; changes: RoleChanges },
): Promise<{ version: number }> {
  const { roleId, changes, cause, now } = wish;
  const before = await lockCustomRole(tx, { roleId, strength: 'no key update' });
  const after: Named = {
    ...before,
    name: changes.name ?? before.name,
    description: changes.description ?? before.description,
    color: changes.color ?? before.color,
    permissions: changes.permissions ?? before.permissions,
    version: before.version + 1,
  };
  const added = after.permissions.filter((name) => !before.permissions.includes(name));
  const removed = before.permissions.filter((name) => !after.permissions.includes(name));
  const isSame = (['name', 'description', 'color'] as const).every((field) => before[field] === after[field]);
  if (isSame && added.length + removed.length === 0) return { version: before.version };
  if (before.version !== wish.version) throw new DomainError('CHANGED_MEANWHILE');
  if (before.name !== after.name) await refuseTaken(tx, { roleId, name: after.name });
  const { name, description, color, version } = after;
  await named(tx.update(roles).set({ name, description, color, version }).where(eq(roles.id, roleId)));
  const others =
    added.length + removed.length > 0
      ? await changePermissions(tx, { roleId, added, removed, cause, now })
      : [];
  await recordAudit(tx, {
    kind: 'role.updated',
    cause,
    subjectId: null,
    before: snapshot(before),
    after: {
      ...snapshot(after),
      ...(removed.includes('roles.assign') && others.length > 0 && TOOK_ADMINISTRATOR),
    },
    now,
  });
  return { version };
}

/** @returns who else is in the role */
async function changePermissions(
  tx: Database,
  { roleId, added, removed, cause, now }: By & { roleId: string; added: Permission[]; removed: Permission[] },
) {
  const { actorId } = cause;
  const everybody = await lockHolders(tx, { roleId, actorId, now });
  const others = everybody.filter((id) => id !== actorId);
  // Before the write: what the actor has by this role alone they may lay down.
  await refuseBeyond(tx, { actorId, gift: { everywhere: added, until: null }, receiverId: roleId, now });
  await refuseBeyond(tx, { actorId, gift: { everywhere: removed, until: atOnce(now) }, now });
  await refuseAlone(tx, { actorId, personIds: others, added, until: null, now });
  if (removed.length > 0)
    await tx
      .delete(principalPermissions)
      .where(
        and(
          eq(principalPermissions.principalId, roleId),
          inArray(principalPermissions.permissionId, idsOf(removed)),
        ),
      );
  await addPermissions(tx, { roleId, permissions: added, cause, now });
  if (removed.includes('roles.assign')) await refuseNoAdmin(tx);
  if (added.some(isPower) && others.length > 0) await endAccessOfAll(tx, { userIds: others });
  return others;
}

/**
 * Removes a role that people made, and takes it from whoever holds it. All that it gives has to be the actor's own.
 * @throws NOT_FOUND ROLE_BUILT_IN CHANGED_MEANWHILE BEYOND_YOURS LAST_ADMIN
 */
export async function removeRole(db: Database, wish: By & { roleId: string; version: number }) {
  return db.transaction((tx) => dropRole(tx, wish));
}

/** The same within a larger transaction. */
export async function dropRole(tx: Database, wish: By & { roleId: string; version: number }) {
  const { roleId, cause, now } = wish;
  const { actorId } = cause;
  const role = await lockCustomRole(tx, { roleId, strength: 'update' });
  if (role.version !== wish.version) throw new DomainError('CHANGED_MEANWHILE');
  await lockHolders(tx, { roleId, actorId, now });
  await refuseBeyondPrincipal(tx, { actorId, principalId: roleId, until: atOnce(now), isTaken: true, now });
  const places = await tx
    .delete(memberships)
    .where(eq(memberships.principalId, roleId))
    .returning({ userId: memberships.userId, expiresAt: memberships.expiresAt });
  const [onObjects] = await tx
    .select({
      number: sql<number>`(${tx.$count(objectGrants, eq(objectGrants.principalId, roleId))} + ${tx.$count(objectDenies, eq(objectDenies.principalId, roleId))})::int`,
    })
    .from(principals)
    .where(eq(principals.id, roleId));
  await tx.delete(roles).where(eq(roles.id, roleId));
  await tx.delete(principals).where(eq(principals.id, roleId));
  const isGiving = role.permissions.includes('roles.assign');
  if (isGiving) await refuseNoAdmin(tx);
  const others = places.filter(
    ({ userId, expiresAt }) => userId !== actorId && (expiresAt === null || expiresAt > now),
  );
  await recordAudit(tx, {
    kind: 'role.removed',
    cause,
    subjectId: null,
    before: {
      ...snapshot(role),
      holders: places.length,
      // What it was given on single objects is not put back.
      ...(places.length <= MOST_KEPT && onObjects?.number === 0 && { places }),
    },
    ...(isGiving && others.length > 0 && { after: TOOK_ADMINISTRATOR }),
    now,
  });
  return { holders: places.length };
}

async function addPermissions(
  tx: Database,
  { roleId, permissions, cause, now }: By & { roleId: string; permissions: readonly Permission[] },
) {
  if (permissions.length === 0) return;
  const given = { principalId: roleId, grantedBy: cause.actorId, grantedAt: now };
  await tx
    .insert(principalPermissions)
    .values(idsOf(permissions).map((permissionId) => ({ ...given, permissionId })));
}

/** Also one that differs in capitals only. @throws NAME_TAKEN */
async function refuseTaken(tx: Database, { roleId, name }: { roleId: string; name: string }) {
  const lower = name.toLowerCase();
  const [taken] = await tx
    .select({ id: roles.id })
    .from(roles)
    .where(and(ne(roles.id, roleId), or(eq(sql`lower(${roles.name})`, lower), eq(roles.key, lower))))
    .limit(1);
  if (taken || RESERVED.includes(lower)) throw new DomainError('NAME_TAKEN');
}

/** Of two at the same moment one was first. @throws NAME_TAKEN */
async function named(write: PromiseLike<unknown>) {
  try {
    await write;
  } catch (error) {
    throw uniqueViolation(error) ? new DomainError('NAME_TAKEN', { cause: error }) : error;
  }
}

function idsOf(names: readonly Permission[]) {
  return names.map((name) => PERMISSIONS[name].id);
}
