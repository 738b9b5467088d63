import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { cases } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { hasSteppedDown } from '@/server/groups/stepped-down';
import { inForce, isRemoved, principalsOf } from '@/server/roles/parts';
import { PERMISSIONS, type Permission } from '@/server/roles/permissions';
import { findReach, isWithinReach, type Reach } from '@/server/roles/reach';

const HANDLE = sql.raw(`${PERMISSIONS['report.handle'].id}::smallint`);

/** Somebody of the staff, and whom they reach. */
export interface Staff {
  userId: string;
  reach: Reach;
}

/**
 * Whose cases somebody handles, for what is done with one of them: also nobody's, where they were given single cases, which
 * `isCaseOpenTo` asks for. Undefined for who handles none.
 */
export async function findCaseReach(
  db: Database,
  { userId, held, now }: { userId: string; held: readonly Permission[]; now: Date },
): Promise<Reach | undefined> {
  const reach = await findReach(db, { userId, held, permission: 'report.handle', now });
  if (reach) return reach;
  const [found] = await db.execute<{ any: boolean }>(sql`
    select exists (
      select from object_grants as given
      where given.permission_id = ${HANDLE} and ${isOneOf('given', userId, now)} and ${inForce('given', at(now))}) as any`);
  return found?.any ? { everyone: false, groupIds: [] } : undefined;
}

/**
 * Whether a case is in the queue of somebody of the staff, as part of a larger statement: it is about somebody they reach, or about
 * a group of theirs. What was reported of themselves never is, or they would read by whom, nor what they are denied.
 */
export function isCaseWithin(staff: Staff, now: Date): SQL {
  return sql`(${mayBeTheirs(staff, now)} and ${isReached(staff, now)})`;
}

/** The same for one case by its id, which they may also have been given by itself. */
export function isCaseOpenTo(staff: Staff, now: Date): SQL {
  const { userId } = staff;
  const isGiven = sql`exists (
    select from object_grants as given
    where given.object_id = ${cases.id} and given.permission_id = ${HANDLE}
      and ${isOneOf('given', userId, now)} and ${inForce('given', at(now))})`;
  return sql`(${mayBeTheirs(staff, now)} and (${isReached(staff, now)} or ${isGiven}))`;
}

/** Whether a case is about a group, or about somebody who is in it today. */
export function isAboutGroup(groupId: string, now: Date): SQL | undefined {
  return or(
    eq(cases.groupId, groupId),
    sql`exists (
      select from ${memberships} as about_membership
      where about_membership.user_id = ${cases.personId} and about_membership.principal_id = ${groupId}::uuid
        and (about_membership.expires_at is null or about_membership.expires_at > ${at(now)})
    )`,
  );
}

/** The case of an id, where it exists for somebody. */
export function isCase(id: string, staff: Staff, now: Date): SQL | undefined {
  return and(eq(cases.id, id), isCaseOpenTo(staff, now));
}

/**
 * The same, found by the people of the groups and not by looking at one case after the other: for what is asked of all cases and
 * not of the first of them.
 */
export function isAmongTheirs(staff: Staff, now: Date): SQL {
  const { reach } = staff;
  if (reach.everyone) return isCaseWithin(staff, now);
  const groupIds = groupArray(reach);
  return sql`(${mayBeTheirs(staff, now)} and ${cases.id} in (
    select group_case.id from ${cases} as group_case where group_case.group_id = any(${groupIds})
    union all
    select person_case.id from ${memberships} as group_member
    join ${cases} as person_case on person_case.person_id = group_member.user_id
    where group_member.principal_id = any(${groupIds}) and ${inForce('group_member', at(now))}))`;
}

function isReached({ reach }: Staff, now: Date): SQL {
  if (reach.everyone) return sql`true`;
  const isOfGroup = sql`${cases.groupId} = any(${groupArray(reach)})`;
  return sql`(${isOfGroup} or ${isWithinReach(cases.personId, reach, now)})`;
}

/**
 * Neither about them, nor about a group that they own or manage, or did at any time since the case began: who answers for it does
 * not learn by whom, and does not step down to decide it. And not denied.
 */
function mayBeTheirs({ userId }: Staff, now: Date): SQL {
  // The group may be gone by now: then it is known as what the case is about alone.
  const about = { groupId: sql`${cases.subjectId}`, since: sql`${cases.openedAt}` };
  return sql`${cases.personId} is distinct from ${userId}::uuid and not exists (
    select from ${memberships} as own_group
    where own_group.user_id = ${userId}::uuid and own_group.principal_id = ${cases.groupId} and own_group.standing >= 'manager'
  ) and not (${cases.subjectKind} = 'group' and ${hasSteppedDown({ userId, ...about })}) and not exists (
    select from object_denies as denied
    where denied.object_id = ${cases.id} and denied.permission_id = ${HANDLE} and ${isOneOf('denied', userId, now)})`;
}

/** Whether the row of an alias is about somebody, or a role or group of theirs that is there. */
function isOneOf(row: string, userId: string, now: Date): SQL {
  const principal = sql.raw(`${row}.principal_id`);
  return sql`(${principal} in (${principalsOf(sql`${userId}::uuid`, at(now))}) and not ${isRemoved(principal)})`;
}

function groupArray({ groupIds }: { groupIds: string[] }): SQL {
  return sql`array[${sql.join(
    groupIds.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;
}

function at(now: Date): SQL {
  return sql`${now.toISOString()}::timestamptz`;
}
