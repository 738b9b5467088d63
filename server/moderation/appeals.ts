import { and, desc, eq, or } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appeals, cases, sanctions } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { addCaseEvent } from './cases';
import { holdGroupOfCase, isOfOwnedGroup } from './sanction-groups';
import { appealEnd } from './sanction-rules';

/** More than anybody has. */
const SHOWN = 100;

/** What somebody said against what was done about them, and what was answered. */
interface OwnAppeal {
  id: string;
  caseId: string;
  words: string;
  /** ISO 8601 */
  at: string;
  outcome: 'upheld' | 'granted' | null;
  decidedAt: string | null;
  answer: string;
}

/**
 * Says something against what was done about oneself, or about a group that one owns: once a case, within six months, and while
 * some of it stands. Sent again it is the same appeal. Whoever decides it is told by the queue.
 * @throws NOT_FOUND for a case in which nothing was done about them or a group of theirs; APPEAL_CLOSED
 */
export async function fileAppeal(
  db: Database,
  of: { id: string; caseId: string; words: string; cause: Cause & { actorId: string }; now: Date },
): Promise<void> {
  const { id, caseId, words, cause, now } = of;
  const { actorId: personId } = cause;
  await db.transaction(async (tx) => {
    // Before the person, in the order of all locks: who owns it stays as it is.
    const groupId = await holdGroupOfCase(tx, { caseId });
    await lockPerson(tx, { userId: personId, sessionId: cause.sessionId });
    const done = await tx
      .select({ startsAt: sanctions.startsAt, endedAt: sanctions.endedAt })
      .from(sanctions)
      .where(
        and(
          eq(sanctions.caseId, caseId),
          or(eq(sanctions.personId, personId), isOfOwnedGroup({ userId: personId, now })),
        ),
      );
    if (done.length === 0) throw new DomainError('NOT_FOUND');
    // Nobody does anything more in it meanwhile.
    await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, caseId)).for('no key update');
    const isOpen = done.some(({ startsAt, endedAt }) => endedAt === null && appealEnd(startsAt) > now);
    const [added] = isOpen
      ? await tx
          .insert(appeals)
          .values({ id, caseId, personId, words, at: now })
          .onConflictDoNothing()
          .returning({ id: appeals.id })
      : [];
    if (!added) return refuseOther(tx, { id, caseId });
    await addCaseEvent(tx, { caseId, kind: 'appealed', actorId: personId, now });
    const after = { appeal: id, case: caseId };
    await recordAudit(tx, { kind: 'appeal.made', cause, subjectId: groupId ?? personId, after, now });
  });
}

/** It was made already: this very one, sent a second time, or another. */
async function refuseOther(tx: Database, { id, caseId }: { id: string; caseId: string }) {
  const [same] = await tx
    .select({ id: appeals.id })
    .from(appeals)
    .where(and(eq(appeals.id, id), eq(appeals.caseId, caseId)));
  if (!same) throw new DomainError('APPEAL_CLOSED');
}

/** One's own appeals, the latest first. Who decided is not told. */
export async function listOwnAppeals(db: Database, { userId }: { userId: string }): Promise<OwnAppeal[]> {
  const rows = await db
    .select({
      id: appeals.id,
      caseId: appeals.caseId,
      words: appeals.words,
      at: appeals.at,
      outcome: appeals.outcome,
      decidedAt: appeals.decidedAt,
      answer: appeals.answer,
    })
    .from(appeals)
    .where(eq(appeals.personId, userId))
    .orderBy(desc(appeals.id))
    .limit(SHOWN);
  return rows.map(({ at, decidedAt, ...row }) => ({
    ...row,
    at: at.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }));
}
