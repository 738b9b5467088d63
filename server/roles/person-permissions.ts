import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { principalPermissions } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { DomainError } from '@/server/errors';
import { refuseNoAdmin } from './last-admin';
import { PERMISSION_NAMES, PERMISSIONS, type Permission, permissionEntry } from './permissions';
import { isPower, lockPeople } from './role-rows';
import { refuseAlone, TOOK_ADMINISTRATOR } from './second-person';
import { refuseAbove, refuseBeyond } from './within';

const NAMES = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));
const giver = alias(profiles, 'giver');

interface Wish {
  personId: string;
  permissions: readonly Permission[];
  cause: Cause & { actorId: string };
  now: Date;
}

/** What an audit entry says of it: enough to put it back. */
interface HeldLine {
  permission: Permission;
  expiresAt: string | null;
}

/** What somebody holds everywhere by themselves, not by a role, also what has ended. One statement. */
export async function listPermissionsOf(db: Database, { personId }: { personId: string }) {
  const rows = await db
    .select({
      permissionId: principalPermissions.permissionId,
      expiresAt: principalPermissions.expiresAt,
      grantedAt: principalPermissions.grantedAt,
      /** Null: the system, or somebody who has left. */
      grantedBy: giver.handle,
      reason: principalPermissions.reason,
    })
    .from(principalPermissions)
    .leftJoin(giver, eq(giver.userId, principalPermissions.grantedBy))
    .where(eq(principalPermissions.principalId, personId))
    .orderBy(asc(principalPermissions.permissionId))
    .limit(PERMISSION_NAMES.length);
  return rows.flatMap(({ permissionId, ...row }) => {
    const permission = NAMES.get(permissionId);
    return permission ? [{ permission, ...row }] : [];
  });
}

/**
 * Gives somebody permissions for everywhere, or sets when they end; twice is once. Who gains power by it signs in anew.
 * @returns how many are new or changed @throws NOT_FOUND INPUT_INVALID ABOVE_YOU BEYOND_YOURS SECOND_PERSON_NEEDED LAST_ADMIN
 */
export async function givePermissions(
  db: Database,
  wish: Wish & { expiresAt: Date | null; reason: string },
): Promise<number> {
  return db.transaction((tx) => addPermissions(tx, wish));
}

async function addPermissions(
  tx: Database,
  wish: Wish & { expiresAt: Date | null; reason: string },
): Promise<number> {
  const { personId, permissions, expiresAt, reason, cause, now } = wish;
  const { actorId } = cause;
  if (expiresAt && expiresAt <= now) throw new DomainError('INPUT_INVALID');
  if (permissions.some((name) => permissionEntry(name).objectOnly)) throw new DomainError('INPUT_INVALID');
  await lockBoth(tx, { actorId, personId });
  await refuseAbove(tx, { actorId, personId, now });
  const gift = { everywhere: permissions, until: expiresAt };
  await refuseBeyond(tx, { actorId, gift, receiverId: personId, now });
  const rise = { personIds: [personId], added: permissions, until: expiresAt, now };
  await refuseAlone(tx, { actorId, ...rise });
  const was = await linesOf(tx, { personId, permissions });
  const written = await tx
    .insert(principalPermissions)
    .values(
      idsOf(permissions).map((permissionId) => ({
        principalId: personId,
        permissionId,
        expiresAt,
        grantedBy: actorId,
        grantedAt: now,
        reason,
      })),
    )
    .onConflictDoUpdate({
      target: [principalPermissions.principalId, principalPermissions.permissionId],
      set: { expiresAt, grantedBy: actorId, grantedAt: now, reason },
      // Given again as it is: nothing happens, and nothing is told.
      setWhere: sql`${principalPermissions.expiresAt} is distinct from excluded.expires_at`,
    })
    .returning({ id: principalPermissions.permissionId });
  const changed = written.flatMap(({ id }) => NAMES.get(id) ?? []);
  if (changed.length === 0) return 0;
  const inForce = (permission: Permission) =>
    was.some(
      (line) => line.permission === permission && (line.expiresAt === null || new Date(line.expiresAt) > now),
    );
  if (changed.some((name) => isPower(name) && !inForce(name)))
    await endAccessOfAll(tx, { userIds: [personId] });
  await recordAudit(tx, {
    kind: 'permission.given',
    cause,
    subjectId: personId,
    before: { principalId: personId, lines: was.filter(({ permission }) => changed.includes(permission)) },
    after: {
      principalId: personId,
      lines: changed.map((permission) => heldLine(permission, expiresAt)),
      ...(expiresAt && isAdministratorAfter(was, changed, expiresAt) && TOOK_ADMINISTRATOR),
    },
    now,
  });
  // An end that was set may be that of the last one.
  if (expiresAt && changed.includes('roles.assign')) await refuseNoAdmin(tx);
  return changed.length;
}

/**
 * Takes from somebody what they hold everywhere by themselves; one may lay down one's own. Twice is once.
 * @returns how many there were @throws NOT_FOUND ABOVE_YOU LAST_ADMIN
 */
export async function takePermissions(db: Database, wish: Wish): Promise<number> {
  return db.transaction((tx) => removePermissions(tx, wish));
}

async function removePermissions(tx: Database, wish: Wish): Promise<number> {
  const { personId, permissions, cause, now } = wish;
  const { actorId } = cause;
  await lockBoth(tx, { actorId, personId });
  if (personId !== actorId) await refuseAbove(tx, { actorId, personId, now });
  const removed = await tx
    .delete(principalPermissions)
    .where(areAmong({ personId, permissions }))
    .returning({ id: principalPermissions.permissionId, expiresAt: principalPermissions.expiresAt });
  if (removed.length === 0) return 0;
  const lines = removed.flatMap(({ id, expiresAt }) => {
    const permission = NAMES.get(id);
    return permission ? [heldLine(permission, expiresAt)] : [];
  });
  if (lines.some(({ permission }) => permission === 'roles.assign')) await refuseNoAdmin(tx);
  await recordAudit(tx, {
    kind: 'permission.taken',
    cause,
    subjectId: personId,
    before: { principalId: personId, lines },
    after: {
      principalId: personId,
      lines: [],
      ...(personId !== actorId && isAdministratorAfter(lines, permissions, now) && TOOK_ADMINISTRATOR),
    },
    now,
  });
  return lines.length;
}

/** In the order of their ids. @throws NOT_FOUND */
async function lockBoth(tx: Database, { actorId, personId }: { actorId: string; personId: string }) {
  const locked = await lockPeople(tx, [actorId, personId]);
  if (!locked.some(({ id }) => id === personId)) throw new DomainError('NOT_FOUND');
}

async function linesOf(tx: Database, of: Pick<Wish, 'personId' | 'permissions'>): Promise<HeldLine[]> {
  const rows = await tx
    .select({ id: principalPermissions.permissionId, expiresAt: principalPermissions.expiresAt })
    .from(principalPermissions)
    .where(areAmong(of));
  return rows.flatMap(({ id, expiresAt }) => {
    const permission = NAMES.get(id);
    return permission ? [heldLine(permission, expiresAt)] : [];
  });
}

function areAmong({ personId, permissions }: Pick<Wish, 'personId' | 'permissions'>) {
  return and(
    eq(principalPermissions.principalId, personId),
    inArray(principalPermissions.permissionId, idsOf(permissions)),
  );
}

function heldLine(permission: Permission, expiresAt: Date | null): HeldLine {
  return { permission, expiresAt: expiresAt?.toISOString() ?? null };
}

function idsOf(names: readonly Permission[]) {
  return [...new Set(names)].map((name) => PERMISSIONS[name].id);
}

/** Whether what somebody held made them an administrator beyond a moment, and is among what is changed. */
function isAdministratorAfter(lines: readonly HeldLine[], changed: readonly Permission[], moment: Date) {
  const isIt = ({ permission, expiresAt }: HeldLine) =>
    permission === 'roles.assign' && (expiresAt === null || new Date(expiresAt) > moment);
  return changed.includes('roles.assign') && lines.some(isIt);
}
