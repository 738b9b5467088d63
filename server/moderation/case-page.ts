import { and, desc, eq, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { appeals, cases } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { DomainError, type Holder } from '@/server/errors';
import { type Look, seenPhotoId } from '@/server/privacy/policy';
import type { PersonLine } from '@/server/privacy/queries';
import { isStaffViewNoted, recordStaffView, staffViewsSince } from '@/server/privacy/staff-views';
import { isCase, type Staff } from './case-reach';
import { type CaseReport, listReportsOf } from './case-reports';
import { type CaseSanction, listCaseSanctions } from './case-sanctions';
import { type CaseEvent, listEvents } from './case-timeline';
import type { SubjectKind } from './catalog';
import { listNotes, type NoteView } from './notes';

/** Rows of each part of the page at most. */
const SHOWN = 100;

/** A case with all that it takes to decide it. */
export interface CaseView {
  id: string;
  subject: { kind: SubjectKind; id: string };
  state: 'open' | 'resolved';
  /** 0 (can wait) to 3 (now). */
  urgency: number;
  /** Of the first report; null where staff began it. */
  kind: string | null;
  reportCount: number;
  /** ISO 8601 */
  openedAt: string;
  firstActionAt: string | null;
  claim: { by: Holder; at: string; isMine: boolean } | null;
  resolution: {
    /** Null: somebody who has left. */
    by: Holder | null;
    isMine: boolean;
    at: string;
    outcome: 'dismissed' | 'acted' | null;
    rule: string | null;
  } | null;
  /** Whose it is; null of a group, and of somebody who has left. */
  person: (PersonLine & { status: string; joinedAt: string }) | null;
  group: { id: string; name: string; description: string; isHidden: boolean; isRemoved: boolean } | null;
  /** With what each was about as it was at that moment; the oldest first. */
  reports: CaseReport[];
  /** Other cases of the same person, or group; the latest first. */
  earlier: EarlierCase[];
  /** Everything that was done about the person, or the group; those of this case say so. The latest first. */
  sanctions: CaseSanction[];
  notes: NoteView[];
  timeline: CaseEvent[];
  appeal: CaseAppeal | null;
}

export interface EarlierCase {
  id: string;
  subjectKind: SubjectKind;
  kind: string | null;
  openedAt: string;
  outcome: 'dismissed' | 'acted' | null;
  rule: string | null;
}

export interface CaseAppeal {
  id: string;
  words: string;
  at: string;
  outcome: 'upheld' | 'granted' | null;
  decidedAt: string | null;
  answer: string;
  /** Who looks has decided the case: then another one decides this. */
  isAgainstMe: boolean;
  /** Of a group: the account of the owner who made it is gone, so that nobody gets the answer by mail. */
  isMakerGone: boolean;
}

const holder = alias(profiles, 'holder');
const resolver = alias(profiles, 'resolver');

/**
 * A case with its subject, evidence, history, notes and timeline: six statements, however much there is of it. That staff saw what
 * is private of somebody is in the audit trail, once an hour. @throws NOT_FOUND for what is out of reach as for what is not there
 */
export async function getCase(
  db: Database,
  { id, staff, cause, now }: { id: string; staff: Staff; cause: Cause; now: Date },
): Promise<CaseView> {
  const row = await findCaseRow(db, { id, staff, now });
  if (!row) throw new DomainError('NOT_FOUND');
  const { personId, groupId } = row;
  const isGroupGone = row.subjectKind === 'group' && groupId === null;
  if (personId !== null && !row.isNoted)
    await recordStaffView(db, {
      kind: 'person.viewedByStaff',
      subjectId: personId,
      cause,
      now,
      after: { case: id },
    });
  const [reported, earlier, sanctioned, noted, timeline] = await Promise.all([
    listReportsOf(db, { caseId: id, isGroupGone, staff, now }),
    listEarlier(db, { id, personId, groupId }),
    listCaseSanctions(db, { caseId: id, personId, groupId }),
    listNotes(db, { caseId: id, personId }),
    listEvents(db, { caseId: id }),
  ]);
  return {
    ...viewOf(row, { userId: staff.userId }),
    reports: reported,
    earlier,
    sanctions: sanctioned,
    notes: noted,
    timeline,
  };
}

async function findCaseRow(db: Database, { id, staff, now }: { id: string; staff: Staff; now: Date }) {
  const look: Look = {
    viewerId: sql`${staff.userId}::uuid`,
    asStaff: sql`false`,
    now: sql`${now.toISOString()}::timestamptz`,
  };
  const [row] = await db
    .select({
      id: cases.id,
      subjectKind: cases.subjectKind,
      subjectId: cases.subjectId,
      state: cases.state,
      urgency: cases.urgency,
      kind: cases.kind,
      reportCount: cases.reportCount,
      openedAt: cases.openedAt,
      firstActionAt: cases.firstActionAt,
      claimedAt: cases.claimedAt,
      resolvedAt: cases.resolvedAt,
      outcome: cases.outcome,
      rule: cases.rule,
      personId: cases.personId,
      handle: profiles.handle,
      displayName: profiles.displayName,
      photoId: seenPhotoId(cases.personId, look),
      status: users.status,
      joinedAt: users.createdAt,
      groupId: cases.groupId,
      groupName: groups.name,
      groupDescription: groups.description,
      groupHiddenAt: groups.hiddenAt,
      groupRemovedAt: groups.removedAt,
      holder: { userId: holder.userId, handle: holder.handle, displayName: holder.displayName },
      resolver: { userId: resolver.userId, handle: resolver.handle, displayName: resolver.displayName },
      appeal: {
        id: appeals.id,
        words: appeals.words,
        at: appeals.at,
        outcome: appeals.outcome,
        decidedAt: appeals.decidedAt,
        answer: appeals.answer,
        personId: appeals.personId,
      },
      isNoted: isStaffViewNoted({
        kind: 'person.viewedByStaff',
        viewerId: look.viewerId,
        subjectId: cases.personId,
        since: sql`${staffViewsSince(now)}::uuid`,
      }),
    })
    .from(cases)
    .leftJoin(users, eq(users.id, cases.personId))
    .leftJoin(profiles, eq(profiles.userId, cases.personId))
    .leftJoin(groups, eq(groups.id, cases.groupId))
    .leftJoin(holder, eq(holder.userId, cases.claimedBy))
    .leftJoin(resolver, eq(resolver.userId, cases.resolvedBy))
    .leftJoin(appeals, eq(appeals.caseId, cases.id))
    .where(isCase(id, staff, now))
    .limit(1);
  return row;
}

type Row = NonNullable<Awaited<ReturnType<typeof findCaseRow>>>;

function viewOf(row: Row, { userId }: { userId: string }) {
  const { id, state, urgency, kind, reportCount, openedAt, firstActionAt, claimedAt, resolvedAt } = row;
  return {
    id,
    subject: { kind: row.subjectKind, id: row.subjectId },
    state,
    urgency,
    kind,
    reportCount,
    openedAt: openedAt.toISOString(),
    firstActionAt: firstActionAt?.toISOString() ?? null,
    claim:
      row.holder && claimedAt
        ? { by: row.holder, at: claimedAt.toISOString(), isMine: row.holder.userId === userId }
        : null,
    resolution:
      state === 'resolved' && resolvedAt
        ? {
            by: row.resolver,
            isMine: row.resolver?.userId === userId,
            at: resolvedAt.toISOString(),
            outcome: row.outcome,
            rule: row.rule,
          }
        : null,
    person: personOf(row),
    group: groupOf(row),
    appeal: appealOf(row, userId),
  };
}

function personOf({ personId, handle, displayName, photoId, status, joinedAt }: Row): CaseView['person'] {
  if (personId === null || handle === null || displayName === null || !status || !joinedAt) return null;
  return { userId: personId, handle, displayName, photoId, status, joinedAt: joinedAt.toISOString() };
}

function groupOf(row: Row): CaseView['group'] {
  const { groupId, groupName, groupDescription, groupHiddenAt, groupRemovedAt } = row;
  if (groupId === null || groupName === null) return null;
  return {
    id: groupId,
    name: groupName,
    description: groupDescription ?? '',
    isHidden: groupHiddenAt !== null,
    isRemoved: groupRemovedAt !== null,
  };
}

function appealOf({ appeal, resolver: first }: Row, userId: string): CaseAppeal | null {
  if (!appeal) return null;
  const { id, words, at, outcome, decidedAt, answer } = appeal;
  const moments = { at: at.toISOString(), decidedAt: decidedAt?.toISOString() ?? null };
  const isMakerGone = appeal.personId === null;
  return { id, words, outcome, answer, ...moments, isAgainstMe: first?.userId === userId, isMakerGone };
}

/** Of the person whatever it was about; where it is about a group, of the group. */
async function listEarlier(
  db: Database,
  { id, personId, groupId }: { id: string; personId: string | null; groupId: string | null },
): Promise<EarlierCase[]> {
  const sameSubject =
    personId !== null
      ? eq(cases.personId, personId)
      : groupId !== null
        ? eq(cases.groupId, groupId)
        : sql`false`;
  const rows = await db
    .select({
      id: cases.id,
      subjectKind: cases.subjectKind,
      kind: cases.kind,
      openedAt: cases.openedAt,
      outcome: cases.outcome,
      rule: cases.rule,
    })
    .from(cases)
    .where(and(sameSubject, ne(cases.id, id)))
    .orderBy(desc(cases.id))
    .limit(SHOWN);
  return rows.map(({ openedAt, ...rest }) => ({ ...rest, openedAt: openedAt.toISOString() }));
}
