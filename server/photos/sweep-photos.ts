import { inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { photos, photoUploads } from '@/db/schema/photos';
import { dropUnnamed } from './named-files';
import { LINK_SECONDS } from './rules';
import type { PhotoStore } from './store';

const BATCH = 200;

/**
 * Removes what uploads have left that were cut off: their rows once their links are over, and files that have lain there for
 * longer than a link is good for and that no row names.
 */
export async function sweepPhotos(db: Database, { store, now }: { store: PhotoStore; now: Date }) {
  await sweepUploads(db, now);
  let keys: string[] = [];
  for await (const key of store.keysBefore(new Date(now.getTime() - LINK_SECONDS * 1000))) {
    keys.push(key);
    if (keys.length < BATCH) continue;
    await dropUnnamed(db, { store, keys: await unnamed(db, keys) });
    keys = [];
  }
  await dropUnnamed(db, { store, keys: await unnamed(db, keys) });
}

async function sweepUploads(db: Database, now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`;
  let deleted = BATCH;
  while (deleted === BATCH) {
    const result = await db.execute(sql`
      delete from ${photoUploads} where ${photoUploads.key} in (
        select ${photoUploads.key} from ${photoUploads} where ${photoUploads.expiresAt} < ${at} limit ${BATCH}
      )`);
    deleted = result.count;
  }
}

/** Without a lock, so that most keys, which are named, are left in peace; `dropUnnamed` looks again. */
async function unnamed(db: Database, keys: string[]) {
  if (keys.length === 0) return [];
  const named = await db.selectDistinct({ key: photos.key }).from(photos).where(inArray(photos.key, keys));
  const names = new Set(named.map(({ key }) => key));
  return keys.filter((key) => !names.has(key));
}
