import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { profiles } from '@/db/schema/users';
import { isSeen, type Look } from '@/server/privacy/policy';
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

/** The handle of another person where the person sees their page, and null where they do not, or nobody is there. */
export function handleOf(id: PgColumn, of: Of): SQL {
  return within(
    sql`(select ${profiles.handle} from ${profiles} where ${profiles.userId} = ${id} and ${isSeen(id, asAnybody(of))})`,
  );
}
