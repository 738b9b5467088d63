import type { Database } from '@/db/client';
import { cases } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { lockGroup } from '@/server/groups/group-rows';
import { isCase, type Staff } from './case-reach';
import { addCaseEvent, openCase } from './cases';

/**
 * The open case about a group, or one that staff begins: what is done about a group is done on a case, and nobody need have reported
 * it. Sent again, also at the same moment, it is the same case. @returns its id
 * @throws NOT_FOUND for a group that is out of reach or removed, and for who owns or manages it
 */
export async function openGroupCase(
  db: Database,
  of: { groupId: string; staff: Staff; cause: Cause & { actorId: string }; now: Date },
): Promise<{ id: string }> {
  const { groupId, staff, cause, now } = of;
  return db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    const subject = { kind: 'group' as const, id: groupId, personId: null, groupId };
    const { id, isNew } = await openCase(tx, { subject, now });
    // The rule of all cases. Where it says no, the one that was made is unmade with the transaction.
    const [theirs] = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(isCase(id, staff, now));
    if (!theirs) throw new DomainError('NOT_FOUND');
    if (!isNew) return { id };
    await addCaseEvent(tx, { caseId: id, kind: 'opened', actorId: cause.actorId, now });
    const after = { case: id, subject: 'group' };
    await recordAudit(tx, { kind: 'case.opened', cause, subjectId: groupId, after, now });
    return { id };
  });
}
