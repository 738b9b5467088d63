import { and, eq, gte, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notificationChanges } from '@/db/schema/notifications';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { cellNamed, revertedPart, type Snapshot, type WishValue } from './changes';
import { scheduleIn } from './history';
import { countedSince, getPreferences } from './preference-queries';
import { resultOf } from './preferences';
import { writeSchedule } from './schedule';
import type { ChangeResult } from './types';
import { askedFor, type Changing, type Wanted, writeWishes } from './write-wishes';

type Reverting = Changing & { id: string; isStaff: boolean };

/**
 * Puts back what one change did; that is a change as well. What was put back already stays so: sent twice at once it is one.
 * @throws NOT_FOUND, NOT_REVERTIBLE where something newer has changed the same, RATE_LIMITED
 */
export async function revertChange(db: Database, of: Reverting): Promise<ChangeResult> {
  const { userId, id, cause, isStaff, now } = of;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const change = await findChange(tx, of);
    if (!change) throw new DomainError('NOT_FOUND');
    if (!change.isReverted && change.isOvertaken) throw new DomainError('NOT_REVERTIBLE');
    const { means: _, ...rest } = of;
    const reverting = { ...rest, means: 'revert' as const, reverts: id };
    const before = change.isReverted ? { cells: {} } : change.before;
    const schedule = scheduleIn(before);
    if (Object.keys(schedule).length > 0) {
      await writeSchedule(tx, { ...reverting, changes: schedule });
      await markReverted(tx, of);
      return { view: await getPreferences(tx, { userId, isStaff, now }), undo: [] };
    }
    const written = await writeWishes(tx, { ...reverting, asked: askedFor(wantedOf(before)) });
    return resultOf(written, of);
  });
}

/**
 * A change of thirty days, and whether something newer has changed the same. What was put back does not count, nor what put
 * back something newer than this: the two cancel each other out, so that one can go back change by change.
 */
async function findChange(tx: Database, { userId, id, now }: Reverting) {
  const change = notificationChanges;
  const isOvertaken = sql<boolean>`exists (
    select from notification_changes as newer
    where newer.user_id = ${change.userId} and newer.id > ${change.id} and newer.reverted_at is null
      and coalesce((newer.after ->> 'reverts')::uuid <= ${change.id}, true)
      and newer.after -> 'cells' ?| array(select jsonb_object_keys(${change.after} -> 'cells')))`;
  const [found] = await tx
    .select({
      before: sql<Snapshot>`${change.before}`,
      isReverted: sql<boolean>`${change.revertedAt} is not null`,
      isOvertaken: sql<boolean>`${isOvertaken}`,
    })
    .from(change)
    .where(
      and(eq(change.id, id), eq(change.userId, userId), gte(change.id, sql`${countedSince(now)}::uuid`)),
    );
  return found;
}

/** Of a schedule; of wishes it is done with the change. */
async function markReverted(tx: Database, { userId, id, now }: Reverting): Promise<void> {
  await tx.execute(sql`with recursive ${revertedPart({ userId, id, where: sql`true`, now })} select`);
}

function wantedOf({ cells }: Snapshot): Wanted[] {
  return Object.entries(cells).flatMap(([name, value]) => {
    const cell = cellNamed(name);
    // As `writeWishes` wrote it.
    const wish = value as WishValue | null;
    return cell ? [{ ...cell, mode: wish?.mode ?? null, until: wish?.until ?? null }] : [];
  });
}
