import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { cases, sanctions } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { inForceAt } from '@/server/groups/group-rows';

/** Owners who are told at most; more than any group has. */
export const TOLD = 200;

/**
 * Holds a group still until the transaction ends, also one that was removed: before any lock on people, as whatever changes a group
 * does. @returns whether it is hidden by now
 */
export async function holdGroup(tx: Database, { groupId }: { groupId: string }): Promise<boolean> {
  const [group] = await tx
    .select({ hiddenAt: groups.hiddenAt })
    .from(groups)
    .where(eq(groups.id, groupId))
    .for('no key update');
  return group !== undefined && group.hiddenAt !== null;
}

/** The same of the group that a case is about, where it is about one. @returns its id; null: it is about none */
export async function holdGroupOfCase(tx: Database, { caseId }: { caseId: string }): Promise<string | null> {
  const [group] = await tx
    .select({ id: groups.id })
    .from(cases)
    .innerJoin(groups, eq(groups.id, cases.groupId))
    .where(eq(cases.id, caseId))
    .for('no key update', { of: groups });
  return group?.id ?? null;
}

/**
 * Hides a group, or shows it again, by what is in force at `now`. Whatever hides one or ends it calls this, under the lock on the
 * group, and nothing else writes the column. @returns whether it is hidden now
 */
export async function applyGroupHiding(
  tx: Database,
  { groupId, now }: { groupId: string; now: Date },
): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const inForce = sql`exists (
    select from ${sanctions} where ${sanctions.groupId} = ${groups.id} and ${sanctions.endedAt} is null
      and (${sanctions.endsAt} is null or ${sanctions.endsAt} > ${at}))`;
  const [group] = await tx
    .update(groups)
    .set({ hiddenAt: sql`case when ${inForce} then coalesce(${groups.hiddenAt}, ${at}) end` })
    .where(eq(groups.id, groupId))
    .returning({ hiddenAt: groups.hiddenAt });
  return group !== undefined && group.hiddenAt !== null;
}

/**
 * Who answers for a group at `now`: its owners, the first first; nobody for one that was removed. They read what was done about it,
 * and may appeal.
 */
export async function listOwners(
  db: Database,
  { groupId, now }: { groupId: string; now: Date },
): Promise<string[]> {
  const rows = await db
    .select({ id: memberships.userId })
    .from(memberships)
    .innerJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt)))
    .where(and(eq(memberships.principalId, groupId), eq(memberships.standing, 'owner'), inForceAt(now)))
    .orderBy(asc(memberships.grantedAt), asc(memberships.userId))
    .limit(TOLD);
  return rows.map(({ id }) => id);
}

/** Whether somebody owns the group of a row of `sanctions`, as part of a larger statement; found by the index on it. */
export function isOfOwnedGroup({ userId, now }: { userId: string; now: Date }) {
  return sql`${sanctions.groupId} = any(array(
    select own_group.principal_id from ${memberships} as own_group
    join ${groups} as owned on owned.id = own_group.principal_id and owned.removed_at is null
    where own_group.user_id = ${userId}::uuid and own_group.standing = 'owner'
      and (own_group.expires_at is null or own_group.expires_at > ${now.toISOString()}::timestamptz)))`;
}
