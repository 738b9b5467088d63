import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupInvitations } from '@/db/schema/groups';
import { profiles, users } from '@/db/schema/users';
import { recordAudit } from '@/server/audit/commands';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { hasBlocked, isContact, isLimited, isSeen, type Look, mayReach } from '@/server/privacy/policy';
import { INVITATION_DAYS, type Standing } from './catalog';
import { findOpen, isOpenTo, putIntoGroup } from './coming-in';
import {
  type By,
  findPlace,
  type GroupFacts,
  givesPower,
  lockGroup,
  lockPeople,
  placeFacts,
} from './group-rows';
import { refuseBeyondGroup, refuseStanding, requireRight } from './rights';
import { readInvited, tellAdmitted, tellInvited } from './telling';

const DAY = 86_400_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Until when something that is asked now is open. */
export function openUntil(now: Date) {
  return new Date(now.getTime() + INVITATION_DAYS * DAY);
}

/**
 * Invites somebody into a group, for 14 days; who has asked to come in is let in by it. Twice is once.
 * @throws NOT_FOUND NOT_ALLOWED BEYOND_YOURS LIMITED RATE_LIMITED; CANNOT_CONTACT for whom one may not ask as for who is not there
 */
export async function invite(
  db: Database,
  wish: By & { groupId: string; handle: string; standing: Standing },
): Promise<{ became: 'invited' | 'member'; personId: string }> {
  const { groupId, handle, standing, cause, now } = wish;
  const { actorId } = cause;
  await countUse(db, { limit: 'group.invites', key: actorId });
  const [found] = await db
    .select({ id: profiles.userId })
    .from(profiles)
    .where(eq(profiles.handle, handle))
    .limit(1);
  // The same work for who is not there.
  const personId = found?.id ?? NOBODY;
  return db.transaction(async (tx) => {
    const group = await lockGroup(tx, { groupId });
    const people = await lockPeople(tx, { actorId, others: [personId] });
    const rights = await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    refuseStanding(rights, standing);
    const { isLimited, mayAsk, sees } = await findBetween(tx, { actorId, personId, now });
    if (isLimited) throw new DomainError('LIMITED');
    const open = await findOpen(tx, { groupId, personId, now });
    const person = people.find(({ id }) => id === personId);
    const hasAsked = open !== undefined && open.invitedBy === null;
    if (!person || personId === actorId || !(mayAsk || (hasAsked && sees)))
      throw new DomainError('CANNOT_CONTACT');
    if (await findPlace(tx, { groupId, personId, now })) return { became: 'member', personId };
    await refuseBeyondGroup(tx, { actorId, groupId, standing, now });
    if (hasAsked) {
      const how = { grantedBy: actorId, kind: 'group.memberAdded', cause, now } as const;
      const isPower = await givesPower(tx, { groupId, now });
      await putIntoGroup(tx, { groupId, person, standing, isPower, ...how });
      await tellAdmitted(tx, { groupId, personId, actorId, now });
      return { became: 'member', personId };
    }
    if (open?.standing !== standing) await writeInvitation(tx, wish, { group, personId });
    return { became: 'invited', personId };
  });
}

async function writeInvitation(
  tx: Database,
  { standing, cause, now }: Parameters<typeof invite>[1],
  { group, personId }: { group: GroupFacts; personId: string },
) {
  const groupId = group.id;
  const expiresAt = openUntil(now);
  const row = { standing, invitedBy: cause.actorId, at: now, expiresAt };
  await tx
    .insert(groupInvitations)
    .values({ groupId, userId: personId, ...row })
    .onConflictDoUpdate({ target: [groupInvitations.groupId, groupInvitations.userId], set: row });
  const after = placeFacts({ groupId, standing, expiresAt });
  await recordAudit(tx, { kind: 'group.invited', cause, subjectId: personId, after, now });
  await tellInvited(tx, { groupId, personId, actorId: cause.actorId, now });
}

/** Whether one may ask something of the other: a contact, or as their settings say of who wants to be one. */
async function findBetween(
  tx: Database,
  { actorId, personId, now }: { actorId: string; personId: string; now: Date },
) {
  const [me, other] = [sql`${actorId}::uuid`, sql`${personId}::uuid`];
  const at = sql`${now.toISOString()}::timestamptz`;
  const look: Look = { viewerId: me, asStaff: sql`false`, now: at };
  const sees = sql<boolean>`(${isSeen(other, look)} and not ${hasBlocked(me, other)})`;
  const [between] = await tx
    .select({
      isLimited: isLimited(users.limitedUntil, at),
      mayAsk: sql<boolean>`(${mayReach(other, look, 'contactRequestsFrom')} or (${isContact(other, me)} and ${sees}))`,
      sees,
    })
    .from(users)
    .where(eq(users.id, actorId));
  if (!between) throw new DomainError('NOT_FOUND');
  return between;
}

/**
 * Comes into a group that one is invited to. What the one who invited may do at this moment decides: an invitation by who has lost it
 * since leads nowhere. Into one that gives power only with a fresh proof, and everywhere else one is signed out.
 * @throws NOT_FOUND INVITATION_OVER STEP_UP_REQUIRED
 */
export async function acceptInvitation(
  db: Database,
  wish: By & { groupId: string; isProven: () => Promise<boolean> },
): Promise<void> {
  await db.transaction(async (tx) => {
    const { groupId, cause, now } = wish;
    await lockGroup(tx, wish);
    const open = await findOpen(tx, { groupId, personId: cause.actorId, now });
    await acceptUnderLock(tx, { ...wish, open });
  });
}

/** The same of a group that is locked already, and what is open between it and the person. */
export async function acceptUnderLock(
  tx: Database,
  wish: Parameters<typeof acceptInvitation>[1] & { open: Awaited<ReturnType<typeof findOpen>> },
) {
  const { groupId, open, isProven, cause, now } = wish;
  const { actorId, sessionId } = cause;
  const inviterId = open?.invitedBy ?? undefined;
  const people = await lockPeople(tx, { actorId, others: inviterId === undefined ? [] : [inviterId] });
  if (await findPlace(tx, { groupId, personId: actorId, now })) return;
  const person = people.find(({ id }) => id === actorId);
  if (!person || !open || inviterId === undefined) throw new DomainError('NOT_FOUND');
  const { standing } = open;
  await refuseWeakInvitation(tx, { actorId: inviterId, groupId, standing, now });
  const isPower = await givesPower(tx, { groupId, now });
  if (isPower && !(await isProven())) throw new DomainError('STEP_UP_REQUIRED');
  const how = { grantedBy: inviterId, kind: 'group.joined', cause, now } as const;
  await putIntoGroup(tx, { groupId, person, standing, isPower, but: sessionId, ...how });
  await readInvited(tx, { groupId, personId: actorId, now });
}

/** @throws INVITATION_OVER when whoever invited could not do so any more */
async function refuseWeakInvitation(
  tx: Database,
  by: { actorId: string; groupId: string; standing: Standing; now: Date },
) {
  const { actorId, groupId, standing, now } = by;
  try {
    const rights = await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    refuseStanding(rights, standing);
    await refuseBeyondGroup(tx, by);
  } catch (error) {
    throw error instanceof DomainError ? new DomainError('INVITATION_OVER', { cause: error }) : error;
  }
}

/** Says no; whoever invited is not told, and can ask again. Of what is not open any more nothing is said. */
export async function declineInvitation(
  db: Database,
  { groupId, cause, now }: By & { groupId: string },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [] });
    const gone = await deleteInvitation(tx, { groupId, personId: actorId });
    if (!gone) return;
    const before = placeFacts({ groupId, ...gone });
    await recordAudit(tx, { kind: 'group.invitationDeclined', cause, subjectId: actorId, before, now });
    await readInvited(tx, { groupId, personId: actorId, now });
  });
}

/** Takes an invitation back. @throws NOT_FOUND NOT_ALLOWED */
export async function withdrawInvitation(
  db: Database,
  { groupId, personId, cause, now }: By & { groupId: string; personId: string },
): Promise<void> {
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    await lockPeople(tx, { actorId, others: [personId] });
    const rights = await requireRight(tx, { groupId, userId: actorId, right: 'manageMembers', now });
    const gone = await deleteInvitation(tx, { groupId, personId });
    if (!gone) return;
    refuseStanding(rights, gone.standing);
    const before = placeFacts({ groupId, ...gone });
    await recordAudit(tx, { kind: 'group.invitationWithdrawn', cause, subjectId: personId, before, now });
    await readInvited(tx, { groupId, personId, now });
  });
}

async function deleteInvitation(tx: Database, of: { groupId: string; personId: string }) {
  const [gone] = await tx
    .delete(groupInvitations)
    .where(and(isOpenTo(of), isNotNull(groupInvitations.invitedBy)))
    .returning({ standing: groupInvitations.standing, expiresAt: groupInvitations.expiresAt });
  return gone;
}
