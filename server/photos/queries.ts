import { and, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { photos } from '@/db/schema/photos';
import { privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { LOOK, ordinaryReachOf, placeholdersOf, reachOf, shows, type Viewer } from '@/server/privacy/policy';
import { isStaffViewNoted, staffViewsSince } from '@/server/privacy/staff-views';
import { KEPT_PHOTOS, type PhotoView } from './rules';

/** A photo as the interface has it. */
export function viewOf({ id, alt, createdAt }: { id: string; alt: string; createdAt: Date }): PhotoView {
  return { id, alt, createdAt: createdAt.toISOString() };
}

const ownPhotos = prepared((db) =>
  db
    .select({
      id: photos.id,
      alt: photos.alt,
      createdAt: photos.createdAt,
      isCurrent: photos.isCurrent,
    })
    .from(photos)
    .where(eq(photos.userId, sql.placeholder('userId')))
    .orderBy(desc(photos.isCurrent), desc(photos.replacedAt), desc(photos.id))
    .limit(KEPT_PHOTOS + 1)
    .prepare('own_photos'),
);

/** The photo of a person, and the last ones before it, newest first, which they can restore. */
export async function listPhotos(
  db: Database,
  { userId }: { userId: string },
): Promise<{ current: PhotoView | null; previous: PhotoView[] }> {
  const rows = await ownPhotos(db).execute({ userId });
  const current = rows.find(({ isCurrent }) => isCurrent);
  const previous = rows.filter(({ isCurrent }) => !isCurrent).slice(0, KEPT_PHOTOS);
  return { current: current ? viewOf(current) : null, previous: previous.map(viewOf) };
}

const isOwn = sql`${photos.userId} = ${sql.placeholder('ownId')}::uuid`;
const ordinary = ordinaryReachOf(users, LOOK);
const PHOTO = { field: 'photo', hidden: profiles.hiddenParts } as const;
/** Seen by a permission alone, which is written down. */
const isBeyond: SQL<boolean> = sql`not coalesce(${isOwn}, false) and not ${shows(ordinary, privacySettings, PHOTO)}`;

const seenPhoto = prepared((db) =>
  db
    .select({
      key: photos.key,
      userId: photos.userId,
      isBeyond: sql<boolean>`${isBeyond}`,
      isNoted: sql<boolean>`${LOOK.asStaff} and ${isStaffViewNoted({
        viewerId: LOOK.viewerId,
        subjectId: photos.userId,
        since: parameter('staffViewsSince', 'uuid'),
      })}`,
    })
    .from(photos)
    .innerJoin(users, eq(users.id, photos.userId))
    .innerJoin(profiles, eq(profiles.userId, photos.userId))
    .innerJoin(privacySettings, eq(privacySettings.userId, photos.userId))
    .where(
      and(
        eq(photos.id, sql.placeholder('id')),
        or(isOwn, and(photos.isCurrent, shows(reachOf(users, LOOK), privacySettings, PHOTO))),
      ),
    )
    .prepare('seen_photo'),
);

/**
 * Where the files of a photo lie, for who may see it: the photo in use as its person's settings say, one's own always, the
 * earlier ones too. One statement, and the same answer for what is hidden and what is not there.
 * @param look.ownId who is signed in, also to an account that is not active and sees nothing else
 */
export async function findPhoto(
  db: Database,
  { id, viewer, ownId, now }: { id: string; viewer: Viewer | null; ownId: string | null; now: Date },
) {
  const look = { ...placeholdersOf({ viewer, now }), staffViewsSince: staffViewsSince(now) };
  const [photo] = await seenPhoto(db).execute({ id, ownId, ...look });
  if (!photo) return undefined;
  const { key, userId } = photo;
  return { key, userId, isStaffView: photo.isBeyond && !photo.isNoted };
}
