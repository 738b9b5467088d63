import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships, objectGrants, principalPermissions } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { PERMISSION_NAMES, PERMISSIONS } from '@/server/roles/permissions';
import { isPower } from '@/server/roles/role-rows';
import type { Joining, Standing, Visibility } from './catalog';

/** Who does it, and when. */
export interface By {
  cause: Cause & { actorId: string };
  now: Date;
}

/** A group as it stands. */
export interface GroupFacts {
  id: string;
  name: string;
  description: string;
  visibility: Visibility;
  joining: Joining;
  hiddenAt: Date | null;
}

/**
 * Holds a group still until the transaction ends: who is in it, what they are there, who is invited. Groups are locked first, in
 * the order of their ids, and then people in the order of theirs. @throws NOT_FOUND for one that is not there, or was removed
 */
export async function lockGroup(tx: Database, { groupId }: { groupId: string }): Promise<GroupFacts> {
  const [group] = await tx
    .select({
      id: groups.id,
      name: groups.name,
      description: groups.description,
      visibility: groups.visibility,
      joining: groups.joining,
      hiddenAt: groups.hiddenAt,
    })
    .from(groups)
    .where(and(eq(groups.id, groupId), isNull(groups.removedAt)))
    .for('no key update');
  if (!group) throw new DomainError('NOT_FOUND');
  return group;
}

/**
 * The people whom something is about, after the group, in the order of their ids; who is not there is left out.
 * @throws ACCOUNT_INACTIVE when the one who acts is suspended, paused or leaving by now; NOT_FOUND when they are gone
 */
export async function lockPeople(tx: Database, { actorId, others }: { actorId: string; others: string[] }) {
  const people = await tx
    .select({ id: users.id, email: users.email, status: users.status })
    .from(users)
    .where(inArray(users.id, [actorId, ...others]))
    .orderBy(asc(users.id))
    .for('no key update');
  const actor = people.find(({ id }) => id === actorId);
  if (!actor) throw new DomainError('NOT_FOUND');
  if (actor.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
  return people;
}

export type LockedPerson = Awaited<ReturnType<typeof lockPeople>>[number];

export function inForceAt(now: Date) {
  return or(isNull(memberships.expiresAt), gt(memberships.expiresAt, now));
}

/** Somebody's place in a group that has not come to its end. */
export async function findPlace(
  tx: Database,
  { groupId, personId, now }: { groupId: string; personId: string; now: Date },
) {
  const [place] = await tx
    .select({ standing: memberships.standing, expiresAt: memberships.expiresAt })
    .from(memberships)
    .where(and(isPlace({ groupId, personId }), inForceAt(now)));
  return place;
}

export function isPlace({ groupId, personId }: { groupId: string; personId: string }) {
  return and(eq(memberships.userId, personId), eq(memberships.principalId, groupId));
}

/** Whether anybody else is in a group. */
export async function hasOthers(
  tx: Database,
  { groupId, personId, now }: { groupId: string; personId: string; now: Date },
) {
  const [other] = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.principalId, groupId), ne(memberships.userId, personId), inForceAt(now)))
    .limit(1);
  return other !== undefined;
}

const POWERS = PERMISSION_NAMES.filter(isPower).map((name) => PERMISSIONS[name].id);

/** Whether a group gives whoever is in it power over other people, or over the site: whoever gets it signs in anew. */
export async function givesPower(tx: Database, { groupId, now }: { groupId: string; now: Date }) {
  const held = and(
    eq(principalPermissions.principalId, groupId),
    inArray(principalPermissions.permissionId, POWERS),
    or(isNull(principalPermissions.expiresAt), gt(principalPermissions.expiresAt, now)),
  );
  const given = and(
    eq(objectGrants.principalId, groupId),
    inArray(objectGrants.permissionId, POWERS),
    or(isNull(objectGrants.expiresAt), gt(objectGrants.expiresAt, now)),
  );
  const [answer] = await tx.execute<{ gives: boolean }>(sql`
    select exists (select from ${principalPermissions} where ${held})
      or exists (select from ${objectGrants} where ${given}) as gives`);
  return answer?.gives ?? true;
}

/** What an audit entry says of somebody's place: enough to put it back. */
export function placeFacts(of: { groupId: string; standing: Standing; expiresAt?: Date | null }) {
  const { groupId, standing, expiresAt = null } = of;
  return { groupId, standing, expiresAt: expiresAt?.toISOString() ?? null };
}
