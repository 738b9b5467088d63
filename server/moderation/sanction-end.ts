import { and, eq, isNull, lt, lte } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appeals, sanctions } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { addJobs, removeJob } from '@/server/jobs/queue';
import { notify } from '@/server/notifications/commands';
import { addCaseEvent } from './cases';
import type { SanctionKind } from './catalog';
import { applyGroupHiding, holdGroup, listOwners } from './sanction-groups';
import { applyStanding } from './sanction-standing';

/** Milliseconds after its time in which a sanction still has its own job. */
const TAKEN_UP_AFTER = 600_000;

/** One of each waits for its date. */
export const endJob = (sanctionId: string) => `sanction.end:${sanctionId}`;

interface Ending {
  sanctionId: string;
  /** Who ends it; nobody: the clock. */
  cause: Cause;
  /**
   * The person is told of it, or whoever owns the group once nothing hides that any more; who appealed is not, since the answer
   * says it.
   */
  why: 'expired' | 'undone' | 'appeal';
  now: Date;
}

/** Whom it is about, or which group, and whether that is hidden by now. */
type EndingAbout = { personId: string } | { groupId: string; wasHidden: boolean };

/**
 * Ends a sanction, with all that it did, within a larger transaction: under the lock on its person or group, which is taken here;
 * who holds people already holds the group before them. One that is over stays as it is. Asks for no rule: that is for who calls it.
 * @returns whether it was in force until now @throws NOT_FOUND
 */
export async function endSanction(tx: Database, ending: Ending): Promise<boolean> {
  const [found] = await tx
    .select({ personId: sanctions.personId, groupId: sanctions.groupId })
    .from(sanctions)
    .where(eq(sanctions.id, ending.sanctionId));
  const { personId = null, groupId = null } = found ?? {};
  if (groupId !== null) {
    const wasHidden = await holdGroup(tx, { groupId });
    return endHeld(tx, { ...ending, about: { groupId, wasHidden } });
  }
  if (personId === null) throw new DomainError('NOT_FOUND');
  await lockPerson(tx, { userId: personId });
  return endHeld(tx, { ...ending, about: { personId } });
}

/** The same for who holds its person or group already. @returns whether it was in force until now */
export async function endHeld(tx: Database, of: Ending & { about: EndingAbout }): Promise<boolean> {
  const { sanctionId, cause, why, now, about } = of;
  const { personId, groupId, wasHidden } = { personId: null, groupId: null, wasHidden: false, ...about };
  const [ended] = await tx
    .update(sanctions)
    .set({ endedAt: now, endedHow: why, endedBy: cause.actorId })
    .where(and(eq(sanctions.id, sanctionId), isNull(sanctions.endedAt)))
    .returning({ caseId: sanctions.caseId, kind: sanctions.kind });
  if (!ended) return false;
  const { caseId, kind } = ended;
  if (personId !== null) await applyStanding(tx, { userId: personId, now });
  const isHidden = groupId !== null && (await applyGroupHiding(tx, { groupId, now }));
  await addCaseEvent(tx, {
    caseId,
    kind: 'sanctionEnded',
    actorId: cause.actorId,
    details: { kind, how: why },
    now,
  });
  await recordAudit(tx, {
    kind: 'sanction.ended',
    cause,
    subjectId: personId ?? groupId,
    before: { sanction: sanctionId, case: caseId, kind, ...(groupId !== null && { isHidden: true }) },
    after: { how: why, ...(groupId !== null && { isHidden }) },
    now,
  });
  await removeJob(tx, { key: endJob(sanctionId) });
  const over = { sanctionId, caseId, kind };
  // Of several that hide a group the last one shows it again.
  if (groupId !== null && wasHidden && !isHidden) await tellOwners(tx, { ...over, groupId, why, now });
  if (personId !== null && why !== 'appeal') await tellEnded(tx, { ...over, ids: [personId], now });
  return true;
}

interface Ended {
  sanctionId: string;
  caseId: string;
  kind: SanctionKind;
  now: Date;
}

/** Of an appeal all but who made it, whom the answer tells. */
async function tellOwners(
  tx: Database,
  of: Ended & { groupId: string; why: 'expired' | 'undone' | 'appeal' },
) {
  const { caseId, why } = of;
  const owners = await listOwners(tx, of);
  const made =
    why === 'appeal'
      ? await tx.select({ by: appeals.personId }).from(appeals).where(eq(appeals.caseId, caseId))
      : [];
  const ids = owners.filter((id) => !made.some(({ by }) => by === id));
  if (ids.length > 0) await tellEnded(tx, { ...of, ids });
}

async function tellEnded(tx: Database, { sanctionId, kind, ids, now }: Ended & { ids: string[] }) {
  const about = { data: { sanctionId, kind }, objectId: sanctionId };
  await notify(tx, { type: 'moderation.actionEnded', to: { kind: 'people', ids }, ...about, now });
}

/** Ends one whose date has come; any other stays as it is. */
export async function expireSanction(
  db: Database,
  { sanctionId, now }: { sanctionId: string; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [due] = await tx
      .select({ id: sanctions.id })
      .from(sanctions)
      .where(and(eq(sanctions.id, sanctionId), isNull(sanctions.endedAt), lte(sanctions.endsAt, now)));
    if (due) await endSanction(tx, { sanctionId, cause: { actorId: null }, why: 'expired', now });
  });
}

/** Adds the job anew of each that is ten minutes overdue, as after one that failed for days. */
export async function takeUpSanctions(db: Database, { now }: { now: Date }): Promise<void> {
  const due = await db
    .select({ id: sanctions.id })
    .from(sanctions)
    .where(and(isNull(sanctions.endedAt), lt(sanctions.endsAt, new Date(now.getTime() - TAKEN_UP_AFTER))))
    .orderBy(sanctions.endsAt)
    .limit(1000);
  const payloads = due.map(({ id }) => ({ sanctionId: id }));
  await addJobs(db, { name: 'sanction.end', payloads, keys: due.map(({ id }) => endJob(id)) });
}
