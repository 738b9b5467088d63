import type { Database } from '@/db/client';
import type { Statement } from '@/db/recorder';
import { planOf } from '@/server/testing/plans';

/** A table of which more rows than that are read without an index is a plan gone wrong. */
const MOST_ROWS_IN_SEQUENCE = 10_000;

/** How many pages a statement reads, and the large tables that it reads from end to end. Neither depends on the machine. */
export async function pagesOf(
  db: Database,
  statement: Statement,
): Promise<{ buffers: number; endToEnd: string[] }> {
  const plan = await db.transaction((tx) => planOf(tx, statement));
  const { buffers = 0, scans = [] } = plan ?? {};
  const long = scans.filter(({ index, rowsRead }) => index === undefined && rowsRead > MOST_ROWS_IN_SEQUENCE);
  return { buffers, endToEnd: long.map(({ table }) => table) };
}
