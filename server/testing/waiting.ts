import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';

/** Until so many statements in this database wait for somebody's lock. */
export async function untilWaiting(db: Database, number: number) {
  await expect.poll(() => countWaiting(db), { timeout: 20_000 }).toBe(number);
}

async function countWaiting(db: Database) {
  const [row] = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return row?.waiting;
}
