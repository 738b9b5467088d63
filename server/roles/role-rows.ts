import { and, asc, count, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { memberships, objectGrants, principalPermissions, roles } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { PERMISSION_NAMES, PERMISSIONS, type Permission, permissionEntry } from './permissions';

/** A role as it stands. */
export interface RoleFacts {
  id: string;
  key: string | null;
  name: string | null;
  description: string;
  color: string;
  version: number;
  permissions: Permission[];
}

const ROLE = {
  id: roles.id,
  key: roles.key,
  name: roles.name,
  description: roles.description,
  color: roles.color,
  version: roles.version,
};

/**
 * Holds a role still until the transaction ends, before any lock on people: `share` while somebody is put into it or taken out
 * of it, else against everybody. @throws NOT_FOUND
 */
export async function lockRole(
  tx: Database,
  { roleId, strength }: { roleId: string; strength: 'share' | 'no key update' | 'update' },
): Promise<RoleFacts> {
  const [role] = await tx.select(ROLE).from(roles).where(eq(roles.id, roleId)).for(strength);
  if (!role) throw new DomainError('NOT_FOUND');
  // A statement of its own: one that waits for the lock sees what the role gives as it was before it waited.
  const held = await tx
    .select({ id: principalPermissions.permissionId })
    .from(principalPermissions)
    .where(eq(principalPermissions.principalId, roleId));
  const ids = new Set(held.map(({ id }) => id));
  return { ...role, permissions: PERMISSION_NAMES.filter((name) => ids.has(PERMISSIONS[name].id)) };
}

/** A role that people made. @throws NOT_FOUND ROLE_BUILT_IN */
export async function lockCustomRole(
  tx: Database,
  ask: { roleId: string; strength: 'no key update' | 'update' },
): Promise<RoleFacts & { name: string }> {
  const { name, ...role } = await lockRole(tx, ask);
  if (name === null) throw new DomainError('ROLE_BUILT_IN');
  return { ...role, name };
}

/** People, after the role, in the order of their ids; who is not there is left out. */
export async function lockPeople(tx: Database, ids: string[]) {
  return tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.id, ids))
    .orderBy(asc(users.id))
    .for('no key update');
}

/** Whoever holds a role just now, and the actor: the same for all of them. */
export async function lockHolders(
  tx: Database,
  { roleId, actorId, now }: { roleId: string; actorId: string; now: Date },
) {
  const holders = tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.principalId, roleId), inForceAt(now)));
  const locked = await tx
    .select({ id: users.id })
    .from(users)
    // By their ids alone: with an "or" everybody there is would be looked at.
    .where(inArray(users.id, sql`(select ${actorId}::uuid union all ${holders})`))
    .orderBy(asc(users.id))
    .for('no key update');
  return locked.map(({ id }) => id);
}

export function inForceAt(now: Date) {
  return or(isNull(memberships.expiresAt), gt(memberships.expiresAt, now));
}

/** Whether a role gives power over other people or over the site, everywhere or on an object: whoever gets it signs in anew. */
export async function givesPower(tx: Database, role: RoleFacts) {
  if (role.permissions.some(isPower)) return true;
  const powers = PERMISSION_NAMES.filter(isPower).map((name) => PERMISSIONS[name].id);
  const [found] = await tx
    .select({ id: objectGrants.permissionId })
    .from(objectGrants)
    .where(and(eq(objectGrants.principalId, role.id), inArray(objectGrants.permissionId, powers)))
    .limit(1);
  return found !== undefined;
}

/** What raises somebody above others, or opens what is not theirs. */
export function isPower(permission: Permission) {
  return permission === 'group.moderate' || permissionEntry(permission).objectType !== 'group';
}

/** What only has to be the actor's own at this moment. */
export function atOnce(now: Date) {
  return new Date(now.getTime() + 1);
}

/** What an audit entry says of a role: enough to put it back. */
export function snapshot({ id, name, description, color, version, permissions }: RoleFacts) {
  return { roleId: id, role: name, description, color, version, permissions };
}

/** How many hold a role just now, within a larger statement. */
export function holdersOf(db: Database, now: Date) {
  return sql<number>`(${db
    .select({ number: count() })
    .from(memberships)
    .where(and(eq(memberships.principalId, roles.id), inForceAt(now)))})`.mapWith(Number);
}
