import { and, asc, gt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';

/** Rows of a statement: enough that few are sent, few enough that they weigh nothing. */
const PAGE = 500;

/** Whose copy it is, and when. */
export interface Of {
  userId: string;
  now: Date;
}

export type Row = Record<string, unknown>;

/** Where rows of a part come from. */
export interface Source {
  table: PgTable;
  /** What tells one row of the person from another, and what they are read in the order of. Not part of the copy. */
  key: PgColumn | SQL;
  whose: SQL | undefined;
  fields: Record<string, PgColumn | SQL>;
}

/** Every row, page by page from the last one read: however many there are, one page is in memory. */
export async function* readRows(db: Database, sources: Source[]): AsyncGenerator<Row> {
  for (const { table, key, whose, fields } of sources) {
    let last: unknown;
    let full = true;
    while (full) {
      const rows: Row[] = await db
        .select({ ...fields, [CURSOR]: key })
        .from(table)
        .where(and(whose, last === undefined ? undefined : gt(sql`${key}`, last)))
        .orderBy(asc(key))
        .limit(PAGE);
      for (const { [CURSOR]: cursor, ...row } of rows) {
        last = cursor;
        yield row;
      }
      full = rows.length === PAGE;
    }
  }
}

const CURSOR = 'cursorOfThisPage';
