import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { photos } from '@/db/schema/photos';
import { privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import type { PrivacyValues } from './inputs';
import type { PersonView } from './person';
import { type Between, handleQuery, personColumns, viewOf } from './person-parts';
import { circleOf, LOOK, ordinaryReachOf, placeholdersOf, reachOf, showsPage, type Viewer } from './policy';
import { isStaffViewNoted, recordStaffView, staffViewsSince } from './staff-views';

/** A person in a list: what its line shows. */
export interface PersonLine {
  userId: string;
  handle: string;
  displayName: string;
  /** Of their photo, where it may be seen. */
  photoId: string | null;
}

const ownPrivacy = prepared((db) =>
  db
    .select({
      profile: privacySettings.profile,
      photo: privacySettings.photo,
      bio: privacySettings.bio,
      pronouns: privacySettings.pronouns,
      location: privacySettings.location,
      website: privacySettings.website,
      email: privacySettings.email,
      timeZone: privacySettings.timeZone,
      lastSeen: privacySettings.lastSeen,
      groups: privacySettings.groups,
      searchable: privacySettings.searchable,
      indexable: privacySettings.indexable,
      messagesFrom: privacySettings.messagesFrom,
      contactRequestsFrom: privacySettings.contactRequestsFrom,
      foundByEmailFrom: privacySettings.foundByEmailFrom,
    })
    .from(privacySettings)
    .where(eq(privacySettings.userId, sql.placeholder('userId')))
    .prepare('own_privacy'),
);

/** One's own settings. @throws NOT_FOUND when the account is gone */
export async function getPrivacy(db: Database, { userId }: { userId: string }): Promise<PrivacyValues> {
  const [settings] = await ownPrivacy(db).execute({ userId });
  if (!settings) throw new DomainError('NOT_FOUND');
  // No form offers it for contacts: whoever is one needs not ask.
  const { contactRequestsFrom: from, ...rest } = settings;
  return { ...rest, contactRequestsFrom: from === 'contacts' ? 'nobody' : from };
}

const BETWEEN: Between = {
  ordinary: sql`between_them.ordinary`,
  // Only here, after everything else: whoever is missing takes the way of who is hidden, to its end.
  reach: sql`(case when asked_for.is_found then between_them.reach end)`,
  circle: sql`between_them.circle`,
};

const seenPerson = prepared((db) => {
  return (
    db
      .select({
        ...personColumns({ between: BETWEEN, settings: privacySettings, look: LOOK }),
        // Asked where it matters alone.
        isNoted: sql<boolean>`${LOOK.asStaff} and ${isStaffViewNoted({
          viewerId: LOOK.viewerId,
          subjectId: users.id,
          since: parameter('staffViewsSince', 'uuid'),
        })}`,
      })
      .from(users)
      .innerJoin(
        sql`(${handleQuery(parameter('handle', 'text'), LOOK.now)}) as asked_for`,
        sql`${users.id} = asked_for.id`,
      )
      .innerJoin(profiles, eq(profiles.userId, users.id))
      .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
      .leftJoin(photos, and(eq(photos.userId, users.id), photos.isCurrent))
      // `offset 0`, so that it is worked out once and not in every column.
      .crossJoinLateral(
        sql`(select ${reachOf(users, LOOK)} as reach, ${ordinaryReachOf(users, LOOK)} as ordinary,
          ${circleOf(users, LOOK)} as circle offset 0) as between_them`,
      )
      .where(showsPage(BETWEEN.reach, privacySettings))
      .prepare('seen_person')
  );
});

/**
 * A person as somebody may see them, by their handle or one they had: one statement, whether or not there is anybody. What
 * staff see beyond what they would as anybody is written down first, or not shown.
 * @throws NOT_FOUND for who is hidden as for who is not there
 */
export async function getPerson(
  db: Database,
  { handle, viewer, cause, now }: { handle: string; viewer: Viewer | null; cause: Cause; now: Date },
): Promise<PersonView> {
  const look = { ...placeholdersOf({ viewer, now }), staffViewsSince: staffViewsSince(now) };
  const [row] = await seenPerson(db).execute({ handle, ...look });
  if (!row) throw new DomainError('NOT_FOUND');
  if (row.asStaff && !row.isNoted) await recordStaffView(db, { subjectId: row.userId, cause, now });
  return viewOf(row, { isVisitor: viewer === null });
}
