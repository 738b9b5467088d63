import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { recordAudits } from '@/server/audit/commands';
import { markAllRemoved } from './group-changes';
import { inForceAt } from './group-rows';

const theirs = alias(memberships, 'their_place');

/** Removes the groups that nobody is in any more once somebody has gone, while it is written down where they were. */
export async function closeEmptied(db: Database, { userId, now }: { userId: string; now: Date }) {
  const others = and(eq(memberships.principalId, groups.id), ne(memberships.userId, userId), inForceAt(now));
  const emptied = await db
    .select({ id: groups.id })
    .from(theirs)
    .innerJoin(groups, and(eq(groups.id, theirs.principalId), isNull(groups.removedAt)))
    .where(and(eq(theirs.userId, userId), sql`not exists (select from ${memberships} where ${others})`))
    .orderBy(asc(groups.id));
  if (emptied.length === 0) return;
  await db.transaction(async (tx) => {
    // In the order of their ids, so that two who hold several do it in the same.
    const held = await tx
      .select({ id: groups.id })
      .from(groups)
      .where(and(isAmong(groups.id, idsOf(emptied)), isNull(groups.removedAt)))
      .orderBy(asc(groups.id))
      .for('no key update');
    // A statement of its own, so that it sees who came in while the lock was waited for.
    const peopled = await tx
      .selectDistinct({ id: memberships.principalId })
      .from(memberships)
      .where(
        and(isAmong(memberships.principalId, idsOf(held)), ne(memberships.userId, userId), inForceAt(now)),
      );
    const groupIds = idsOf(held).filter((id) => !peopled.some((one) => one.id === id));
    if (groupIds.length === 0) return;
    await markAllRemoved(tx, { groupIds, now });
    await recordAudits(
      tx,
      groupIds.map((groupId) => ({
        kind: 'group.removed',
        cause: { actorId: null },
        subjectId: null,
        before: { groupId, members: 0 },
        now,
      })),
    );
  });
}

function idsOf(rows: { id: string }[]) {
  return rows.map(({ id }) => id);
}
