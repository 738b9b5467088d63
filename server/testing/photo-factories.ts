import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { photos, photoUploads } from '@/db/schema/photos';

let made = 0;

/** What tests of this part start from. */
export function photoFactories(db: Database) {
  return {
    /** A photo of a person, the one in use unless it was put aside. Its files are not there. */
    async photo(
      person: { id: string },
      wish: Partial<Pick<typeof photos.$inferInsert, 'key' | 'alt' | 'isCurrent' | 'replacedAt'>> = {},
    ) {
      const n = ++made;
      const key = createHash('sha256').update(`a photo ${n}`).digest('hex');
      const [photo] = await db
        .insert(photos)
        .values({
          id: uuid(),
          userId: person.id,
          key,
          uploadKey: `upload ${n} of ${person.id}`,
          createdAt: new Date(),
          isCurrent: true,
          ...wish,
        })
        .returning();
      if (!photo) throw new Error('the photo is gone');
      return photo;
    },
  };
}

/** `size` uploads of a person under way, and as many photos that were put aside as are kept beside another. */
export async function photoAround(db: Database, person: { id: string; email: string }, size: number) {
  const given = photoFactories(db);
  for (let n = 0; n < Math.min(size, 2); n++)
    await given.photo(person, { isCurrent: false, replacedAt: new Date() });
  await db.insert(photoUploads).values(
    Array.from({ length: size }, () => ({
      key: uuid(),
      userId: person.id,
      metadata: {},
      callbackUrl: '',
      callbackSlug: 'avatar',
      expiresAt: new Date(Date.now() + 600_000),
    })),
  );
}
