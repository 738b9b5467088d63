import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appeals, cases, sanctions } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { notify } from '@/server/notifications/commands';
import { can } from '@/server/roles/check';
import { lockPeople } from '@/server/roles/role-rows';
import { refuseAbove } from '@/server/roles/within';
import { isCase, type Staff } from './case-reach';
import { addCaseEvent } from './cases';
import { endSanction } from './sanction-end';
import { holdGroupOfCase } from './sanction-groups';

interface Decision {
  /** Of the appeal. */
  id: string;
  outcome: 'upheld' | 'granted';
  answer: string;
  staff: Staff;
  cause: Cause & { actorId: string };
  now: Date;
}

/**
 * Decides an appeal: granted, what was done in its case ends. Nobody decides about what they did themselves or appealed against,
 * nor about a case that a colleague holds. Sent again it is decided once. The other owners of a group are told of its end.
 * @throws NOT_FOUND NOT_ALLOWED ABOVE_YOU SECOND_PERSON_NEEDED CLAIMED_BY_ANOTHER ALREADY_DECIDED
 */
export async function decideAppeal(db: Database, decision: Decision): Promise<void> {
  const { id, outcome, answer, cause, now } = decision;
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    const [found] = await tx
      .select({
        caseId: appeals.caseId,
        personId: appeals.personId,
        subjectKind: cases.subjectKind,
        subjectId: cases.subjectId,
      })
      .from(appeals)
      .innerJoin(cases, eq(cases.id, appeals.caseId))
      .where(eq(appeals.id, id));
    if (!found) throw new DomainError('NOT_FOUND');
    const { caseId, personId, subjectKind, subjectId } = found;
    const isOfGroup = subjectKind === 'group';
    await holdGroupOfCase(tx, { caseId });
    await lockPeople(tx, personId === null ? [actorId] : [actorId, personId]);
    await refuseCase(tx, { caseId, decision });
    // Of a group, also of one that is gone, it is not about its owners; but whoever was one of them does not answer themselves.
    if (isOfGroup ? personId === actorId : personId === null) throw new DomainError('NOT_FOUND');
    if (!isOfGroup && personId !== null) await refuseAbove(tx, { actorId, personId, now });
    const [decided] = await tx
      .update(appeals)
      .set({ outcome, answer, decidedAt: now, decidedBy: actorId })
      .where(and(eq(appeals.id, id), isNull(appeals.outcome)))
      .returning({ by: appeals.personId });
    if (!decided) return refuseDecided(tx, decision);
    await tx.update(cases).set({ claimedBy: null, claimedAt: null }).where(eq(cases.id, caseId));
    await addCaseEvent(tx, { caseId, kind: 'appealDecided', actorId, details: { outcome }, now });
    // The answer is for the person; the trail does without.
    const after = { appeal: id, case: caseId, outcome };
    const about = isOfGroup ? subjectId : personId;
    await recordAudit(tx, { kind: 'appeal.decided', cause, subjectId: about, after, now });
    if (outcome === 'granted') await endAll(tx, { caseId, cause, now });
    // Read under the lock: whoever made it may have left, and then the other owners read of it on their pages.
    if (decided.by === null) return;
    const to = { kind: 'people' as const, ids: [decided.by] };
    const data = { appealId: id, outcome };
    await notify(tx, { type: 'moderation.appealDecided', to, data, objectId: id, now });
  });
}

/** Holds the case, and refuses whom it does not exist for, who may not decide it, who acted in it, and whoever another one holds it from. */
async function refuseCase(tx: Database, { caseId, decision }: { caseId: string; decision: Decision }) {
  const { staff, now } = decision;
  const [held] = await tx
    .select({ claimedBy: cases.claimedBy, resolvedBy: cases.resolvedBy })
    .from(cases)
    .where(isCase(caseId, staff, now))
    .for('no key update');
  if (!held) throw new DomainError('NOT_FOUND');
  const { userId } = staff;
  const object = { type: 'report' as const, id: caseId };
  if (!(await can(tx, { userId, permission: 'report.decideAppeal', object, now })))
    throw new DomainError('NOT_ALLOWED');
  const acted = await tx
    .selectDistinct({ by: sanctions.actedBy })
    .from(sanctions)
    .where(and(eq(sanctions.caseId, caseId), isNotNull(sanctions.actedBy)));
  if ([held.resolvedBy, ...acted.map(({ by }) => by)].includes(userId))
    throw new DomainError('SECOND_PERSON_NEEDED');
  if (held.claimedBy === null || held.claimedBy === userId) return;
  const [holder] = await tx
    .select({ userId: profiles.userId, handle: profiles.handle, displayName: profiles.displayName })
    .from(profiles)
    .where(eq(profiles.userId, held.claimedBy));
  throw new DomainError('CLAIMED_BY_ANOTHER', { ...(holder && { holder }) });
}

/** @throws ALREADY_DECIDED unless this person has decided it so */
async function refuseDecided(tx: Database, { id, outcome, cause }: Decision) {
  const [same] = await tx
    .select({ id: appeals.id })
    .from(appeals)
    .where(and(eq(appeals.id, id), eq(appeals.outcome, outcome), eq(appeals.decidedBy, cause.actorId)));
  if (!same) throw new DomainError('ALREADY_DECIDED');
}

async function endAll(tx: Database, of: { caseId: string; cause: Cause; now: Date }) {
  const { caseId, cause, now } = of;
  const standing = await tx
    .select({ id: sanctions.id })
    .from(sanctions)
    .where(and(eq(sanctions.caseId, caseId), isNull(sanctions.endedAt)));
  for (const { id } of standing) await endSanction(tx, { sanctionId: id, cause, why: 'appeal', now });
}
