import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { notificationSchedules } from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { noteChange } from './changes';
import type { ScheduleChanges } from './inputs';
import { schedulePart } from './preference-queries';
import { reconsider } from './reconsidering';
import { type StoredSchedule, scheduleView } from './schedule-view';
import type { ScheduleView } from './types';
import type { Changing } from './write-wishes';

const DAY = 86_400_000;
const LONGEST_PAUSE_DAYS = 366;

const ownSchedule = prepared((db) =>
  db
    .select({
      schedule: sql<StoredSchedule | null>`${schedulePart(parameter('userId', 'uuid'))}`,
      timeZone: users.timeZone,
    })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare('notification_schedule'),
);

/** When somebody wants to be left in peace, and when digests come; one statement. @throws NOT_FOUND */
export async function getSchedule(db: Database, { userId }: { userId: string }): Promise<ScheduleView> {
  const [stored] = await ownSchedule(db).execute({ userId });
  if (!stored) throw new DomainError('NOT_FOUND');
  return scheduleView(stored);
}

/** Writes what changed of it; what is so already is no change. @throws RATE_LIMITED */
export function setSchedule(
  db: Database,
  { changes, ...changing }: Changing & { changes: ScheduleChanges },
): Promise<ScheduleView> {
  return changeSchedule(db, { ...changing, changes });
}

/**
 * Holds everything that makes a noise until then, or ends that.
 * @param of.until ISO 8601
 * @throws INPUT_INVALID for what is past or more than a year ahead; RATE_LIMITED
 */
export function pause(
  db: Database,
  { until, ...changing }: Changing & { until: string | null },
): Promise<ScheduleView> {
  const { now } = changing;
  const pausedUntil = until === null ? null : new Date(until);
  const ahead = pausedUntil === null ? 1 : pausedUntil.getTime() - now.getTime();
  if (ahead <= 0 || ahead > LONGEST_PAUSE_DAYS * DAY) throw new DomainError('INPUT_INVALID');
  return changeSchedule(db, { ...changing, changes: { pausedUntil: pausedUntil?.toISOString() ?? null } });
}

async function changeSchedule(
  db: Database,
  of: Changing & { changes: ScheduleChanges & { pausedUntil?: string | null } },
): Promise<ScheduleView> {
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId: of.userId, sessionId: of.cause.sessionId });
    return writeSchedule(tx, of);
  });
}

/** The same where the person is locked. */
export async function writeSchedule(
  tx: Database,
  of: Changing & { changes: ScheduleChanges & { pausedUntil?: string | null }; reverts?: string },
): Promise<ScheduleView> {
  const { userId, changes, reverts, now } = of;
  const before = await getSchedule(tx, { userId });
  const changed = FIELDS.filter(
    (field) => changes[field] !== undefined && !isSame(changes[field], before[field]),
  );
  if (changed.length === 0) return before;
  const after: ScheduleView = { ...before };
  for (const field of changed) Object.assign(after, { [field]: changes[field] });
  const { timeZone: _, pausedUntil, ...values } = after;
  const row = { ...values, pausedUntil: pausedUntil === null ? null : new Date(pausedUntil), updatedAt: now };
  await tx
    .insert(notificationSchedules)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: notificationSchedules.userId, set: row });
  const cellsOf = (view: ScheduleView) =>
    Object.fromEntries(changed.map((field) => [`schedule:${field}`, view[field]]));
  await noteChange(tx, {
    ...of,
    before: { cells: cellsOf(before) },
    after: { cells: cellsOf(after), ...(reverts !== undefined && { reverts }) },
  });
  await reconsider(tx, { userId });
  return after;
}

function isSame(one: unknown, other: unknown) {
  return JSON.stringify(one) === JSON.stringify(other);
}

const FIELDS = ['quiet', 'digest', 'digestMinute', 'digestDay', 'mailWhileOnline', 'pausedUntil'] as const;
