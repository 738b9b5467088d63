import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { casePictures, cases, reports } from '@/db/schema/moderation';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPair } from '@/server/contacts/pair';
import { DomainError } from '@/server/errors';
import type { PhotoStore } from '@/server/photos/store';
import { IS_OPEN } from './case-state';
import { addCaseEvent, openCase } from './cases';
import { REPORT_KINDS, type ReportKind, type SubjectKind } from './catalog';
import { findReportable } from './evidence';
import { type Evidence, evidenceOf } from './evidence-view';
import type { Subject } from './report-inputs';

const PAGE = 30;
/** Pixels of the photo that is kept. */
const PICTURE_SIZE = 512;

/** What would be kept with a report, before it is sent. */
export interface ReportPreview {
  evidence: Evidence;
  /** Of the photo that would be kept as well. */
  photoId: string | null;
  /** ISO 8601; when one reported it before, and it is not decided yet. */
  reportedAt: string | null;
}

/** What somebody reported, and what has become of it; nothing of what others reported. */
export interface OwnReport {
  id: string;
  subjectKind: SubjectKind;
  /** Whose it was, or how the group was called, as one saw it; null of who has left and what is not kept any more. */
  name: string | null;
  handle: string | null;
  kind: string;
  words: string;
  /** ISO 8601 */
  at: string;
  /** `waiting`: nobody has looked yet. `acted`: something was done about it. */
  state: 'waiting' | 'inReview' | 'acted' | 'dismissed';
  /** ISO 8601; since when it is decided. */
  decidedAt: string | null;
}

/** What a report would keep. @throws NOT_FOUND for what one does not see as for what is not there */
export async function previewReport(
  db: Database,
  { subject, userId, now }: { subject: Subject; userId: string; now: Date },
): Promise<ReportPreview> {
  const found = await findReportable(db, { subject, userId, now });
  if (!found) throw new DomainError('NOT_FOUND');
  const [earlier] = await db
    .select({ at: reports.at })
    .from(cases)
    .innerJoin(reports, and(eq(reports.caseId, cases.id), eq(reports.reporterId, userId)))
    .where(and(eq(cases.subjectKind, subject.kind), eq(cases.subjectId, subject.id), IS_OPEN))
    .limit(1);
  return {
    evidence: found.evidence,
    photoId: found.photo?.id ?? null,
    reportedAt: earlier?.at.toISOString() ?? null,
  };
}

/**
 * Reports something to the moderators, with what the reporter sees of it at this moment. What others reported of it and is not
 * decided yet is the same case; by the same person it is the same report, and so it is when sent twice.
 * @returns the id of the report @throws NOT_FOUND for what one does not see, as for what is not there and for oneself
 */
export async function createReport(
  db: Database,
  report: {
    id: string;
    subject: Subject;
    kind: ReportKind;
    words: string;
    userId: string;
    store: PhotoStore;
    cause: Cause;
    now: Date;
  },
): Promise<{ id: string }> {
  const { id, kind, words, userId, store, cause, now } = report;
  const found = await findReportable(db, report);
  if (!found) throw new DomainError('NOT_FOUND');
  const { subject, evidence, photo } = found;
  // Before anything is held: it may lie in a cloud.
  const image = photo ? await store.read({ key: photo.key, size: PICTURE_SIZE }) : undefined;
  return db.transaction(async (tx) => {
    const other = subject.personId ?? userId;
    const { exists, isActive } = await lockPair(tx, { userId, otherId: other, now });
    // What somebody wrote lies there whatever has become of their account.
    const isThere = subject.kind === 'message' ? exists : isActive;
    if (!isThere) throw new DomainError('NOT_FOUND');
    if (await wasSent(tx, { id, userId })) return { id };
    const opened = await openCase(tx, { subject, now });
    const caseId = opened.id;
    const pictureId =
      photo && image ? await keepPicture(tx, { caseId, photoId: photo.id, image, now }) : null;
    const [filed] = await tx
      .insert(reports)
      .values({
        id,
        caseId,
        reporterId: userId,
        kind,
        words,
        evidence: { ...evidence, ...(pictureId !== null && { pictureId }) },
        at: now,
      })
      .onConflictDoNothing()
      .returning({ id: reports.id });
    if (!filed) return findOwnIn(tx, { caseId, userId });
    await tx
      .update(cases)
      .set({
        kind: sql`coalesce(${cases.kind}, ${kind})`,
        urgency: sql`greatest(${cases.urgency}, ${REPORT_KINDS[kind].urgency}::smallint)`,
        reportCount: sql`${cases.reportCount} + 1`,
      })
      .where(eq(cases.id, caseId));
    // Who it was stands with the report, and goes with them.
    await addCaseEvent(tx, { caseId, kind: 'reported', actorId: null, details: { kind }, now });
    const after = { case: caseId, subject: subject.kind, kind };
    const subjectId = subject.personId ?? subject.groupId;
    await recordAudit(tx, { kind: 'report.filed', cause, subjectId, after, now });
    return { id };
  });
}

async function wasSent(db: Database, { id, userId }: { id: string; userId: string }) {
  const [found] = await db
    .select({ reporterId: reports.reporterId })
    .from(reports)
    .where(eq(reports.id, id))
    .limit(1);
  if (found && found.reporterId !== userId) throw new DomainError('ALREADY_THERE');
  return found !== undefined;
}

/** The one from before, which stays as it is. @throws ALREADY_THERE where somebody else took the id at this very moment */
async function findOwnIn(db: Database, { caseId, userId }: { caseId: string; userId: string }) {
  const [own] = await db
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.caseId, caseId), eq(reports.reporterId, userId)))
    .limit(1);
  if (!own) throw new DomainError('ALREADY_THERE');
  return own;
}

/** A photo is kept once for a case, whoever reports it. */
async function keepPicture(
  db: Database,
  { caseId, photoId, image, now }: { caseId: string; photoId: string; image: Buffer; now: Date },
): Promise<string | null> {
  const [kept] = await db
    .insert(casePictures)
    .values({ id: uuid(), caseId, photoId, image, at: now })
    // So that the one of before is told.
    .onConflictDoUpdate({
      target: [casePictures.caseId, casePictures.photoId],
      set: { photoId: sql`excluded.photo_id` },
    })
    .returning({ id: casePictures.id });
  return kept?.id ?? null;
}

/** What somebody reported, the latest first; 30 a page, one statement. */
export async function listOwnReports(
  db: Database,
  { userId, after }: { userId: string; after: string | undefined },
): Promise<{ reports: OwnReport[]; next: string | null }> {
  const rows = await db
    .select({
      id: reports.id,
      subjectKind: cases.subjectKind,
      isThere: sql<boolean>`(${cases.personId} is not null or ${cases.groupId} is not null)`,
      evidence: reports.evidence,
      kind: reports.kind,
      words: reports.words,
      at: reports.at,
      firstActionAt: cases.firstActionAt,
      resolvedAt: cases.resolvedAt,
      outcome: cases.outcome,
    })
    .from(reports)
    .innerJoin(cases, eq(cases.id, reports.caseId))
    .where(and(eq(reports.reporterId, userId), after === undefined ? undefined : lt(reports.id, after)))
    .orderBy(desc(reports.id))
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return { reports: shown.map(told), next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}

function told(row: {
  id: string;
  subjectKind: SubjectKind;
  isThere: boolean;
  evidence: Record<string, unknown>;
  kind: string;
  words: string;
  at: Date;
  firstActionAt: Date | null;
  resolvedAt: Date | null;
  outcome: 'acted' | 'dismissed' | null;
}): OwnReport {
  const { id, subjectKind, isThere, kind, words, at, firstActionAt, resolvedAt, outcome } = row;
  const { displayName, handle, name } = isThere ? evidenceOf(row.evidence) : {};
  return {
    id,
    subjectKind,
    name: displayName ?? name ?? null,
    handle: handle ?? null,
    kind,
    words,
    at: at.toISOString(),
    state: outcome ?? (firstActionAt === null ? 'waiting' : 'inReview'),
    decidedAt: outcome === null ? null : (resolvedAt?.toISOString() ?? null),
  };
}
