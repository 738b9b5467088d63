import { and, asc, lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { recordAudits } from '@/server/audit/commands';
import { purgeGrants, purgeGrantsOf } from '@/server/roles/purge-grants';
import { REMOVED_GROUP_DAYS } from './catalog';

const DAY = 86_400_000;
const BATCH = 1000;
/** Groups that one sweep clears away; what is left comes the next time. */
const AT_ONCE = 100;

/**
 * Clears away the groups that were removed a month ago: first what there is of them, in batches that hold nobody up, and the groups
 * themselves in the end. What is still reported of them stays, without them; who answered for them until then stands in the trail,
 * since what was reported does not exist for them (`stepped-down.ts`).
 */
export async function sweepGroups(db: Database, { now }: { now: Date }) {
  const before = new Date(now.getTime() - REMOVED_GROUP_DAYS * DAY);
  const over = await db
    .select({ id: groups.id })
    .from(groups)
    .where(lt(groups.removedAt, before))
    .orderBy(asc(groups.removedAt))
    .limit(AT_ONCE);
  if (over.length === 0) return;
  const ids = over.map(({ id }) => id);
  while ((await purgeGrants(db, { objectIds: ids })) > 0);
  while ((await purgeGrantsOf(db, { principalIds: ids })) > 0);
  while ((await purgePlaces(db, { groupIds: ids, now })) === BATCH);
  await db.transaction(async (tx) => {
    // Asked again under the lock: what is no longer removed stays.
    const gone = await tx
      .delete(groups)
      .where(and(isAmong(groups.id, ids), lt(groups.removedAt, before)))
      .returning({ id: groups.id });
    await tx.delete(principals).where(
      isAmong(
        principals.id,
        gone.map(({ id }) => id),
      ),
    );
  });
}

/** @returns how many */
async function purgePlaces(
  db: Database,
  { groupIds, now }: { groupIds: string[]; now: Date },
): Promise<number> {
  return db.transaction(async (tx) => {
    const some = tx
      .select({ userId: memberships.userId, groupId: memberships.principalId })
      .from(memberships)
      .where(isAmong(memberships.principalId, groupIds))
      .limit(BATCH);
    const gone = await tx
      .delete(memberships)
      .where(
        and(
          isAmong(memberships.principalId, groupIds),
          sql`(${memberships.userId}, ${memberships.principalId}) in ${some}`,
        ),
      )
      .returning({
        userId: memberships.userId,
        groupId: memberships.principalId,
        standing: memberships.standing,
      });
    const answering = gone.filter(({ standing }) => standing === 'owner' || standing === 'manager');
    const reported = await listReported(tx, { groupIds: answering.map(({ groupId }) => groupId) });
    await recordAudits(
      tx,
      answering
        .filter(({ groupId }) => reported.has(groupId))
        .map(({ userId: subjectId, groupId, standing }) => ({
          kind: 'group.memberRemoved',
          cause: { actorId: null },
          subjectId,
          before: { groupId, standing },
          now,
        })),
    );
    return gone.length;
  });
}

/** Those of which anything was ever reported, or begun about them. */
async function listReported(db: Database, { groupIds }: { groupIds: string[] }): Promise<Set<string | null>> {
  if (groupIds.length === 0) return new Set();
  const found = await db
    .selectDistinct({ groupId: cases.groupId })
    .from(cases)
    .where(isAmong(cases.groupId, groupIds));
  return new Set(found.map(({ groupId }) => groupId));
}
