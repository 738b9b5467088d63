import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { casePictures, cases, reports } from '@/db/schema/moderation';
import { IS_OPEN, IS_RESOLVED } from './case-state';

/** Months for which what a report kept is there once its case is decided; as long as somebody may appeal, and then some. */
const KEPT_MONTHS = 12;

/** Reports that one statement takes at most. */
const BATCH = 1000;

const isKept = ne(reports.evidence, sql`'{}'::jsonb`);

/**
 * What is kept of somebody who leaves: of what is decided nothing, of what is not everything until it is. In the transaction in
 * which their account goes, before it does. @returns of how many reports
 */
export async function leaveEvidence(
  db: Database,
  { userId }: { userId: string },
): Promise<{ erased: number; held: number }> {
  const decided = and(eq(cases.personId, userId), IS_RESOLVED);
  const erased = await removeEvidence(db, decided);
  const held = await db
    .select({ id: reports.id })
    .from(reports)
    .innerJoin(cases, eq(cases.id, reports.caseId))
    .where(and(eq(cases.personId, userId), IS_OPEN, isKept));
  return { erased, held: held.length };
}

/** Removes what reports kept, once it is twelve months that their case was decided, and at once of whoever has left since. */
export async function sweepEvidence(db: Database, { now }: { now: Date }): Promise<void> {
  const isOver = sql`${cases.resolvedAt} < ${now.toISOString()}::timestamptz - make_interval(months => ${KEPT_MONTHS})`;
  const hasLeft = sql`(${cases.personId} is null and ${cases.subjectKind} <> 'group')`;
  await removeEvidence(db, and(IS_RESOLVED, sql`(${isOver} or ${hasLeft})`));
}

/** The copies and the photos of some cases, a thousand at a time. The report stays, with what its reporter wrote. */
async function removeEvidence(db: Database, which: SQL | undefined): Promise<number> {
  let removed = 0;
  for (let more = true; more; ) {
    const result = await db.execute(sql`
      update ${reports} set evidence = '{}' where ${reports.id} in (
        select ${reports.id} from ${reports} join ${cases} on ${cases.id} = ${reports.caseId}
        where ${and(which, isKept)} limit ${BATCH})`);
    removed += result.count;
    more = result.count === BATCH;
  }
  await db.execute(sql`
    delete from ${casePictures} where ${casePictures.caseId} in (select ${cases.id} from ${cases} where ${which})`);
  return removed;
}
