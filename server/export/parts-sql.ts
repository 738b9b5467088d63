import { type SQL, sql } from 'drizzle-orm';
import type { Look } from '@/server/privacy/policy';
import type { Of } from './part';

/** Whose copy it is, as anybody: a copy shows no more of others than the pages do. */
export function asAnybody({ userId, now }: Of): Look {
  return {
    viewerId: sql`${userId}::uuid`,
    asStaff: sql`false`,
    now: sql`${now.toISOString()}::timestamptz`,
  };
}

/** A part of a statement as it is: Drizzle leaves out the tables of columns in the outermost. */
export function within(part: SQL): SQL {
  return sql`${part}`;
}
