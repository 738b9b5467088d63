import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { cases, reports } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import type { Holder } from '@/server/errors';
import { isWithinReach } from '@/server/roles/reach';
import type { Staff } from './case-reach';
import { type Evidence, evidenceOf } from './evidence-view';

/** Reports of one case at most; the case says how many there are. */
const SHOWN = 100;

/** One report of a case, as staff see it. */
export interface CaseReport {
  id: string;
  kind: string;
  words: string;
  /** ISO 8601 */
  at: string;
  evidence: Evidence;
  /** Null: somebody who has left, or is out of the reach of who looks. */
  reporter: (Holder & { reported: number; actedOn: number }) | null;
  /** Why nobody is named. */
  unnamed: 'left' | 'out of reach' | null;
}

const theirs = alias(reports, 'theirs');
const theirCase = alias(cases, 'their_case');
const ofCase = alias(reports, 'of_case');

/** What was reported in a case, the first first, with how many reports of each reporter there were and how many were acted on. */
export async function listReportsOf(
  db: Database,
  { caseId, staff, now }: { caseId: string; staff: Staff; now: Date },
): Promise<CaseReport[]> {
  const record = recordOf(db, caseId);
  const rows = await db
    .with(record)
    .select({
      id: reports.id,
      kind: reports.kind,
      words: reports.words,
      at: reports.at,
      evidence: reports.evidence,
      reporterId: reports.reporterId,
      handle: profiles.handle,
      displayName: profiles.displayName,
      reported: record.reported,
      actedOn: record.actedOn,
      isWithin: sql<boolean>`${isWithinReach(reports.reporterId, staff.reach, now)}`,
    })
    .from(reports)
    .leftJoin(profiles, eq(profiles.userId, reports.reporterId))
    .leftJoin(record, eq(record.reporterId, reports.reporterId))
    .where(eq(reports.caseId, caseId))
    .orderBy(asc(reports.at), asc(reports.id))
    .limit(SHOWN);
  return rows.map(({ id, kind, words, at, evidence, ...reporter }) => ({
    id,
    kind,
    words,
    at: at.toISOString(),
    evidence: evidenceOf(evidence),
    ...reporterOf(reporter),
  }));
}

/** What became of everything that the reporters of a case ever reported. */
function recordOf(db: Database, caseId: string) {
  const reporters = db.select({ id: ofCase.reporterId }).from(ofCase).where(eq(ofCase.caseId, caseId));
  return db.$with('record').as(
    db
      .select({
        reporterId: theirs.reporterId,
        reported: count().as('reported'),
        actedOn: actedOn().as('acted_on'),
      })
      .from(theirs)
      .innerJoin(theirCase, eq(theirCase.id, theirs.caseId))
      .where(and(inArray(theirs.reporterId, reporters)))
      .groupBy(theirs.reporterId),
  );
}

function actedOn(): SQL<number> {
  return sql<number>`(count(*) filter (where ${theirCase.outcome} = 'acted'))::int`;
}

function reporterOf(row: {
  reporterId: string | null;
  handle: string | null;
  displayName: string | null;
  reported: number | null;
  actedOn: number | null;
  isWithin: boolean;
}): Pick<CaseReport, 'reporter' | 'unnamed'> {
  const { reporterId: userId, handle, displayName, reported, actedOn: acted, isWithin } = row;
  if (userId === null || handle === null || displayName === null) return { reporter: null, unnamed: 'left' };
  if (!isWithin) return { reporter: null, unnamed: 'out of reach' };
  return {
    reporter: { userId, handle, displayName, reported: Number(reported ?? 0), actedOn: acted ?? 0 },
    unnamed: null,
  };
}
