import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { recordAudit } from '@/server/audit/commands';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { type By, isPlace, lockGroup, lockPeople } from './group-rows';
import type { GroupChanges, GroupValues } from './inputs';
import { requireRight } from './rights';

/** Makes a group whose owner is who made it; with the same id twice it is one group. @throws ALREADY_THERE RATE_LIMITED */
export async function createGroup(
  db: Database,
  { groupId, values, cause, now }: By & { groupId: string; values: GroupValues },
): Promise<{ groupId: string }> {
  const { actorId } = cause;
  await countUse(db, { limit: 'group.person', key: actorId });
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(principals)
      .values({ id: groupId, kind: 'group' })
      .onConflictDoNothing()
      .returning({ id: principals.id });
    if (!made) {
      const [mine] = await tx
        .select({ id: memberships.userId })
        .from(memberships)
        .where(and(isPlace({ groupId, personId: actorId }), eq(memberships.standing, 'owner')));
      if (!mine) throw new DomainError('ALREADY_THERE');
      return { groupId };
    }
    await tx.insert(groups).values({ id: groupId, ...values, createdAt: now });
    await lockPeople(tx, { actorId, others: [] });
    const place = { standing: 'owner' as const, grantedBy: actorId, grantedAt: now };
    await tx.insert(memberships).values({ userId: actorId, principalId: groupId, ...place });
    const { visibility, joining } = values;
    const after = { groupId, visibility, joining };
    await recordAudit(tx, { kind: 'group.created', cause, subjectId: null, after, now });
    return { groupId };
  });
}

/** Writes what changed; twice is once. @throws NOT_FOUND NOT_ALLOWED RATE_LIMITED */
export async function updateGroup(
  db: Database,
  { groupId, changes, cause, now }: By & { groupId: string; changes: GroupChanges },
): Promise<void> {
  const { actorId } = cause;
  await countUse(db, { limit: 'group.person', key: actorId });
  await db.transaction(async (tx) => {
    const before = await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [] });
    await requireRight(tx, { groupId, userId: actorId, right: 'update', now });
    const { name = before.name, description = before.description } = changes;
    const { visibility = before.visibility, joining = before.joining } = changes;
    const after = { name, description, visibility, joining };
    const fields = (['name', 'description', 'visibility', 'joining'] as const).filter(
      (field) => after[field] !== before[field],
    );
    if (fields.length === 0) return;
    await tx.update(groups).set(after).where(eq(groups.id, groupId));
    // The kinds of what it is, not the words: those are people's, and can be forgotten.
    const kinds = ({ visibility, joining }: Pick<GroupValues, 'visibility' | 'joining'>) => ({
      groupId,
      visibility,
      joining,
    });
    await recordAudit(tx, {
      kind: 'group.updated',
      cause,
      subjectId: null,
      before: kinds(before),
      after: { ...kinds(after), fields },
      now,
    });
  });
}

/**
 * Removes a group: nobody sees it from then on, and what it was given counts for nobody. Who was in it stays written down until it
 * is cleared away, so that it can be put back. @throws NOT_FOUND NOT_ALLOWED
 */
export async function removeGroup(db: Database, { groupId, cause, now }: By & { groupId: string }) {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [] });
    await requireRight(tx, { groupId, userId: actorId, right: 'remove', now });
    await markRemoved(tx, { groupId, now });
    const members = await tx.$count(memberships, eq(memberships.principalId, groupId));
    await recordAudit(tx, {
      kind: 'group.removed',
      cause,
      subjectId: null,
      before: { groupId, members },
      now,
    });
  });
}

/** Under the lock on the group. */
export async function markRemoved(tx: Database, { groupId, now }: { groupId: string; now: Date }) {
  await markAllRemoved(tx, { groupIds: [groupId], now });
}

/** The same for several, in as many statements as for one. */
export async function markAllRemoved(
  tx: Database,
  { groupIds, now }: { groupIds: string[]; now: Date },
): Promise<void> {
  await tx.update(groups).set({ removedAt: now }).where(isAmong(groups.id, groupIds));
  await tx.delete(groupInvitations).where(isAmong(groupInvitations.groupId, groupIds));
}
