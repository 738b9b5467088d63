import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { photos } from '@/db/schema/photos';
import { privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { type Audience, type Circle, PROFILE_FIELDS } from './catalog';
import type { PrivacyChanges, ViewAs } from './inputs';
import type { PersonView, Preview } from './person';
import { differencesOf, handleQuery, type PersonRow, personColumns, viewOf } from './person-parts';
import { circleOf, isSeen, LOOK, type Look, ordinaryReachOf } from './policy';

/** What is drawn with unsaved values: whatever decides on a page. */
const DRAWN = ['profile', ...PROFILE_FIELDS, 'indexable', 'messagesFrom', 'contactRequestsFrom'] as const;
type Drawn = (typeof DRAWN)[number];

/** Of each setting, what it is saved as in the row that is `saved`, and what it would be in the other. */
const DRAFT: Record<Drawn, SQL> = {
  profile: drawn('profile', 'audience'),
  photo: drawn('photo', 'audience'),
  bio: drawn('bio', 'audience'),
  pronouns: drawn('pronouns', 'audience'),
  location: drawn('location', 'audience'),
  website: drawn('website', 'audience'),
  email: drawn('email', 'audience'),
  timeZone: drawn('timeZone', 'audience'),
  lastSeen: drawn('lastSeen', 'audience'),
  groups: drawn('groups', 'audience'),
  indexable: drawn('indexable', 'boolean'),
  messagesFrom: drawn('messagesFrom', 'contact_circle'),
  contactRequestsFrom: drawn('contactRequestsFrom', 'contact_circle'),
};

function drawn(name: Drawn, type: 'audience' | 'boolean' | 'contact_circle'): SQL {
  const saved: PgColumn = privacySettings[name];
  const changed = sql`${sql.placeholder(`${name}Drawn`)}::${sql.raw(type)}`;
  return sql`(case when draft.is_changed then coalesce(${changed}, ${saved}) else ${saved} end)`;
}

/** Who looks at the page: the person who was named, or nobody in particular. As anybody, whatever they may as staff. */
const AS: Look = { viewerId: sql`somebody.id`, asStaff: sql`false`, now: LOOK.now };

/**
 * How near they are, as far as the owner knows: that somebody is in a group of the owner's is theirs to show.
 */
const TOLD_CIRCLE = sql`(case
  when ${circleOf(users, AS)} = 'group_mates' and not ${isSeen(sql`somebody.id`, LOOK, 'groups')} then 'signed_in'
  else ${circleOf(users, AS)}
end)`;

/** Both rows, saved and changed, of one's own page; where a person was named and is not there, `somebodyId` is null. */
const drawnPerson = prepared((db) =>
  db
    .select({
      ...personColumns({
        between: {
          ordinary: sql`between_them.ordinary`,
          reach: sql`between_them.reach`,
          circle: sql`between_them.circle`,
        },
        settings: DRAFT,
        look: AS,
      }),
      isChanged: sql<boolean>`draft.is_changed`,
      somebodyId: sql<string | null>`somebody.id`,
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
    .leftJoin(photos, and(eq(photos.userId, users.id), photos.isCurrent))
    .crossJoinLateral(sql`(values (false), (true)) as draft (is_changed)`)
    .crossJoinLateral(
      // Whom the owner sees by that handle.
      sql`(select (select asked_for.id from (${handleQuery(parameter('asHandle', 'text'), LOOK.now)}) as asked_for
        where asked_for.is_found and ${isSeen(sql`asked_for.id`, LOOK)}) as id offset 0) as somebody`,
    )
    .crossJoinLateral(
      sql`(select
          coalesce(${sql.placeholder('asOrdinary')}::audience, ${ordinaryReachOf(users, AS)}) as ordinary,
          coalesce(${sql.placeholder('asReach')}::audience, ${ordinaryReachOf(users, AS)}) as reach,
          coalesce(${sql.placeholder('asCircle')}::contact_circle, ${TOLD_CIRCLE}) as circle
        offset 0) as between_them`,
    )
    .where(eq(users.id, LOOK.viewerId))
    .prepare('drawn_person'),
);

/** What they are to the owner who are nobody in particular. */
const PARTS: Record<
  Exclude<ViewAs['kind'], 'person'>,
  { asOrdinary: Audience; asReach: Audience; asCircle: Circle | null }
> = {
  public: { asOrdinary: 'everyone', asReach: 'everyone', asCircle: null },
  member: { asOrdinary: 'signed_in', asReach: 'signed_in', asCircle: 'signed_in' },
  contact: { asOrdinary: 'contacts', asReach: 'contacts', asCircle: 'contacts' },
  moderator: { asOrdinary: 'signed_in', asReach: 'only_me', asCircle: 'signed_in' },
};

/**
 * One's own page as somebody else gets it, as it is saved and with changes that are not: the statement is made of what the
 * page itself is made of. A person who was named is drawn by what is between the two, not by a permission of theirs.
 * @throws NOT_FOUND for a person who is not there for the owner
 */
export async function previewPerson(
  db: Database,
  { userId, as, changes, now }: { userId: string; as: ViewAs; changes: PrivacyChanges; now: Date },
): Promise<Preview> {
  const values = Object.fromEntries(DRAWN.map((name) => [`${name}Drawn`, changes[name] ?? null]));
  const nobody = { asOrdinary: null, asReach: null, asCircle: null };
  const rows = await drawnPerson(db).execute({
    viewerId: userId,
    asStaff: false,
    now: now.toISOString(),
    asHandle: as.kind === 'person' ? as.handle : '',
    ...(as.kind === 'person' ? nobody : PARTS[as.kind]),
    ...values,
  });
  const saved = rows.find((row) => !row.isChanged);
  const changed = rows.find((row) => row.isChanged);
  if (!saved || !changed) throw new DomainError('NOT_FOUND');
  if (as.kind === 'person' && saved.somebodyId === null) throw new DomainError('NOT_FOUND');
  const drawn = (row: PersonRow): PersonView | null => {
    if (!row.shown.profile) return null;
    const view = viewOf(row, { isVisitor: as.kind === 'public' });
    // Whether a question of the owner's was declined is not told, and what is between the two is no setting.
    return { ...view, relation: { ...view.relation, asked: null, mayAsk: row.mayAsk } };
  };
  return {
    saved: drawn(saved),
    changed: drawn(changed),
    differences: differencesOf(saved.shown, changed.shown),
  };
}
