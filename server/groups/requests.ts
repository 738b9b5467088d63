import { and, isNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupInvitations } from '@/db/schema/groups';
import { recordAudit } from '@/server/audit/commands';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { refuseBeyondPrincipal } from '@/server/roles/within';
import { findOpen, isOpenTo, putIntoGroup } from './coming-in';
import { type By, findPlace, givesPower, lockGroup, lockPeople } from './group-rows';
import { acceptUnderLock, openUntil } from './invitations';
import { findRights, refuseBeyondGroup, requireRight } from './rights';
import { readAsked, tellAdmitted, tellAsked } from './telling';

/**
 * Comes into an open group, or asks to where somebody has to let one in: also into an open one that gives what one may not do
 * oneself. Who is invited accepts by it. Twice is once.
 * @throws NOT_FOUND NOT_ALLOWED RATE_LIMITED, and what `acceptInvitation` throws
 */
export async function joinGroup(
  db: Database,
  wish: By & { groupId: string; isProven: () => Promise<boolean> },
): Promise<{ became: 'member' | 'asked' }> {
  const { groupId, cause, now } = wish;
  const { actorId } = cause;
  await countUse(db, { limit: 'group.asks', key: actorId });
  return db.transaction(async (tx) => {
    const group = await lockGroup(tx, { groupId });
    const open = await findOpen(tx, { groupId, personId: actorId, now });
    if (open?.invitedBy) {
      await acceptUnderLock(tx, { ...wish, open });
      return { became: 'member' };
    }
    const [person] = await lockPeople(tx, { actorId, others: [] });
    const rights = await findRights(tx, { groupId, userId: actorId, now });
    if (!rights || !person) throw new DomainError('NOT_FOUND');
    if (rights.standing) return { became: 'member' };
    if (group.joining === 'invitation') throw new DomainError('NOT_ALLOWED');
    if (group.joining === 'open' && (await isWithin(tx, { actorId, groupId, now }))) {
      const how = { standing: 'member', grantedBy: actorId, kind: 'group.joined', cause, now } as const;
      // It gives nothing that they may not do already.
      await putIntoGroup(tx, { groupId, person, isPower: false, ...how });
      return { became: 'member' };
    }
    if (open) return { became: 'asked' };
    const row = { standing: 'member' as const, invitedBy: null, at: now, expiresAt: openUntil(now) };
    await tx
      .insert(groupInvitations)
      .values({ groupId, userId: actorId, ...row })
      .onConflictDoUpdate({ target: [groupInvitations.groupId, groupInvitations.userId], set: row });
    await recordAudit(tx, { kind: 'group.askedToJoin', cause, subjectId: actorId, after: { groupId }, now });
    await tellAsked(tx, { groupId, personId: actorId, now });
    return { became: 'asked' };
  });
}

/** Whether somebody may do all that a group gives. */
async function isWithin(tx: Database, of: { actorId: string; groupId: string; now: Date }) {
  const { actorId, groupId, now } = of;
  try {
    await refuseBeyondPrincipal(tx, { actorId, principalId: groupId, until: null, now });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'BEYOND_YOURS') return false;
    throw error;
  }
}

/** Does not want to come in any more. */
export async function withdrawRequest(
  db: Database,
  { groupId, cause, now }: By & { groupId: string },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [] });
    if (!(await deleteRequest(tx, { groupId, personId: actorId }))) return;
    const before = { groupId, asked: true };
    await recordAudit(tx, { kind: 'group.invitationWithdrawn', cause, subjectId: actorId, before, now });
    await readAsked(tx, { groupId, personId: actorId, now });
  });
}

/** Lets somebody in who asked to. @throws NOT_FOUND NOT_ALLOWED BEYOND_YOURS */
export async function admit(
  db: Database,
  { groupId, personId, cause, now }: By & { groupId: string; personId: string },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    const people = await lockPeople(tx, { actorId, others: [personId] });
    await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    if (await findPlace(tx, { groupId, personId, now })) return;
    const open = await findOpen(tx, { groupId, personId, now });
    const person = people.find(({ id, status }) => id === personId && status === 'active');
    if (!person || !open || open.invitedBy !== null) throw new DomainError('NOT_FOUND');
    await refuseBeyondGroup(tx, { actorId, groupId, standing: 'member', now });
    const how = { standing: 'member', grantedBy: actorId, kind: 'group.memberAdded', cause, now } as const;
    await putIntoGroup(tx, { groupId, person, isPower: await givesPower(tx, { groupId, now }), ...how });
    await tellAdmitted(tx, { groupId, personId, actorId, now });
  });
}

/** Does not let somebody in who asked to; they are not told, and can ask again. @throws NOT_FOUND NOT_ALLOWED */
export async function refuseRequest(
  db: Database,
  { groupId, personId, cause, now }: By & { groupId: string; personId: string },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [personId] });
    await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    if (!(await deleteRequest(tx, { groupId, personId }))) return;
    const before = { groupId, asked: true };
    await recordAudit(tx, { kind: 'group.invitationDeclined', cause, subjectId: personId, before, now });
    await readAsked(tx, { groupId, personId, now });
  });
}

async function deleteRequest(tx: Database, of: { groupId: string; personId: string }) {
  const gone = await tx
    .delete(groupInvitations)
    .where(and(isOpenTo(of), isNull(groupInvitations.invitedBy)))
    .returning({ userId: groupInvitations.userId });
  return gone.length > 0;
}
