import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { recordAudit } from '@/server/audit/commands';
import { markRemoved } from './group-changes';
import { hasOthers, inForceAt } from './group-rows';

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
  for (const { id: groupId } of emptied)
    await db.transaction(async (tx) => {
      const [group] = await tx
        .select({ removedAt: groups.removedAt })
        .from(groups)
        .where(eq(groups.id, groupId))
        .for('no key update');
      if (!group || group.removedAt || (await hasOthers(tx, { groupId, personId: userId, now }))) return;
      await markRemoved(tx, { groupId, now });
      const before = { groupId, members: 0 };
      await recordAudit(tx, {
        kind: 'group.removed',
        cause: { actorId: null },
        subjectId: null,
        before,
        now,
      });
    });
}
