import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';

const ownProfile = prepared((db) =>
  db
    .select({
      id: users.id,
      email: users.email,
      locale: users.locale,
      timeZone: users.timeZone,
      handle: profiles.handle,
      displayName: profiles.displayName,
      bio: profiles.bio,
      pronouns: profiles.pronouns,
      location: profiles.location,
      website: profiles.website,
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare('own_profile'),
);

/** One's own profile, everything that the form can change. @throws NOT_FOUND when the account is gone */
export async function getOwnProfile(db: Database, { userId }: { userId: string }) {
  const [profile] = await ownProfile(db).execute({ userId });
  if (!profile) throw new DomainError('NOT_FOUND');
  return profile;
}
