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
  /** Null: somebody who has left, is out of the reach of who looks, or reported a group that is gone. */
  reporter: (Holder & { reported: number; actedOn: number }) | null;
  /** Why nobody is named. */
  unnamed: 'left' | 'out of reach' | 'group gone' | null;
}

const theirs = alias(reports, 'theirs');
const theirCase = alias(cases, 'their_case');
const ofCase = alias(reports, 'of_case');

/**
 * What was reported in a case, the first first, with how many reports of each reporter there were and how many were acted on.
 * @param of.isGroupGone the group that it is about was cleared away, and with it who owned it: nobody is named, since who looks may
 *   be one of them
 */
export async function listReportsOf(
  db: Database,
  of: { caseId: string; isGroupGone: boolean; staff: Staff; now: Date },
): Promise<CaseReport[]> {
  const { caseId, isGroupGone, staff, now } = of;
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
    ...reporterOf({ ...reporter, isGroupGone }),
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
  isGroupGone: boolean;
}): Pick<CaseReport, 'reporter' | 'unnamed'> {
  const { reporterId: userId, handle, displayName, reported, actedOn: acted } = row;
  const { isWithin, isGroupGone } = row;
  if (userId === null || handle === null || displayName === null) return { reporter: null, unnamed: 'left' };
  if (isGroupGone) return { reporter: null, unnamed: 'group gone' };
  if (!isWithin) return { reporter: null, unnamed: 'out of reach' };
  return {
    reporter: { userId, handle, displayName, reported: Number(reported ?? 0), actedOn: acted ?? 0 },
    unnamed: null,
  };
}
