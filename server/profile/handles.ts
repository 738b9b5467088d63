import { and, desc, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { formerHandles, lookalikeOf, profiles } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { HELD_DAYS } from './catalog';
import { countedAt, renamesOf } from './handle-rules';
import { isReservedHandle } from './reserved-handles';

const DAY = 86_400_000;

/** A handle that a person had and can take back. */
interface FormerHandle {
  handle: string;
  /** ISO 8601; until then it leads to them, and nobody else can take it. */
  heldUntil: string;
}

/** The handle of a person, and what they can still do about it. */
export interface HandleState {
  handle: string;
  /** How often it can be changed now. */
  renamesLeft: number;
  /** ISO 8601; when the next change may be. Null: now. */
  nextRenameAt: string | null;
  /** The last one first. */
  former: FormerHandle[];
}

/** Whether somebody can have a handle, and why not. */
export type HandleAnswer = 'free' | 'taken' | 'looksTaken' | 'reserved' | 'held' | 'own' | 'formerOfMine';

/** One's own handle, the former ones that can be taken back, and how many renames are left. */
export async function getHandles(db: Database, of: { userId: string; now: Date }): Promise<HandleState> {
  return stateOf(await readHandles(db, of), of.now);
}

/** What a person would be told who wanted this handle at this moment. */
export async function findHandleAnswer(
  db: Database,
  { handle, userId, now }: { handle: string; userId: string; now: Date },
): Promise<{ handle: string; answer: HandleAnswer }> {
  if (isReservedHandle(handle)) return { handle, answer: 'reserved' };
  const found = await db
    .select({
      handle: profiles.handle,
      userId: sql<string | null>`${profiles.userId}`,
      held: sql<boolean>`false`,
    })
    .from(profiles)
    .where(looksLike(profiles.handleLookalike, handle))
    .unionAll(
      db
        .select({ handle: formerHandles.handle, userId: formerHandles.userId, held: sql<boolean>`true` })
        .from(formerHandles)
        .where(and(looksLike(formerHandles.handleLookalike, handle), gt(formerHandles.heldUntil, now))),
    );
  const same = found.find((one) => one.handle === handle);
  if (same?.userId === userId) return { handle, answer: same.held ? 'formerOfMine' : 'own' };
  if (same) return { handle, answer: same.held ? 'held' : 'taken' };
  return { handle, answer: found.some((one) => one.userId !== userId) ? 'looksTaken' : 'free' };
}

/**
 * Gives a person another handle. The one they had leads to them and is kept for them for 90 days, in which they can take it
 * back at once; others they can choose twice in 30 days. Taking one back is never refused, and counts unless it undoes a change of
 * the last 30 days (`countedAt`), so that going back and forth keeps nobody's two handles for ever. Of two people who want the same
 * handle at once, or two that look alike, one gets it.
 * @throws HANDLE_TAKEN, HANDLE_LOOKS_TAKEN, HANDLE_RENAMED_TWICE
 */
export async function changeHandle(
  db: Database,
  change: { userId: string; handle: string; cause: Cause; now: Date },
): Promise<HandleState> {
  const { userId, handle, cause, now } = change;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const before = await readHandles(tx, { userId, now });
    if (before.handle === handle) return stateOf(before, now);
    await lockHandles(tx, [before.handle, handle]);
    const back = before.former.find((one) => one.handle === handle);
    if (!back) refuseThirdRename(before.former, now);
    await tx
      .update(profiles)
      .set({ handle, updatedAt: now })
      .where(eq(profiles.userId, userId))
      .catch((error) => {
        throw refusalFor(error);
      });
    await refuseHeld(tx, { handle, userId, now });
    await tx.delete(formerHandles).where(eq(formerHandles.handle, handle));
    const left = await release(tx, {
      handle: before.handle,
      userId,
      releasedAt: back ? countedAt(back, { former: before.former, now }) : now,
      now,
    });
    const after = { takenBack: back !== undefined };
    await recordAudit(tx, { kind: 'profile.handleChanged', cause, subjectId: userId, after, now });
    return stateOf({ handle, former: [left, ...before.former.filter((one) => one !== back)] }, now);
  });
}

/**
 * Holds handles, and all that look like them, until the transaction ends: of people who want each other's, each waits for the other
 * at one place alone. Whoever holds a person as well has locked them before.
 */
export async function lockHandles(tx: Database, handles: string[]): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('handle ' || ${lookalikeOf(sql`handle`)}, 0) as key
      from unnest(${sql.param(handles)}::text[]) as given (handle) order by key) as sorted`);
}

/**
 * A statement's condition that a handle, or one that looks like it, is held: it was somebody's and is kept for them, or for
 * nobody. One's own do not count.
 */
export function isHeld({ handle, userId, now }: { handle: string; userId: string; now: Date }): SQL<boolean> {
  return sql<boolean>`exists (select from ${formerHandles} where ${heldForOthers({ handle, userId, now })})`;
}

/**
 * The lookalikes of handles that are in use or held, among these: one statement.
 * @param of.lookalikes of `lookalike`
 */
export async function findTakenLookalikes(
  db: Database,
  { lookalikes, now }: { lookalikes: string[]; now: Date },
): Promise<Set<string>> {
  const among = (column: PgColumn) => sql`${column} = any(${sql.param(lookalikes)}::text[])`;
  const taken = await db
    .select({ lookalike: profiles.handleLookalike })
    .from(profiles)
    .where(among(profiles.handleLookalike))
    .unionAll(
      db
        .select({ lookalike: formerHandles.handleLookalike })
        .from(formerHandles)
        .where(and(among(formerHandles.handleLookalike), gt(formerHandles.heldUntil, now))),
    );
  return new Set(taken.map(({ lookalike }) => lookalike));
}

/** A row of `former_handles` that counts. */
interface Held {
  handle: string;
  releasedAt: Date;
  heldUntil: Date;
}

async function readHandles(db: Database, { userId, now }: { userId: string; now: Date }) {
  const rows = await db
    .select({
      handle: profiles.handle,
      former: formerHandles.handle,
      releasedAt: formerHandles.releasedAt,
      heldUntil: formerHandles.heldUntil,
    })
    .from(profiles)
    .leftJoin(formerHandles, and(eq(formerHandles.userId, profiles.userId), gt(formerHandles.heldUntil, now)))
    .where(eq(profiles.userId, userId))
    .orderBy(desc(formerHandles.heldUntil));
  const [first] = rows;
  if (!first) throw new DomainError('NOT_FOUND');
  const former = rows.flatMap(({ former: handle, releasedAt, heldUntil }): Held[] =>
    handle && releasedAt && heldUntil ? [{ handle, releasedAt, heldUntil }] : [],
  );
  return { handle: first.handle, former };
}

function stateOf({ handle, former }: { handle: string; former: Held[] }, now: Date): HandleState {
  const { left, nextAt } = renamesOf(former, now);
  return {
    handle,
    renamesLeft: left,
    nextRenameAt: nextAt?.toISOString() ?? null,
    former: former.map((one) => ({ handle: one.handle, heldUntil: one.heldUntil.toISOString() })),
  };
}

function refuseThirdRename(former: Held[], now: Date) {
  const { nextAt } = renamesOf(former, now);
  if (!nextAt) return;
  const seconds = Math.max(1, Math.ceil((nextAt.getTime() - now.getTime()) / 1000));
  throw new DomainError('HANDLE_RENAMED_TWICE', { retryAfter: seconds });
}

/** The unique columns are asked in the order in which they were made: the handle itself first. */
function refusalFor(error: unknown) {
  const constraint = uniqueViolation(error);
  if (!constraint) return error;
  const reason = constraint.includes('ookalike') ? 'HANDLE_LOOKS_TAKEN' : 'HANDLE_TAKEN';
  return new DomainError(reason, { cause: error });
}

/**
 * Refuses a handle that is held for somebody else, or for nobody. Asked after it was written: the write waits for who is
 * leaving the handle at that moment, and that it is held is only seen after that.
 * @throws HANDLE_TAKEN, HANDLE_LOOKS_TAKEN
 */
async function refuseHeld(db: Database, of: { handle: string; userId: string; now: Date }) {
  const held = await db.select({ handle: formerHandles.handle }).from(formerHandles).where(heldForOthers(of));
  if (held.length === 0) return;
  throw new DomainError(
    held.some(({ handle }) => handle === of.handle) ? 'HANDLE_TAKEN' : 'HANDLE_LOOKS_TAKEN',
  );
}

/** Keeps the handle that a person leaves. There may be a row of whoever had it before them, long over. */
async function release(
  db: Database,
  { handle, userId, releasedAt, now }: { handle: string; userId: string; releasedAt: Date; now: Date },
) {
  const held = { userId, releasedAt, heldUntil: new Date(now.getTime() + HELD_DAYS * DAY) };
  await db
    .insert(formerHandles)
    .values({ handle, ...held })
    .onConflictDoUpdate({ target: formerHandles.handle, set: held });
  return { handle, ...held };
}

function heldForOthers({ handle, userId, now }: { handle: string; userId: string; now: Date }) {
  return and(
    looksLike(formerHandles.handleLookalike, handle),
    gt(formerHandles.heldUntil, now),
    or(isNull(formerHandles.userId), ne(formerHandles.userId, userId)),
  );
}

function looksLike(column: PgColumn, handle: string) {
  return sql`${column} = ${lookalikeOf(sql`${handle}::text`)}`;
}
