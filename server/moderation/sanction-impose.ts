import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appeals, cases, sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { addJob } from '@/server/jobs/queue';
import { notify } from '@/server/notifications/commands';
import { can } from '@/server/roles/check';
import { refuseLastAdmin } from '@/server/roles/last-admin';
import { lockPeople } from '@/server/roles/role-rows';
import { refuseAbove } from '@/server/roles/within';
import { findCase } from './case-changes';
import { isCase, type Staff } from './case-reach';
import { addCaseEvent } from './cases';
import { SANCTION_PERMISSIONS, type SanctionKind } from './catalog';
import { endJob, endSanction } from './sanction-end';
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
 * Does something about the person of a case, which is decided by it: in force with their next request. Sent again it is the same
 * sanction. A case that was acted on takes more from whoever decided it, until its person appeals.
 * @throws NOT_FOUND also for a case about nobody; NOT_ALLOWED, ABOVE_YOU, CLAIMED_BY_ANOTHER, ALREADY_DECIDED, LAST_ADMIN;
 *   INPUT_INVALID for a message that the case is not about
 */
export async function imposeSanction(db: Database, { wish, ...by }: By & { wish: Imposing }): Promise<void> {
  const { staff, cause, now } = by;
  await db.transaction(async (tx) => {
    const found = await findCase(tx, { id: wish.caseId, staff, now });
    if (!found || found.personId === null) throw new DomainError('NOT_FOUND');
    const { personId } = found;
    const person = await lockWithActor(tx, { actorId: cause.actorId, personId });
    if (await wasImposed(tx, { wish, actorId: cause.actorId })) return;
    await refuseKind(tx, { kind: wish.kind, personId, cause, now });
    await decideCase(tx, { ...by, wish });
    if (wish.kind === 'suspension') await refuseLastAdmin(tx, { userId: personId, now });
    await writeSanction(tx, { wish, personId, cause, now });
    await applyStanding(tx, { userId: personId, now });
    if (wish.kind !== 'suspension') return;
    await endSignIns(tx, { person });
    await endSessionsOf(tx, { userId: personId });
  });
}

/**
 * Takes a sanction back: what it did is undone at once. One that is over stays as it is.
 * @throws NOT_FOUND for one whose case does not exist for who asks; NOT_ALLOWED, ABOVE_YOU
 */
export async function takeSanctionBack(db: Database, { id, ...by }: By & { id: string }): Promise<void> {
  const { staff, cause, now } = by;
  await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ personId: sanctions.personId, kind: sanctions.kind, caseId: sanctions.caseId })
      .from(sanctions)
      .where(eq(sanctions.id, id));
    if (!found || !(await findCase(tx, { id: found.caseId, staff, now }))) throw new DomainError('NOT_FOUND');
    const { personId, kind } = found;
    await lockWithActor(tx, { actorId: cause.actorId, personId });
    await refuseKind(tx, { kind, personId, cause, now });
    await endSanction(tx, { sanctionId: id, cause, why: 'undone', now });
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
  of: { kind: SanctionKind; personId: string; cause: By['cause']; now: Date },
) {
  const { kind, personId, cause, now } = of;
  const { actorId } = cause;
  const permission = SANCTION_PERMISSIONS[kind];
  const object = { type: 'person' as const, id: personId };
  if (!(await can(tx, { userId: actorId, permission, object, now }))) throw new DomainError('NOT_ALLOWED');
  await refuseAbove(tx, { actorId, personId, now });
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

async function writeSanction(
  tx: Database,
  of: { wish: Imposing; personId: string; cause: By['cause']; now: Date },
) {
  const { wish, personId, cause, now } = of;
  const { id, caseId, kind, rule, words, hides } = wish;
  const endsAt = endAfter(wish.days, now);
  await tx.insert(sanctions).values({
    id,
    personId,
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
    subjectId: personId,
    after: { sanction: id, case: caseId, kind, rule, hides, endsAt: endsAt?.toISOString() ?? null },
    now,
  });
  const to = { kind: 'people' as const, ids: [personId] };
  // Without who did it: it is the decision of all of them.
  const about = { data: { sanctionId: id, kind }, objectId: id };
  await notify(tx, { type: 'moderation.action', to, ...about, now });
  if (endsAt)
    await addJob(tx, { name: 'sanction.end', payload: { sanctionId: id }, runAt: endsAt, key: endJob(id) });
}
