import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { DomainError } from '@/server/errors';
import {
  deniedOn,
  grantedOn,
  heldEverywhere,
  inForce,
  mayAct,
  moderates,
  principalsOf,
} from '@/server/roles/parts';
import {
  PERMISSION_NAMES,
  PERMISSIONS,
  type PermissionOn,
  permissionEntry,
} from '@/server/roles/permissions';
import { refuseBeyond, refuseBeyondPrincipal } from '@/server/roles/within';
import { STANDINGS, type Standing } from './catalog';

/** What somebody is in a group, and what they may do with it. */
export interface Rights {
  standing: Standing | null;
  /** It exists for them. */
  sees: boolean;
  /** Its name too: moderators can hide it from everybody but its owners. */
  seesName: boolean;
  seesMembers: boolean;
  views: boolean;
  update: boolean;
  manageMembers: boolean;
  remove: boolean;
  /** Handles what is reported of it. */
  handles: boolean;
}

/** Whose rights are asked for, and when. */
const USER = parameter('userId', 'uuid');
export const NOW = parameter('now', 'timestamptz');

/** The person's own place in the group; joined by `isOwnPlace`. */
const ownPlace = alias(memberships, 'own_place');
export const ownInvitation = alias(groupInvitations, 'own_invitation');

/** The definition of `principal`, which the parts below read. */
export const PRINCIPAL = principalsOf(USER, NOW);

export function isOwnPlace() {
  return and(eq(ownPlace.principalId, groups.id), eq(ownPlace.userId, USER), inForce('own_place', NOW));
}

export function isOwnInvitation() {
  return and(
    eq(ownInvitation.groupId, groups.id),
    eq(ownInvitation.userId, USER),
    sql`${ownInvitation.expiresAt} > ${NOW}`,
  );
}

/** The rules of server/roles/check.ts about a row of `groups`, with the person's own place beside it. */
function may(permission: PermissionOn<'group'>): SQL<boolean> {
  const { id, fromStanding } = permissionEntry(permission);
  const permissionId = sql.raw(`${id}::smallint`);
  const group = sql`${groups.id}`;
  const byStanding = fromStanding
    ? sql`coalesce(${ownPlace.standing} >= ${sql.raw(`'${fromStanding}'`)}, false)`
    : sql`false`;
  return sql<boolean>`(not ${deniedOn(group, permissionId)} and (${byStanding}
    or ${heldEverywhere(permissionId, NOW)} or ${grantedOn(group, permissionId, NOW)}))`;
}

const MODERATED = moderates(sql`${groups.id}`, NOW);
const UPDATE = may('group.update');
const VIEW = sql<boolean>`(${may('group.view')} or ${MODERATED})`;
/** Whoever is invited sees what into. */
const INVITED = sql`${ownInvitation.invitedBy} is not null`;

/** Begins a case about it, or finds the one that there is: staff who does not answer for it (`openGroupCase`). */
const HANDLES = sql<boolean>`(coalesce(${ownPlace.standing} < 'manager', true) and (${MODERATED}
  or ${heldEverywhere(sql.raw(`${PERMISSIONS['report.handle'].id}::smallint`), NOW)}))`;

export const RIGHTS = {
  standing: sql<Standing | null>`${ownPlace.standing}`,
  sees: sql<boolean>`(${VIEW} or ${INVITED} or (${groups.visibility} = 'signed_in' and ${groups.hiddenAt} is null))`,
  seesName: sql<boolean>`(${groups.hiddenAt} is null or ${UPDATE} or ${MODERATED}
    or ${heldEverywhere(sql.raw(`${PERMISSIONS['group.view'].id}::smallint`), NOW)})`,
  seesMembers: sql<boolean>`(${VIEW} or (${groups.visibility} = 'signed_in' and ${groups.hiddenAt} is null))`,
  /** Sees it as who is in it does. */
  views: VIEW,
  update: UPDATE,
  manageMembers: may('group.manageMembers'),
  remove: may('group.remove'),
  handles: HANDLES,
};

const rightsOnGroup = prepared((db) =>
  db
    .with(db.$with('principal', {}).as(PRINCIPAL))
    .select({ ...RIGHTS, isActive: sql<boolean>`${mayAct(USER)}` })
    .from(groups)
    .leftJoin(ownPlace, isOwnPlace())
    .leftJoin(ownInvitation, isOwnInvitation())
    .where(and(eq(groups.id, sql.placeholder('groupId')), isNull(groups.removedAt)))
    .prepare('group_rights'),
);

/** What somebody may do with a group at `now`; undefined for one that does not exist for them. */
export async function findRights(
  db: Database,
  { groupId, userId, now }: { groupId: string; userId: string; now: Date },
): Promise<Rights | undefined> {
  const [found] = await rightsOnGroup(db).execute({ groupId, userId, now: now.toISOString() });
  if (!found?.isActive || !found.sees) return undefined;
  const { isActive: _, ...rights } = found;
  return rights;
}

/** @throws NOT_FOUND for a group that does not exist for them, NOT_ALLOWED */
export async function requireRight(
  db: Database,
  ask: { groupId: string; userId: string; right: 'update' | 'manageMembers' | 'remove'; now: Date },
): Promise<Rights> {
  const rights = await findRights(db, ask);
  if (!rights) throw new DomainError('NOT_FOUND');
  if (!rights[ask.right]) throw new DomainError('NOT_ALLOWED');
  return rights;
}

/** Whoever is more than a member is the business of who may change the group. @throws NOT_ALLOWED */
export function refuseStanding(rights: Rights, standing: Standing) {
  if (standing !== 'member' && !rights.update) throw new DomainError('NOT_ALLOWED');
}

/** What a standing gives on its group, beside seeing it: whoever lets somebody in sees it, by a standing or otherwise. */
function permissionsOf(standing: Standing) {
  return PERMISSION_NAMES.filter((name) => {
    const { fromStanding } = permissionEntry(name);
    if (name === 'group.view' || fromStanding === undefined) return false;
    return STANDINGS.indexOf(fromStanding) <= STANDINGS.indexOf(standing);
  });
}

/**
 * Nobody lets somebody into more than they may do themselves: neither what the group was given nor what the standing gives in it.
 * Under the locks on both. @throws BEYOND_YOURS
 */
export async function refuseBeyondGroup(
  tx: Database,
  of: { actorId: string; groupId: string; standing: Standing; now: Date },
) {
  const { actorId, groupId, now } = of;
  await refuseBeyondPrincipal(tx, { actorId, principalId: groupId, until: null, now });
  await refuseBeyondStanding(tx, of);
}

/** The same of the standing alone. @throws BEYOND_YOURS */
export async function refuseBeyondStanding(
  tx: Database,
  { actorId, groupId, standing, now }: { actorId: string; groupId: string; standing: Standing; now: Date },
) {
  const object = { type: 'group', id: groupId } as const;
  const onObjects = permissionsOf(standing).map((permission) => ({ permission, object }));
  await refuseBeyond(tx, { actorId, gift: { onObjects, until: null }, now });
}
