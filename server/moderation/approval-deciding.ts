import { and, eq, ne } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { approvals } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { purgeAccount } from '@/server/leaving/commands';
import { readAbout } from '@/server/notifications/read-about';
import { putIntoRole } from '@/server/roles/assign';
import { listAdministrators } from '@/server/roles/last-admin';
import { lockPeople, lockRole } from '@/server/roles/role-rows';
import { type Act, refuseAct } from './approval-rules';

/** Who decides about what was asked, and when. */
interface Decision {
  id: string;
  cause: Cause & { actorId: string };
  now: Date;
}

type Outcome = 'approved' | 'refused' | 'withdrawn';

/**
 * Agrees to what another administrator asked for, and carries it out in the same transaction: every rule holds for both of them
 * at this moment. It is done in the name of who agreed, whose request it is; who asked stands beside it in the trail.
 * @throws NOT_FOUND SECOND_PERSON_NEEDED APPROVAL_EXPIRED ALREADY_DECIDED ASKER_MAY_NOT NOT_ALLOWED ABOVE_YOU BEYOND_YOURS, and what
 * the act itself throws
 */
export async function agreeApproval(db: Database, decision: Decision): Promise<void> {
  const { cause, now } = decision;
  const { actorId } = cause;
  await db.transaction(async (tx) => {
    const { askedBy, reason, act } = await findWish(tx, decision);
    // In the order in which everybody takes them: the role, the people, what refers to both.
    if (act.kind === 'administrator') await lockRole(tx, { roleId: act.roleId, strength: 'share' });
    await lockPeople(tx, [actorId, act.personId, ...(askedBy === null ? [] : [askedBy])]);
    if (!(await holdWaiting(tx, decision, 'approved'))) return;
    if (askedBy === actorId) throw new DomainError('SECOND_PERSON_NEEDED');
    const administrators = await listAdministrators(tx, { now });
    await refuseAct(tx, { actorId, act, administrators, now });
    await refuseActOfAsker(tx, { askedBy, act, administrators, now });
    await close(tx, { ...decision, personId: act.personId, outcome: 'approved', administrators });
    if (act.kind === 'purge') await purgeAccount(tx, { userId: act.personId, cause, now });
    else {
      const place = { roleId: act.roleId, personId: act.personId, expiresAt: act.until };
      await putIntoRole(tx, { ...place, reason, agreed: true, cause, now });
    }
  });
}

/** Says no to what another one asked for. @throws NOT_FOUND SECOND_PERSON_NEEDED APPROVAL_EXPIRED ALREADY_DECIDED */
export async function declineApproval(db: Database, decision: Decision): Promise<void> {
  await closeOnly(db, decision, 'refused');
}

/** Takes back what one asked for oneself. @throws NOT_FOUND NOT_ALLOWED APPROVAL_EXPIRED ALREADY_DECIDED */
export async function withdrawApproval(db: Database, decision: Decision): Promise<void> {
  await closeOnly(db, decision, 'withdrawn');
}

async function closeOnly(db: Database, decision: Decision, outcome: 'refused' | 'withdrawn') {
  const { actorId } = decision.cause;
  await db.transaction(async (tx) => {
    const { askedBy, act } = await findWish(tx, decision);
    const isOwn = askedBy === actorId;
    if (outcome === 'refused' && isOwn) throw new DomainError('SECOND_PERSON_NEEDED');
    if (outcome === 'withdrawn' && !isOwn) throw new DomainError('NOT_ALLOWED');
    if (!(await holdWaiting(tx, decision, outcome))) return;
    const administrators = await listAdministrators(tx, decision);
    await close(tx, { ...decision, personId: act.personId, outcome, administrators });
  });
}

/** What was asked, which never changes. For whom it is about it does not exist. @throws NOT_FOUND */
async function findWish(tx: Database, { id, cause }: Decision) {
  const [found] = await tx
    .select({
      kind: approvals.kind,
      personId: approvals.personId,
      askedBy: approvals.askedBy,
      roleId: approvals.roleId,
      roleUntil: approvals.roleUntil,
      reason: approvals.reason,
    })
    .from(approvals)
    .where(and(eq(approvals.id, id), ne(approvals.personId, cause.actorId)))
    .limit(1);
  if (!found) throw new DomainError('NOT_FOUND');
  return { askedBy: found.askedBy, reason: found.reason, act: actOf(found) };
}

function actOf(row: {
  kind: Act['kind'];
  personId: string;
  roleId: string | null;
  roleUntil: Date | null;
}): Act {
  const { kind, personId, roleId, roleUntil } = row;
  if (kind === 'purge') return { kind, personId };
  if (roleId === null) throw new DomainError('NOT_FOUND');
  return { kind, personId, roleId, until: roleUntil };
}

/** Holds it until the transaction ends. @returns whether it waits; not where this person has decided it so already */
async function holdWaiting(tx: Database, { id, cause, now }: Decision, outcome: Outcome): Promise<boolean> {
  const [held] = await tx
    .select({ outcome: approvals.outcome, decidedBy: approvals.decidedBy, expiresAt: approvals.expiresAt })
    .from(approvals)
    .where(eq(approvals.id, id))
    .for('no key update');
  if (!held) throw new DomainError('NOT_FOUND');
  if (held.outcome === outcome && held.decidedBy === cause.actorId) return false;
  if (held.outcome === 'expired' || (held.outcome === null && held.expiresAt <= now))
    throw new DomainError('APPROVAL_EXPIRED');
  if (held.outcome !== null) throw new DomainError('ALREADY_DECIDED');
  return true;
}

/** What stood in the way of who agrees says so; of who asked it is all the same what it is. */
async function refuseActOfAsker(
  tx: Database,
  of: { askedBy: string | null; act: Act; administrators: readonly string[]; now: Date },
) {
  const { askedBy: actorId, ...rest } = of;
  if (actorId === null) throw new DomainError('ASKER_MAY_NOT');
  try {
    await refuseAct(tx, { actorId, ...rest });
  } catch (error) {
    throw error instanceof DomainError ? new DomainError('ASKER_MAY_NOT', { cause: error }) : error;
  }
}

/** Writes what was decided; nobody whom it was asked of need look any more. */
async function close(
  tx: Database,
  of: Decision & { personId: string; outcome: Outcome; administrators: readonly string[] },
) {
  const { id, cause, now, personId, outcome, administrators } = of;
  await tx
    .update(approvals)
    .set({ outcome, decidedAt: now, decidedBy: cause.actorId })
    .where(eq(approvals.id, id));
  await recordAudit(tx, {
    kind: 'approval.decided',
    cause,
    subjectId: personId,
    after: { approval: id, outcome },
    now,
  });
  await readAbout(tx, { userId: [...administrators], objectIds: [id], now });
}
