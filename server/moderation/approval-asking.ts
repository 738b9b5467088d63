import { and, eq, isNull, lte } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { approvals } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { notify } from '@/server/notifications/commands';
import { listAdministrators } from '@/server/roles/last-admin';
import { lockPeople, lockRole } from '@/server/roles/role-rows';
import { makesAdministrator } from '@/server/roles/second-person';
import { type Act, refuseAct } from './approval-rules';
import { APPROVAL_DAYS } from './catalog';

/**
 * Asks the other administrators to agree to something that one of them may not do alone, and has them told. Sent twice it is
 * asked once. The only administrator makes the second one alone, and purges nobody before: that is for the operator to do, at
 * the command line.
 * @throws NOT_FOUND INPUT_INVALID NOT_ALLOWED ABOVE_YOU BEYOND_YOURS NO_SECOND_PERSON ALREADY_ASKED
 */
export async function askApproval(
  db: Database,
  ask: { id: string; act: Act; reason: string; cause: Cause & { actorId: string }; now: Date },
): Promise<void> {
  const { id, act, reason, cause, now } = ask;
  const { actorId: askedBy } = cause;
  const { kind, personId } = act;
  await db.transaction(async (tx) => {
    await holdAll(tx, { act, askedBy, now });
    const administrators = await listAdministrators(tx, { now });
    await refuseAct(tx, { actorId: askedBy, act, administrators, now });
    // Neither who asks nor whom it is about.
    const others = administrators.filter((one) => one !== askedBy && one !== personId);
    if (others.length === 0) throw new DomainError('NO_SECOND_PERSON');
    await closeExpired(tx, act, now);
    const [added] = await tx
      .insert(approvals)
      .values({
        id,
        kind,
        personId,
        askedBy,
        ...(act.kind === 'administrator' && { roleId: act.roleId, roleUntil: act.until }),
        reason,
        at: now,
        expiresAt: new Date(now.getTime() + APPROVAL_DAYS * 86_400_000),
      })
      .onConflictDoNothing()
      .returning({ id: approvals.id });
    if (!added) return refuseOther(tx, { id, askedBy });
    await recordAudit(tx, {
      kind: 'approval.asked',
      cause,
      subjectId: personId,
      after: { approval: id, act: kind, ...(act.kind === 'administrator' && { roleId: act.roleId }) },
      now,
    });
    const to = { kind: 'people' as const, ids: others };
    const about = { data: { approvalId: id, kind }, actorId: askedBy, objectId: id };
    await notify(tx, { type: 'moderation.approvalAsked', to, ...about, now });
  });
}

/** The role as it is, and both people. What makes nobody an administrator needs no second person. */
async function holdAll(tx: Database, { act, askedBy, now }: { act: Act; askedBy: string; now: Date }) {
  const { personId } = act;
  const role =
    act.kind === 'administrator' ? await lockRole(tx, { roleId: act.roleId, strength: 'share' }) : undefined;
  const people = await lockPeople(tx, [askedBy, personId]);
  if (!people.some(({ id }) => id === personId)) throw new DomainError('NOT_FOUND');
  if (act.kind === 'purge') return;
  const added = role?.permissions ?? [];
  const isNeeded = await makesAdministrator(tx, { personIds: [personId], added, until: act.until });
  if (!isNeeded || (act.until && act.until <= now)) throw new DomainError('INPUT_INVALID');
}

/** What nobody agreed to in time makes room for the same asked anew. */
async function closeExpired(tx: Database, { kind, personId }: Act, now: Date) {
  await tx
    .update(approvals)
    .set({ outcome: 'expired' })
    .where(
      and(
        eq(approvals.kind, kind),
        eq(approvals.personId, personId),
        isNull(approvals.outcome),
        lte(approvals.expiresAt, now),
      ),
    );
}

/** There is one already: this very one, sent a second time, or another. */
async function refuseOther(tx: Database, { id, askedBy }: { id: string; askedBy: string }) {
  const [same] = await tx
    .select({ id: approvals.id })
    .from(approvals)
    .where(and(eq(approvals.id, id), eq(approvals.askedBy, askedBy)));
  if (!same) throw new DomainError('ALREADY_ASKED');
}
