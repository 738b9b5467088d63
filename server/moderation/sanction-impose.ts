import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appeals, cases, sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { lockGroup } from '@/server/groups/group-rows';
import { addJob } from '@/server/jobs/queue';
import { notify } from '@/server/notifications/commands';
import { can } from '@/server/roles/check';
import { refuseLastAdmin } from '@/server/roles/last-admin';
import { lockPeople } from '@/server/roles/role-rows';
import { TOOK_ADMINISTRATOR } from '@/server/roles/second-person';
import { refuseAbove } from '@/server/roles/within';
import { findCase } from './case-changes';
import { isCase, type Staff } from './case-reach';
import { addCaseEvent } from './cases';
import { type PersonSanction, SANCTION_PERMISSIONS } from './catalog';
import { endHeld, endJob } from './sanction-end';
import { applyGroupHiding, holdGroup, listOwners } from './sanction-groups';
import type { Imposing } from './sanction-inputs';
import { endAfter, messagePart } from './sanction-rules';
import { applyStanding } from './sanction-standing';
import { tellReporters } from './telling';

/** Who does it, and when. */
interface By {
  staff: Staff;
  cause: Cause & { actorId: string };
  now: Date;
}

/**
 * Does something about the person of a case, or about its group, and decides the case by it: in force with the next request. Sent
 * again it is the same sanction. A case that was acted on takes more from whoever decided it, until its person, or an owner of
 * the group, appeals.
 * @throws NOT_FOUND also for a case about nobody, and where the kind is not about what the case is about; NOT_ALLOWED, ABOVE_YOU,
 *   CLAIMED_BY_ANOTHER, ALREADY_DECIDED, LAST_ADMIN; INPUT_INVALID for a message that the case is not about
 */
export async function imposeSanction(db: Database, { wish, ...by }: By & { wish: Imposing }): Promise<void> {
  const { staff, cause, now } = by;
  await db.transaction(async (tx) => {
    const found = await findCase(tx, { id: wish.caseId, staff, now });
    const { personId = null, groupId = null } = found ?? {};
    const { kind } = wish;
    if (kind === 'group_hiding' && groupId !== null) return hideGroup(tx, { ...by, wish, groupId });
    if (kind === 'group_hiding' || personId === null) throw new DomainError('NOT_FOUND');
    const person = await lockWithActor(tx, { actorId: cause.actorId, personId });
    if (await wasImposed(tx, { wish, actorId: cause.actorId })) return;
    await refuseKind(tx, { kind, personId, cause, now });
    await decideCase(tx, { ...by, wish });
    const isAdministrator = kind === 'suspension' && (await refuseLastAdmin(tx, { userId: personId, now }));
    await writeSanction(tx, { wish, about: { personId, isAdministrator }, cause, now });
    await applyStanding(tx, { userId: personId, now });
    await tell(tx, { wish, ids: [personId], now });
    if (kind !== 'suspension') return;
    await endSignIns(tx, { person });
    await endSessionsOf(tx, { userId: personId });
  });
}

/** The group before whoever acts, in the order of all locks. Whoever owns it reads why. */
async function hideGroup(tx: Database, { wish, groupId, ...by }: By & { wish: Imposing; groupId: string }) {
  const { cause, now } = by;
  const { hiddenAt } = await lockGroup(tx, { groupId });
  await lockPeople(tx, [cause.actorId]);
  if (await wasImposed(tx, { wish, actorId: cause.actorId })) return;
  await refuseGroup(tx, { caseId: wish.caseId, cause, now });
  await decideCase(tx, { ...by, wish });
  await writeSanction(tx, { wish, about: { groupId, wasHidden: hiddenAt !== null }, cause, now });
  await applyGroupHiding(tx, { groupId, now });
  await tell(tx, { wish, ids: await listOwners(tx, { groupId, now }), now });
}

/**
 * Takes a sanction back: what it did is undone at once. One that is over stays as it is.
 * @throws NOT_FOUND for one whose case does not exist for who asks; NOT_ALLOWED, ABOVE_YOU
 */
export async function takeSanctionBack(db: Database, { id, ...by }: By & { id: string }): Promise<void> {
  const { staff, cause, now } = by;
  await db.transaction(async (tx) => {
    const [found] = await tx
      .select({
        personId: sanctions.personId,
        groupId: sanctions.groupId,
        kind: sanctions.kind,
        caseId: sanctions.caseId,
      })
      .from(sanctions)
      .where(eq(sanctions.id, id));
    if (!found || !(await findCase(tx, { id: found.caseId, staff, now }))) throw new DomainError('NOT_FOUND');
    const { personId, groupId, kind, caseId } = found;
    const ending = { sanctionId: id, cause, why: 'undone' as const, now };
    if (groupId !== null) {
      const wasHidden = await holdGroup(tx, { groupId });
      await lockPeople(tx, [cause.actorId]);
      await refuseGroup(tx, { caseId, cause, now });
      await endHeld(tx, { ...ending, about: { groupId, wasHidden } });
    } else if (personId !== null && kind !== 'group_hiding') {
      await lockWithActor(tx, { actorId: cause.actorId, personId });
      await refuseKind(tx, { kind, personId, cause, now });
      await endHeld(tx, { ...ending, about: { personId } });
    }
  });
}

/** Both, in the order of their ids, so that of two who act on each other the second finds what the first has done. */
async function lockWithActor(tx: Database, { actorId, personId }: { actorId: string; personId: string }) {
  const person = (await lockPeople(tx, [actorId, personId])).find(({ id }) => id === personId);
  if (!person) throw new DomainError('NOT_FOUND');
  return person;
}

/** After the lock on the person: of two at the same moment the second waits until there is one. @throws ALREADY_THERE of an id that is another's */
async function wasImposed(tx: Database, { wish, actorId }: { wish: Imposing; actorId: string }) {
  const [sent] = await tx
    .select({ caseId: sanctions.caseId, actedBy: sanctions.actedBy })
    .from(sanctions)
    .where(eq(sanctions.id, wish.id));
  if (!sent) return false;
  if (sent.caseId !== wish.caseId || sent.actedBy !== actorId) throw new DomainError('ALREADY_THERE');
  return true;
}

async function refuseKind(
  tx: Database,
  of: { kind: PersonSanction; personId: string; cause: By['cause']; now: Date },
) {
  const { kind, personId, cause, now } = of;
  const { actorId } = cause;
  const permission = SANCTION_PERMISSIONS[kind];
  const object = { type: 'person' as const, id: personId };
  if (!(await can(tx, { userId: actorId, permission, object, now }))) throw new DomainError('NOT_ALLOWED');
  await refuseAbove(tx, { actorId, personId, now });
}

/** Asked in the case: it does not exist for who owns or manages the group. */
async function refuseGroup(tx: Database, of: { caseId: string; cause: By['cause']; now: Date }) {
  const { caseId, cause, now } = of;
  const permission = SANCTION_PERMISSIONS.group_hiding;
  const object = { type: 'report' as const, id: caseId };
  if (!(await can(tx, { userId: cause.actorId, permission, object, now })))
    throw new DomainError('NOT_ALLOWED');
}

/** Holds the case, and decides it where it is open. */
async function decideCase(tx: Database, { wish, staff, now }: By & { wish: Imposing }) {
  const [held] = await tx
    .select({
      subjectKind: cases.subjectKind,
      subjectId: cases.subjectId,
      state: cases.state,
      outcome: cases.outcome,
      claimedBy: cases.claimedBy,
      resolvedBy: cases.resolvedBy,
      // As a part of its own, so that Drizzle leaves the table at its columns.
      hasAppeal: sql<boolean>`${sql`exists (select from ${appeals} where ${appeals.caseId} = ${cases.id})`}`,
    })
    .from(cases)
    .where(isCase(wish.caseId, staff, now))
    .for('no key update');
  if (!held) throw new DomainError('NOT_FOUND');
  const message = held.subjectKind === 'message' ? messagePart(held.subjectId) : undefined;
  if (wish.hides.some((part) => part.includes(':') && part !== message))
    throw new DomainError('INPUT_INVALID');
  if (held.state === 'resolved') {
    const isOwn = held.outcome === 'acted' && held.resolvedBy === staff.userId && !held.hasAppeal;
    if (!isOwn) throw new DomainError('ALREADY_DECIDED');
    return;
  }
  if (held.claimedBy !== null && held.claimedBy !== staff.userId)
    throw new DomainError('CLAIMED_BY_ANOTHER', await holderOf(tx, held.claimedBy));
  await tx
    .update(cases)
    .set({
      state: 'resolved',
      outcome: 'acted',
      rule: wish.rule,
      resolvedAt: now,
      resolvedBy: staff.userId,
      claimedBy: null,
      claimedAt: null,
      firstActionAt: sql`coalesce(${cases.firstActionAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(eq(cases.id, wish.caseId));
  const caseIds = [wish.caseId];
  await tellReporters(tx, { caseIds, outcome: 'acted', actorId: staff.userId, now });
}

async function holderOf(tx: Database, userId: string) {
  const [holder] = await tx
    .select({ userId: users.id, handle: profiles.handle, displayName: profiles.displayName })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(users.id, userId)));
  return holder ? { holder } : {};
}

/** The row, with its place in the timeline and the trail, and what ends it. */
async function writeSanction(
  tx: Database,
  of: {
    wish: Imposing;
    about: { personId: string; isAdministrator: boolean } | { groupId: string; wasHidden: boolean };
    cause: By['cause'];
    now: Date;
  },
) {
  const { wish, about, cause, now } = of;
  const isGroup = 'groupId' in about;
  const { id, caseId, kind, rule, words, hides } = wish;
  const endsAt = endAfter(wish.days, now);
  await tx.insert(sanctions).values({
    id,
    ...(isGroup ? { groupId: about.groupId } : { personId: about.personId }),
    caseId,
    kind,
    rule,
    words,
    hides,
    startsAt: now,
    endsAt,
    actedBy: cause.actorId,
  });
  await addCaseEvent(tx, { caseId, kind: 'acted', actorId: cause.actorId, details: { kind, rule }, now });
  await recordAudit(tx, {
    kind: 'sanction.imposed',
    cause,
    subjectId: isGroup ? about.groupId : about.personId,
    ...(isGroup && { before: { isHidden: about.wasHidden } }),
    after: {
      ...{ sanction: id, case: caseId, kind, rule },
      ...(isGroup ? { isHidden: true } : { hides }),
      endsAt: endsAt?.toISOString() ?? null,
      ...(!isGroup && about.isAdministrator && TOOK_ADMINISTRATOR),
    },
    now,
  });
  if (endsAt)
    await addJob(tx, { name: 'sanction.end', payload: { sanctionId: id }, runAt: endsAt, key: endJob(id) });
}

/** Without who did it: it is the decision of all of them. */
async function tell(tx: Database, { wish, ids, now }: { wish: Imposing; ids: string[]; now: Date }) {
  if (ids.length === 0) return;
  const { id, kind } = wish;
  const about = { data: { sanctionId: id, kind }, objectId: id };
  await notify(tx, { type: 'moderation.action', to: { kind: 'people', ids }, ...about, now });
}
