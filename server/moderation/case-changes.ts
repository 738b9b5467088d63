import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { appeals, caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import type { AuditKind } from '@/server/audit/catalog';
import { type Cause, recordAudits } from '@/server/audit/commands';
import { DomainError, type Holder } from '@/server/errors';
import { isCaseOpenTo, type Staff } from './case-reach';
import type { CaseEventKind, Rule } from './catalog';
import { tellReporters } from './telling';

/** What became of one case of those that something was to be done with. */
export interface CaseResult {
  id: string;
  /** `done` also where it was so already. */
  result: 'done' | 'CLAIMED_BY_ANOTHER' | 'ALREADY_DECIDED' | 'CANNOT_UNDO' | 'NOT_FOUND';
  /** Who holds it, where it is somebody else. */
  holder: Holder | null;
}

/** Who does it, and when. */
interface By {
  staff: Staff;
  cause: Cause;
  now: Date;
}

/** Makes cases those of one moderator, until they are decided or let go. @param wish.from take it from who was seen to hold it */
export function claimCases(
  db: Database,
  { ids, from, ...by }: By & { ids: string[]; from?: string | undefined },
): Promise<CaseResult[]> {
  const { staff, now } = by;
  return changeCases(db, ids, by, {
    isSo: (held) => held.claimedBy === staff.userId,
    refusal: (held) => {
      // What was decided is looked at again when there is an appeal, by somebody else.
      const isAnothers = held.hasAppeal && held.resolvedBy !== staff.userId;
      if (held.state === 'resolved' && !isAnothers) return 'ALREADY_DECIDED';
      const isFree = held.claimedBy === null || held.claimedBy === from;
      return isFree ? undefined : 'CLAIMED_BY_ANOTHER';
    },
    set: { claimedBy: staff.userId, claimedAt: now, firstActionAt: firstly(now) },
    event: 'claimed',
    details: (held) => (held.claimedBy === null ? {} : { from: held.claimedBy }),
    audit: 'case.claimed',
  });
}

/** Lets cases go that a moderator holds. */
export function releaseCases(db: Database, { ids, ...by }: By & { ids: string[] }): Promise<CaseResult[]> {
  return changeCases(db, ids, by, {
    isSo: (held) => held.claimedBy === null,
    refusal: (held) => (held.claimedBy === by.staff.userId ? undefined : 'CLAIMED_BY_ANOTHER'),
    set: { claimedBy: null, claimedAt: null },
    event: 'released',
    audit: 'case.released',
  });
}

/** Closes cases in which nothing was wrong. Whoever holds one decides it; what nobody holds anybody may. */
export function dismissCases(
  db: Database,
  { ids, rule, reason, ...by }: By & { ids: string[]; rule?: Rule | undefined; reason: string },
): Promise<CaseResult[]> {
  const { staff, now } = by;
  return changeCases(db, ids, by, {
    isSo: (held) => held.outcome === 'dismissed' && held.resolvedBy === staff.userId,
    refusal: (held) => {
      if (held.state === 'resolved') return 'ALREADY_DECIDED';
      const isFree = held.claimedBy === null || held.claimedBy === staff.userId;
      return isFree ? undefined : 'CLAIMED_BY_ANOTHER';
    },
    set: {
      state: 'resolved',
      outcome: 'dismissed',
      rule: rule ?? null,
      resolvedAt: now,
      resolvedBy: staff.userId,
      claimedBy: null,
      claimedAt: null,
      firstActionAt: firstly(now),
    },
    event: 'dismissed',
    // The words are for colleagues; the trail does without.
    details: () => ({ ...(rule && { rule }), ...(reason && { reason }) }),
    audit: 'case.resolved',
    after: { outcome: 'dismissed', ...(rule && { rule }) },
    tells: 'dismissed',
  });
}

/**
 * Opens a case again that was dismissed, or in which all that was done was taken back, and makes it that of who does.
 * @throws CANNOT_UNDO for one that its sanctions and appeals speak for, and where the same was reported anew meanwhile
 */
export async function reopenCase(db: Database, { id, ...by }: By & { id: string }): Promise<void> {
  const { staff, now } = by;
  const reopened = changeCases(db, [id], by, {
    isSo: (held) => held.state === 'open',
    refusal: (held) => {
      const isUndecided = held.outcome === 'dismissed' || held.isTakenBack;
      return isUndecided && !held.hasSuccessor ? undefined : 'CANNOT_UNDO';
    },
    set: {
      state: 'open',
      outcome: null,
      rule: null,
      resolvedAt: null,
      resolvedBy: null,
      claimedBy: staff.userId,
      claimedAt: now,
    },
    event: 'reopened',
    audit: 'case.reopened',
  });
  await reopened.then(theOne).catch((error: unknown) => {
    // Somebody reported it anew at this very moment.
    throw uniqueViolation(error) ? new DomainError('CANNOT_UNDO', { cause: error }) : error;
  });
}

/** What became of the one case that something was to be done with. @throws the reason why not */
export function theOne([only]: CaseResult[]): void {
  if (only?.result === 'done') return;
  throw new DomainError(only?.result ?? 'NOT_FOUND', { ...(only?.holder && { holder: only.holder }) });
}

type Held = Awaited<ReturnType<typeof holdCases>>[number];

/** What is done with a case, each of those that it can be done with. */
interface Change {
  /** It is so already: said again, nothing happens. */
  isSo(held: Held): boolean;
  refusal(held: Held): Exclude<CaseResult['result'], 'done' | 'NOT_FOUND'> | undefined;
  set: { [Column in keyof typeof cases.$inferInsert]?: (typeof cases.$inferInsert)[Column] | SQL };
  event: CaseEventKind;
  details?(held: Held): Record<string, unknown>;
  audit: AuditKind;
  after?: Record<string, unknown>;
  /** What whoever reported it is told. */
  tells?: 'dismissed';
}

/** Holds the cases, decides on each, and changes those that it can: as many statements for a hundred as for one. */
async function changeCases(
  db: Database,
  ids: string[],
  { staff, cause, now }: By,
  change: Change,
): Promise<CaseResult[]> {
  return db.transaction(async (tx) => {
    const held = new Map((await holdCases(tx, { ids, staff, now })).map((one) => [one.id, one]));
    const due = [...held.values()].filter((one) => !change.isSo(one) && !change.refusal(one));
    if (due.length > 0) {
      await tx
        .update(cases)
        .set(change.set)
        .where(
          inArray(
            cases.id,
            due.map(({ id }) => id),
          ),
        );
      await tx.insert(caseEvents).values(
        due.map((one) => ({
          id: uuid(),
          caseId: one.id,
          kind: change.event,
          actorId: staff.userId,
          details: change.details?.(one) ?? {},
          at: now,
        })),
      );
      await recordAudits(
        tx,
        due.map(({ id, personId, groupId }) => ({
          kind: change.audit,
          cause,
          subjectId: personId ?? groupId,
          after: { case: id, ...change.after },
          now,
        })),
      );
    }
    if (due.length > 0 && change.tells) {
      const caseIds = due.map(({ id }) => id);
      await tellReporters(tx, { caseIds, outcome: change.tells, actorId: staff.userId, now });
    }
    const refusals = new Map(
      [...held.values()].map((one) => [one.id, change.isSo(one) ? undefined : change.refusal(one)]),
    );
    const holders = await nameHolders(
      tx,
      [...held.values()].filter(({ id }) => refusals.get(id) === 'CLAIMED_BY_ANOTHER'),
    );
    return [...new Set(ids)].map((id) => {
      const one = held.get(id);
      if (!one) return { id, result: 'NOT_FOUND', holder: null };
      const result = refusals.get(id) ?? 'done';
      const holder = result === 'CLAIMED_BY_ANOTHER' ? holders.get(one.claimedBy ?? '') : undefined;
      return { id, result, holder: holder ?? null };
    });
  });
}

const successor = alias(cases, 'successor');

// Apart from the statement: of a column that stands right in its fields Drizzle leaves out the table, and then it is another's.
const HAS_APPEAL = sql`exists (
  select from ${appeals} where ${appeals.caseId} = ${cases.id} and ${appeals.outcome} is null)`;
const HAS_SUCCESSOR = sql`exists (
  select from ${cases} as ${successor}
  where ${successor.subjectKind} = ${cases.subjectKind} and ${successor.subjectId} = ${cases.subjectId}
    and ${successor.state} = 'open' and ${successor.id} <> ${cases.id})`;

/** Something was done in it, nothing of that stands, and its person has not said anything against it. */
const IS_TAKEN_BACK = sql`(coalesce((
    select bool_and(${sanctions.endedHow} is not distinct from 'undone') from ${sanctions} where ${sanctions.caseId} = ${cases.id}
  ), false)
  and not exists (select from ${appeals} where ${appeals.caseId} = ${cases.id}))`;

/** The cases of these ids that exist for somebody, held until the transaction ends. */
async function holdCases(db: Database, { ids, staff, now }: { ids: string[]; staff: Staff; now: Date }) {
  const held = await db
    .select({
      id: cases.id,
      personId: cases.personId,
      groupId: cases.groupId,
      state: cases.state,
      outcome: cases.outcome,
      claimedBy: cases.claimedBy,
      resolvedBy: cases.resolvedBy,
    })
    .from(cases)
    .where(and(inArray(cases.id, ids), isCaseOpenTo(staff, now)))
    .orderBy(asc(cases.id))
    .for('no key update');
  const since = await findDecided(
    db,
    held.filter(({ state }) => state === 'resolved').map(({ id }) => id),
  );
  return held.map((one) => ({ ...one, ...(since.get(one.id) ?? UNDECIDED) }));
}

/** What became of decided cases since, and nothing of it is asked of those that are open. */
const UNDECIDED = { hasAppeal: false, hasSuccessor: false, isTakenBack: false };

/**
 * A statement of its own, once they are held: one that waits for the lock sees appeals and sanctions as they were before it waited,
 * and would give somebody a case whose appeal was decided meanwhile.
 */
async function findDecided(db: Database, ids: string[]): Promise<Map<string, typeof UNDECIDED>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: cases.id,
      hasAppeal: sql<boolean>`${HAS_APPEAL}`,
      hasSuccessor: sql<boolean>`${HAS_SUCCESSOR}`,
      isTakenBack: sql<boolean>`${IS_TAKEN_BACK}`,
    })
    .from(cases)
    .where(inArray(cases.id, ids));
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** Asked only where somebody is in the way, and after the cases are held: then it is who holds them now. */
async function nameHolders(db: Database, held: Held[]): Promise<Map<string, Holder>> {
  const ids = held.flatMap(({ claimedBy }) => claimedBy ?? []);
  if (ids.length === 0) return new Map();
  const names = await db
    .select({ userId: profiles.userId, handle: profiles.handle, displayName: profiles.displayName })
    .from(profiles)
    .where(inArray(profiles.userId, ids));
  return new Map(names.map((name) => [name.userId, name]));
}

/** The time, where nothing was done about it before. */
function firstly(now: Date): SQL {
  return sql`coalesce(${cases.firstActionAt}, ${now.toISOString()}::timestamptz)`;
}

/** The case of an id, where it exists for somebody: what has to be known of it before something is written down about it. */
export async function findCase(
  db: Database,
  { id, staff, now }: { id: string; staff: Staff; now: Date },
): Promise<{ id: string; personId: string | null; groupId: string | null } | undefined> {
  const [found] = await db
    .select({ id: cases.id, personId: cases.personId, groupId: cases.groupId })
    .from(cases)
    .where(and(eq(cases.id, id), isCaseOpenTo(staff, now)))
    .limit(1);
  return found;
}
