import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { Database } from '@/db/client';
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
 * Clears away the groups that were removed a month ago: first what there is of them, in batches that hold nobody up, and each group
 * in the end. What is still reported of them stays, without them; who answered for them until then stands in the trail, since what
 * was reported does not exist for them (`stepped-down.ts`).
 */
export async function sweepGroups(db: Database, { now }: { now: Date }) {
  const before = new Date(now.getTime() - REMOVED_GROUP_DAYS * DAY);
  const over = await db
    .select({ id: groups.id })
    .from(groups)
    .where(lt(groups.removedAt, before))
    .orderBy(asc(groups.removedAt))
    .limit(AT_ONCE);
  for (const { id } of over) {
    while ((await purgeGrants(db, { objectId: id })) > 0);
    while ((await purgeGrantsOf(db, { principalId: id })) > 0);
    while ((await purgePlaces(db, { groupId: id, now })) === BATCH);
    await db.transaction(async (tx) => {
      // One that was put back meanwhile stays.
      const [gone] = await tx
        .delete(groups)
        .where(and(eq(groups.id, id), lt(groups.removedAt, before)))
        .returning({ id: groups.id });
      if (gone) await tx.delete(principals).where(eq(principals.id, id));
    });
  }
}

/** @returns how many */
async function purgePlaces(db: Database, { groupId, now }: { groupId: string; now: Date }): Promise<number> {
  return db.transaction(async (tx) => {
    const some = tx
      .select({ userId: memberships.userId })
      .from(memberships)
      .where(eq(memberships.principalId, groupId))
      .limit(BATCH);
    const gone = await tx
      .delete(memberships)
      .where(and(eq(memberships.principalId, groupId), inArray(memberships.userId, some)))
      .returning({ userId: memberships.userId, standing: memberships.standing });
    const answering = gone.filter(({ standing }) => standing === 'owner' || standing === 'manager');
    if (answering.length > 0 && (await hasCase(tx, { groupId })))
      await recordAudits(
        tx,
        answering.map(({ userId: subjectId, standing }) => ({
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

/** Whether anything was ever reported of it, or begun about it. */
async function hasCase(db: Database, { groupId }: { groupId: string }) {
  const [found] = await db.select({ id: cases.id }).from(cases).where(eq(cases.groupId, groupId)).limit(1);
  return found !== undefined;
}
