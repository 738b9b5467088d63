import { and, eq, gt, ne, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { notificationDeliveries, notificationSchedules } from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import { decideAnewOfAll } from './decide-anew';
import { addDigests } from './digest-jobs';
import { holdsNow } from './hours';

/** Rows that are looked through in one statement. */
const PAGE = 1000;

/**
 * Has what is due go: for whoever something held or bundled is due, a job for each channel that collects all of it. What comes due in
 * quiet hours, since it was put off into them or nobody worked when it was due, waits for their end.
 */
export async function release(db: Database, { now }: { now: Date }): Promise<void> {
  let page = await nextDue(db, { now });
  while (page.length > 0) {
    const userIds = [...new Set(page.map(({ userId }) => userId))];
    const resting = await listResting(db, { userIds, now });
    await decideAnewOfAll(db, { userIds: resting, now });
    await addDigests(db, { userIds: userIds.filter((id) => !resting.includes(id)), now });
    page = page.length < PAGE ? [] : await nextDue(db, { now, after: page.at(-1) });
  }
}

/** Whom a pause or quiet hours hold just now; nobody whom they would hold for ever. */
async function listResting(
  db: Database,
  { userIds, now }: { userIds: string[]; now: Date },
): Promise<string[]> {
  const schedule = notificationSchedules;
  const rows = await db
    .select({ schedule, timeZone: users.timeZone })
    .from(schedule)
    .innerJoin(users, eq(users.id, schedule.userId))
    .where(
      and(
        isAmong(schedule.userId, userIds),
        or(ne(schedule.quiet, sql`'[]'::jsonb`), gt(schedule.pausedUntil, now)),
      ),
    );
  return rows.flatMap(({ schedule: { userId, ...chosen }, timeZone }) => {
    const own = { ...chosen, timeZone: timeZone ?? 'UTC' };
    return holdsNow(own, now) ? [userId] : [];
  });
}

interface Due {
  /** As PostgreSQL writes it, to the microsecond. */
  dueAt: string;
  userId: string;
}

async function nextDue(db: Database, { now, after }: { now: Date; after?: Due | undefined }): Promise<Due[]> {
  const row = notificationDeliveries;
  const beyond = after
    ? sql`and (due_at, user_id) > (${after.dueAt}::timestamptz, ${after.userId}::uuid)`
    : sql``;
  return db.execute<Due & Record<string, unknown>>(sql`
    select due_at::text as "dueAt", user_id as "userId" from ${row}
    where state in ('held', 'bundled') and due_at <= ${now.toISOString()}::timestamptz ${beyond}
    order by due_at, user_id limit ${PAGE}`);
}
