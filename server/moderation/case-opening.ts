import type { Database } from '@/db/client';
import { cases } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { lockGroup } from '@/server/groups/group-rows';
import { lockPeople } from '@/server/roles/role-rows';
import { isCase, type Staff } from './case-reach';
import { addCaseEvent, type CaseSubject, openCase } from './cases';

interface By {
  staff: Staff;
  cause: Cause & { actorId: string };
  now: Date;
}

/**
 * The open case about a group, or one that staff begins: what is done about a group is done on a case, and nobody need have reported
 * it. Sent again, also at the same moment, it is the same case. @returns its id
 * @throws NOT_FOUND for a group that is out of reach or removed, and for who owns or manages it
 */
export async function openGroupCase(
  db: Database,
  { groupId, ...by }: By & { groupId: string },
): Promise<{ id: string }> {
  return db.transaction(async (tx) => {
    await lockGroup(tx, { groupId });
    return beginCase(tx, { ...by, subject: { kind: 'group', id: groupId, personId: null, groupId } });
  });
}

/** The same about somebody, on their profile. @throws NOT_FOUND for who is out of reach or not there, and for oneself */
export async function openPersonCase(
  db: Database,
  { personId, ...by }: By & { personId: string },
): Promise<{ id: string }> {
  return db.transaction(async (tx) => {
    const [person] = await lockPeople(tx, [personId]);
    if (!person) throw new DomainError('NOT_FOUND');
    return beginCase(tx, { ...by, subject: { kind: 'profile', id: personId, personId, groupId: null } });
  });
}

async function beginCase(tx: Database, of: By & { subject: CaseSubject }): Promise<{ id: string }> {
  const { subject, staff, cause, now } = of;
  const { id, isNew } = await openCase(tx, { subject, now });
  // The rule of all cases. Where it says no, the one that was made is unmade with the transaction.
  const [theirs] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(isCase(id, staff, now));
  if (!theirs) throw new DomainError('NOT_FOUND');
  if (!isNew) return { id };
  await addCaseEvent(tx, { caseId: id, kind: 'opened', actorId: cause.actorId, now });
  const after = { case: id, subject: subject.kind };
  const subjectId = subject.personId ?? subject.groupId;
  await recordAudit(tx, { kind: 'case.opened', cause, subjectId, after, now });
  return { id };
}
