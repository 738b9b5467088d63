import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/permissions';
import { recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { STANDINGS, type Standing } from './catalog';
import { markRemoved } from './group-changes';
import { type By, findPlace, hasOthers, isPlace, lockGroup, lockPeople, placeFacts } from './group-rows';
import { refuseLastOwner } from './owners';
import { refuseBeyondStanding, refuseStanding, requireRight } from './rights';

/**
 * Is not in a group any more; the last one takes it along. Who is in none leaves none.
 * @returns whether the group is gone as well @throws NOT_FOUND LAST_OWNER
 */
export async function leaveGroup(
  db: Database,
  { groupId, cause, now }: By & { groupId: string },
): Promise<{ isGone: boolean }> {
  const { actorId } = cause;
  return db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [] });
    const of = { groupId, personId: actorId };
    const place = await findPlace(tx, { ...of, now });
    if (!place) return { isGone: false };
    const isLast = !(await hasOthers(tx, { ...of, now }));
    if (!isLast && place.standing === 'owner') await refuseLastOwner(tx, of);
    await tx.delete(memberships).where(isPlace(of));
    const before = placeFacts({ groupId, ...place });
    await recordAudit(tx, { kind: 'group.left', cause, subjectId: actorId, before, now });
    if (!isLast) return { isGone: false };
    await markRemoved(tx, { groupId, now });
    const facts = { groupId, members: 0 };
    await recordAudit(tx, { kind: 'group.removed', cause, subjectId: null, before: facts, now });
    return { isGone: true };
  });
}

/**
 * Takes somebody out of a group: members by who manages them, everybody else by who may change the group. Who is not in it stays out
 * of it. @throws NOT_FOUND NOT_ALLOWED LAST_OWNER; INPUT_INVALID of oneself, who leaves
 */
export async function removeMember(
  db: Database,
  { groupId, personId, cause, now }: By & { groupId: string; personId: string },
): Promise<void> {
  const { actorId } = cause;
  if (personId === actorId) throw new DomainError('INPUT_INVALID');
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [personId] });
    const rights = await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    const place = await findPlace(tx, { groupId, personId, now });
    if (!place) return;
    refuseStanding(rights, place.standing);
    if (place.standing === 'owner') await refuseLastOwner(tx, { groupId, personId });
    await tx.delete(memberships).where(isPlace({ groupId, personId }));
    const before = placeFacts({ groupId, ...place });
    await recordAudit(tx, { kind: 'group.memberRemoved', cause, subjectId: personId, before, now });
  });
}

/**
 * Says what somebody is in a group, also of oneself, who steps down by it. Nobody gives a standing that allows more than they may
 * do. Twice is once. @throws NOT_FOUND NOT_ALLOWED BEYOND_YOURS LAST_OWNER
 */
export async function setStanding(
  db: Database,
  { groupId, personId, standing, cause, now }: By & { groupId: string; personId: string; standing: Standing },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [personId] });
    await requireRight(tx, { groupId, userId: actorId, right: 'update', now });
    const place = await findPlace(tx, { groupId, personId, now });
    if (!place) throw new DomainError('NOT_FOUND');
    if (place.standing === standing) return;
    const isRise = STANDINGS.indexOf(standing) > STANDINGS.indexOf(place.standing);
    if (isRise) await refuseBeyondStanding(tx, { actorId, groupId, standing, now });
    if (place.standing === 'owner') await refuseLastOwner(tx, { groupId, personId });
    await tx
      .update(memberships)
      .set({ standing, grantedBy: actorId, grantedAt: now })
      .where(isPlace({ groupId, personId }));
    const { expiresAt } = place;
    await recordAudit(tx, {
      kind: 'group.memberChanged',
      cause,
      subjectId: personId,
      before: placeFacts({ groupId, ...place }),
      after: placeFacts({ groupId, standing, expiresAt }),
      now,
    });
  });
}
