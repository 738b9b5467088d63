import { and, desc, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { photos } from '@/db/schema/photos';
import type { AuditKind } from '@/server/audit/catalog';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import type { MadePhoto } from './make-photo';
import { dropUnnamed, lockKeys } from './named-files';
import { viewOf } from './queries';
import { KEPT_PHOTOS, type PhotoView } from './rules';
import type { PhotoStore } from './store';
import { inTurnToStore } from './turns';

/** What a change of one's own photo needs. */
interface Change {
  userId: string;
  store: PhotoStore;
  cause: Cause;
  now: Date;
}

type Photo = typeof photos.$inferSelect;

/**
 * Makes an upload the photo in use; the one before it can be restored. The files are there before the row is, and the row is
 * there before those of the oldest photo go: wherever it is cut off, there is a photo with its files, the old one or the new one.
 * Done twice for one upload it is done once. @throws STORAGE_FULL SESSION_ENDED
 */
export async function addPhoto(
  db: Database,
  add: Change & { made: MadePhoto; uploadId: string; alt: string },
): Promise<PhotoView> {
  const { made, uploadId, alt, userId, store, now } = add;
  const { key } = made;
  try {
    const added = await inTurnToStore(() =>
      changePhotos(db, add, async (tx) => {
        const [known] = await tx.select().from(photos).where(eq(photos.uploadKey, uploadId)).limit(1);
        if (known) return { photo: known };
        await lockKeys(tx, [key]);
        await store.put(made);
        await putAside(tx, { userId, now });
        const fresh = { id: uuid(), userId, key, uploadKey: uploadId, alt, createdAt: now, isCurrent: true };
        const [photo] = await tx
          .insert(photos)
          .values({ ...fresh, removedMetadata: made.removed })
          .returning();
        return { photo, kind: 'photo.added' };
      }),
    );
    return needed(added);
  } catch (error) {
    // What was written of it, when there was no room for the rest.
    await dropUnnamed(db, { store, keys: [key] }).catch(() => undefined);
    throw error;
  }
}

/** Puts the photo aside: the initials show. It can be restored. Without a photo nothing happens. */
export async function removePhoto(db: Database, remove: Change): Promise<void> {
  const { userId, now } = remove;
  await changePhotos(db, remove, async (tx) => {
    const [photo] = await putAside(tx, { userId, now });
    return photo ? { photo, kind: 'photo.removed' } : { photo };
  });
}

/** Makes an earlier photo the one in use. @throws NOT_FOUND when it is not one of those that are kept */
export async function restorePhoto(db: Database, restore: Change & { id: string }): Promise<PhotoView> {
  const { id, userId, now } = restore;
  const restored = await changePhotos(db, restore, async (tx) => {
    const kept = needed(await findOwn(tx, { id, userId }));
    if (kept.isCurrent) return { photo: kept };
    await putAside(tx, { userId, now });
    const [photo] = await tx
      .update(photos)
      .set({ isCurrent: true, replacedAt: null })
      .where(eq(photos.id, id))
      .returning();
    return { photo, kind: 'photo.restored' };
  });
  return needed(restored);
}

/** What the photo shows, in words. @throws NOT_FOUND */
export async function describePhoto(
  db: Database,
  describe: Omit<Change, 'store'> & { id: string; alt: string },
): Promise<PhotoView> {
  const { id, alt, userId, cause, now } = describe;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const before = needed(await findOwn(tx, { id, userId }));
    if (before.alt === alt) return viewOf(before);
    await tx.update(photos).set({ alt }).where(eq(photos.id, id));
    await recordAudit(tx, { kind: 'photo.described', cause, subjectId: userId, now });
    return viewOf({ ...before, alt });
  });
}

/** One change of which photo is in use; what is left over of it goes after it is done. */
async function changePhotos(
  db: Database,
  { userId, store, cause, now }: Change,
  work: (tx: Database) => Promise<{ photo: Photo | undefined; kind?: AuditKind }>,
): Promise<PhotoView | undefined> {
  const { photo, dropped } = await db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const done = await work(tx);
    if (!done.kind) return { photo: done.photo, dropped: [] };
    await recordAudit(tx, { kind: done.kind, cause, subjectId: userId, now });
    return { photo: done.photo, dropped: await forgetOldest(tx, { userId }) };
  });
  await dropUnnamed(db, { store, keys: dropped });
  return photo && viewOf(photo);
}

function putAside(tx: Database, { userId, now }: { userId: string; now: Date }): Promise<Photo[]> {
  return tx
    .update(photos)
    .set({ isCurrent: false, replacedAt: now })
    .where(and(eq(photos.userId, userId), eq(photos.isCurrent, true)))
    .returning();
}

/** @returns the keys of what can no longer be restored */
async function forgetOldest(tx: Database, { userId }: { userId: string }): Promise<string[]> {
  const older = tx
    .select({ id: photos.id })
    .from(photos)
    .where(and(eq(photos.userId, userId), eq(photos.isCurrent, false)))
    .orderBy(desc(photos.replacedAt), desc(photos.id))
    .offset(KEPT_PHOTOS);
  const forgotten = await tx.delete(photos).where(inArray(photos.id, older)).returning({ key: photos.key });
  return forgotten.map(({ key }) => key);
}

async function findOwn(tx: Database, { id, userId }: { id: string; userId: string }) {
  const [photo] = await tx
    .select()
    .from(photos)
    .where(and(eq(photos.id, id), eq(photos.userId, userId)))
    .limit(1);
  return photo;
}

function needed<T>(photo: T | undefined): T {
  if (photo === undefined) throw new DomainError('NOT_FOUND');
  return photo;
}
