import { and, asc, desc, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { appeals, cases } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import type { Holder } from '@/server/errors';
import { type Look, seenPhotoId } from '@/server/privacy/policy';
import type { PersonLine } from '@/server/privacy/queries';
import type { CaseFilter } from './case-inputs';
import { isAboutGroup, isAmongTheirs, isCaseWithin, type Staff } from './case-reach';
import { IS_OPEN, IS_RESOLVED } from './case-state';
import type { SubjectKind } from './catalog';

const PAGE = 50;
/** No number beyond it is told. */
const COUNTED = 1000;

/** A case in the queue. */
export interface CaseLine {
  id: string;
  subjectKind: SubjectKind;
  /** Whose it is; null of a group, and of somebody who has left. The photo where anybody may see it. */
  person: PersonLine | null;
  group: { id: string; name: string } | null;
  state: 'open' | 'resolved';
  /** 0 (can wait) to 3 (now). */
  urgency: number;
  /** Of the first report; null where staff began it. */
  kind: string | null;
  reportCount: number;
  /** ISO 8601 */
  openedAt: string;
  holder: Holder | null;
  /** ISO 8601 */
  resolvedAt: string | null;
  outcome: 'dismissed' | 'acted' | null;
  rule: string | null;
  /** What was done is appealed against, and not decided yet. */
  hasAppeal: boolean;
}

/** How many there are for somebody of the staff, whatever they filter by; counted up to 1000. */
export interface CaseCounts {
  open: number;
  mine: number;
  unclaimed: number;
  resolved: number;
  appealed: number;
}

const subject = alias(profiles, 'subject');
const holder = alias(profiles, 'holder');
const before = alias(cases, 'before');

/** The queue: what is urgent first, of that the oldest; what is resolved, the latest first. 50 a page. */
export async function listCases(
  db: Database,
  { staff, filter, now }: { staff: Staff; filter: CaseFilter; now: Date },
): Promise<{ cases: CaseLine[]; next: string | null; counts: CaseCounts }> {
  const [rows, counts] = await Promise.all([
    pageOf(db, { staff, filter, now }),
    countCases(db, { staff, now }),
  ]);
  const shown = rows.slice(0, PAGE);
  return {
    cases: shown.map(lineOf),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
    counts,
  };
}

function pageOf(db: Database, { staff, filter, now }: { staff: Staff; filter: CaseFilter; now: Date }) {
  // As anybody: a list of photos that only staff see would write an entry of the audit trail for each.
  const look: Look = {
    viewerId: sql`${staff.userId}::uuid`,
    asStaff: sql`false`,
    now: sql`${now.toISOString()}::timestamptz`,
  };
  return db
    .select({
      id: cases.id,
      subjectKind: cases.subjectKind,
      personId: cases.personId,
      personHandle: subject.handle,
      personName: subject.displayName,
      photoId: seenPhotoId(cases.personId, look),
      groupId: cases.groupId,
      groupName: groups.name,
      state: cases.state,
      urgency: cases.urgency,
      kind: cases.kind,
      reportCount: cases.reportCount,
      openedAt: cases.openedAt,
      holderId: cases.claimedBy,
      holderHandle: holder.handle,
      holderName: holder.displayName,
      resolvedAt: cases.resolvedAt,
      outcome: cases.outcome,
      rule: cases.rule,
      hasAppeal: sql<boolean>`(${appeals.id} is not null and ${appeals.outcome} is null)`,
    })
    .from(cases)
    .leftJoin(subject, eq(subject.userId, cases.personId))
    .leftJoin(groups, eq(groups.id, cases.groupId))
    .leftJoin(holder, eq(holder.userId, cases.claimedBy))
    .leftJoin(appeals, eq(appeals.caseId, cases.id))
    .where(and(isCaseWithin(staff, now), ...chosen(filter, { staff, now })))
    .orderBy(...orderOf(filter.state))
    .limit(PAGE + 1);
}

const IS = {
  open: IS_OPEN,
  resolved: IS_RESOLVED,
  appealed: and(isNotNull(appeals.id), isNull(appeals.outcome)),
};

function chosen(filter: CaseFilter, { staff, now }: { staff: Staff; now: Date }): (SQL | undefined)[] {
  const { userId, reach } = staff;
  const { state, kind, subjectKind, urgency, claimed, person, group, after } = filter;
  return [
    IS[state],
    kind === undefined ? undefined : eq(cases.kind, kind),
    subjectKind === undefined ? undefined : eq(cases.subjectKind, subjectKind),
    urgency === undefined ? undefined : eq(cases.urgency, urgency),
    claimed === 'me' ? eq(cases.claimedBy, userId) : undefined,
    claimed === 'nobody' ? isNull(cases.claimedBy) : undefined,
    claimed === 'somebody' ? isNotNull(cases.claimedBy) : undefined,
    // Looked up first, so that the cases of one person are found by their index.
    person === undefined
      ? undefined
      : sql`${cases.personId} = (select ${profiles.userId} from ${profiles} where ${profiles.handle} = ${person})`,
    // Who is in a group that is not theirs is not theirs to know.
    group === undefined || reach.everyone || reach.groupIds.includes(group) ? undefined : sql`false`,
    group === undefined ? undefined : isAboutGroup(group, now),
    after === undefined ? undefined : follows(after, state),
  ];
}

function orderOf(state: CaseFilter['state']): SQL[] {
  if (state === 'resolved') return [desc(cases.resolvedAt), desc(cases.id)];
  if (state === 'appealed') return [asc(appeals.at), asc(appeals.id)];
  // As the index has it, or it is not used.
  return [sql`${cases.urgency} desc nulls last`, asc(cases.openedAt), asc(cases.id)];
}

/** What comes after a case in the list, wherever it stands by now. */
function follows(id: string, state: CaseFilter['state']): SQL | undefined {
  const of = (column: typeof before.urgency | typeof before.openedAt | typeof before.resolvedAt) =>
    sql`(select ${column} from ${cases} as ${before} where ${before.id} = ${id})`;
  if (state === 'resolved')
    return sql`(${cases.resolvedAt}, ${cases.id}) < (${of(before.resolvedAt)}, ${id})`;
  if (state === 'appealed')
    return sql`(${appeals.at}, ${appeals.id}) > (
      select last.at, last.id from ${appeals} as last where last.case_id = ${id})`;
  return and(
    sql`${cases.urgency} <= ${of(before.urgency)}`,
    or(
      sql`${cases.urgency} < ${of(before.urgency)}`,
      sql`(${cases.openedAt}, ${cases.id}) > (${of(before.openedAt)}, ${id})`,
    ),
  );
}

async function countCases(db: Database, { staff, now }: { staff: Staff; now: Date }): Promise<CaseCounts> {
  // In the order of an index, or those that fit would be looked for among all.
  const upTo = (where: SQL | undefined, order = sql``) =>
    sql<number>`(select count(*)::int from (
      select from ${cases} where ${and(where, isAmongTheirs(staff, now))} ${order} limit ${sql.raw(String(COUNTED))}) as counted)`;
  const inQueue = sql`order by ${sql.join(orderOf('open'), sql`, `)}`;
  const asResolved = sql`order by ${sql.join(orderOf('resolved'), sql`, `)}`;
  // As a list of its own: otherwise all cases are read for the few.
  const isAppealed = sql`${cases.id} = any(array(select ${appeals.caseId} from ${appeals} where ${appeals.outcome} is null))`;
  const [counts] = await db.execute<{ [Count in keyof CaseCounts]: number }>(sql`
    select ${upTo(IS_OPEN, inQueue)} as open, ${upTo(and(IS_OPEN, eq(cases.claimedBy, staff.userId)))} as mine,
      ${upTo(and(IS_OPEN, isNull(cases.claimedBy)), inQueue)} as unclaimed,
      ${upTo(IS_RESOLVED, asResolved)} as resolved, ${upTo(isAppealed)} as appealed`);
  return counts ? { ...counts } : { open: 0, mine: 0, unclaimed: 0, resolved: 0, appealed: 0 };
}

function lineOf(row: Awaited<ReturnType<typeof pageOf>>[number]): CaseLine {
  const { personId, personHandle, personName, photoId, groupId, groupName } = row;
  const { holderId, holderHandle, holderName, openedAt, resolvedAt, ...rest } = row;
  const { id, subjectKind, state, urgency, kind, reportCount, outcome, rule, hasAppeal } = rest;
  const isNamed = personId !== null && personHandle !== null && personName !== null;
  return {
    id,
    subjectKind,
    person: isNamed ? { userId: personId, handle: personHandle, displayName: personName, photoId } : null,
    group: groupId !== null && groupName !== null ? { id: groupId, name: groupName } : null,
    state,
    urgency,
    kind,
    reportCount,
    openedAt: openedAt.toISOString(),
    holder:
      holderId !== null && holderHandle !== null && holderName !== null
        ? { userId: holderId, handle: holderHandle, displayName: holderName }
        : null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    outcome,
    rule,
    hasAppeal,
  };
}
