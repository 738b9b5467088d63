import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** Rows that are deleted at once: little enough that nobody waits for it. */
const BATCH = 2000;

/**
 * Deletes grants and denials on objects that are about to go, or were marked as removed: no more than `batch` of them. Asked
 * again until it says 0, in transactions of their own, before the objects themselves are deleted: their own end would take tens of
 * thousands of grants along in one statement, which holds up everybody else who writes grants.
 * @returns how many there were
 */
export async function purgeGrants(
  db: Database,
  { objectIds, batch = BATCH }: { objectIds: string[]; batch?: number },
): Promise<number> {
  return purge(db, { by: sql.raw('object_id'), ids: objectIds, batch });
}

/** The same of what groups or roles that are about to go were given. */
export async function purgeGrantsOf(
  db: Database,
  { principalIds, batch = BATCH }: { principalIds: string[]; batch?: number },
): Promise<number> {
  return purge(db, { by: sql.raw('principal_id'), ids: principalIds, batch });
}

async function purge(
  db: Database,
  { by, ids, batch }: { by: ReturnType<typeof sql.raw>; ids: string[]; batch: number },
): Promise<number> {
  for (const table of ['object_grants', 'object_denies'].map((name) => sql.raw(name))) {
    const [gone] = await db.execute<{ rows: number }>(sql`
      with gone as (
        delete from ${table} where ctid = any(array(
          select ctid from ${table} where ${by} = any(${sql.param(ids)}::uuid[]) limit ${batch} for update skip locked))
        returning 1)
      select count(*)::int as rows from gone`);
    if (gone && gone.rows > 0) return gone.rows;
  }
  return 0;
}
