import { eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** Whether a column holds one of these ids: as one parameter, so that it is one statement however many there are. */
export function isAmong(column: PgColumn, ids: string[]): SQL {
  return eq(column, sql`any(${sql.param(ids)}::uuid[])`);
}
