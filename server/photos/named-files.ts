import { inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { photos } from '@/db/schema/photos';
import type { PhotoStore } from './store';

/**
 * Holds what lies under keys as it is until the transaction ends: nobody removes it, and nobody puts it, on any machine. Whoever
 * holds a person as well has locked them before.
 */
export async function lockKeys(tx: Database, keys: string[]) {
  const sorted = sql.join(
    [...new Set(keys)].sort().map((key) => sql`${key}`),
    sql`, `,
  );
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('photo ' || key, 0))
    from unnest(array[${sorted}]::text[]) with ordinality as given (key, at) order by at`);
}

/** Removes the files of those keys that no row names any more. */
export async function dropUnnamed(db: Database, { store, keys }: { store: PhotoStore; keys: string[] }) {
  if (keys.length === 0) return;
  await db.transaction(async (tx) => {
    await lockKeys(tx, keys);
    // A statement of its own, so that it sees what was written while the lock was waited for.
    const named = await tx.selectDistinct({ key: photos.key }).from(photos).where(inArray(photos.key, keys));
    for (const key of keys) if (!named.some((row) => row.key === key)) await store.remove(key);
  });
}
