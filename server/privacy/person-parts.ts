import { type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { groups } from '@/db/schema/groups';
import { appSessions } from '@/db/schema/oauth';
import { memberships } from '@/db/schema/permissions';
import { photos } from '@/db/schema/photos';
import { contactRequests } from '@/db/schema/privacy';
import { sessions } from '@/db/schema/sign-in';
import { formerHandles, profiles, users } from '@/db/schema/users';
import { isOpen } from '@/server/contacts/between';
import type { Audience, Circle, ProfileField } from './catalog';
import { PROFILE_FIELDS } from './catalog';
import type { PersonView, Relation } from './person';
import {
  type AudienceParts,
  hasBlocked,
  isSomebodyLimited,
  type Look,
  letsIn,
  shows,
  showsPage,
} from './policy';

type Part = SQL | PgColumn;

/** Groups of one person that are named. */
const GROUPS_SHOWN = 100;

/** Everything that decides on a page: what is stored, or what is not saved yet. */
export type PersonSettings = AudienceParts &
  Record<'indexable' | 'messagesFrom' | 'contactRequestsFrom', Part>;

/** What is between who looks and who is looked at, worked out once for the whole statement. */
export interface Between {
  /** What they see as anybody. */
  ordinary: SQL<Audience | null>;
  /** What they see, by a permission as well. */
  reach: SQL<Audience | null>;
  circle: SQL<Circle | null>;
}

const named = alias(profiles, 'named');
const membership = alias(memberships, 'their_membership');
const ownMembership = alias(memberships, 'own_membership');

/**
 * Whose handle it is, or was and is still held for, as a query of one row: `id` and `is_found`. Where it is nobody's there is
 * an id as well, of whoever is next in the order of handles, so that the same work is done for nobody as for somebody.
 */
export function handleQuery(handle: SQL, now: SQL): SQL {
  const nearest = (where: SQL) =>
    sql`(select ${named.userId} as user_id, ${named.handle} as handle from ${profiles} as ${named} ${where} order by ${named.handle} limit 1)`;
  return sql`
    select case when near.handle = ${handle} then near.user_id else coalesce(former.user_id, near.user_id) end as id,
      near.handle = ${handle} or former.user_id is not null as is_found
    from (${nearest(sql`where ${named.handle} >= ${handle}`)} union all ${nearest(sql``)} limit 1) as near
    left join (
      select ${formerHandles.userId} as user_id from ${formerHandles}
      where ${formerHandles.handle} = ${handle} and ${formerHandles.heldUntil} > ${now} offset 0
    ) as former on true offset 0`;
}

/**
 * What a statement about one person selects, from `users`, `profiles` and the photo in use of `photos`: each field where it is
 * shown, and whether it is.
 */
export function personColumns(given: { between: Between; settings: PersonSettings; look: Look }) {
  const { between, settings, look } = given;
  const { ordinary, reach, circle } = between;
  const shown = (field: ProfileField) => shows(reach, settings, { field, hidden: profiles.hiddenParts });
  const where = <T>(field: ProfileField, value: Part) =>
    sql<T | null>`case when ${shown(field)} then ${value} end`;
  const reachable = (wanted: Part) =>
    sql`(${letsIn(circle, wanted)} and ${showsPage(ordinary, settings)}
      and not ${isSomebodyLimited(look.viewerId, look.now)})`;
  return {
    userId: users.id,
    handle: profiles.handle,
    displayName: profiles.displayName,
    joinedAt: users.createdAt,
    photoId: where<string>('photo', photos.id),
    photoAlt: where<string>('photo', photos.alt),
    bio: where<string>('bio', profiles.bio),
    pronouns: where<string>('pronouns', profiles.pronouns),
    location: where<string>('location', profiles.location),
    website: where<string>('website', profiles.website),
    email: where<string>('email', users.email),
    timeZone: where<string>('timeZone', users.timeZone),
    lastSeen: where<string>('lastSeen', dayLastSeen(users.id)),
    groups: where<PersonView['groups']>('groups', groupsOf(users.id, { reach, look })),
    indexable: sql<boolean>`${settings.indexable} and ${settings.profile} = 'everyone'`,
    shown: {
      profile: showsPage(reach, settings),
      photo: shown('photo'),
      bio: shown('bio'),
      pronouns: shown('pronouns'),
      location: shown('location'),
      website: shown('website'),
      email: shown('email'),
      timeZone: shown('timeZone'),
      lastSeen: shown('lastSeen'),
      groups: shown('groups'),
    } satisfies Record<'profile' | ProfileField, SQL<boolean>>,
    isSelf: sql<boolean>`coalesce(${users.id} = ${look.viewerId}, false)`,
    circle: sql<Circle | null>`${circle}`,
    asStaff: sql<boolean>`(${reach} is distinct from ${ordinary} and ${isBeyond({ ordinary, settings })})`,
    blocked: hasBlocked(look.viewerId, users.id),
    // Who was declined is not told, and still sees their question.
    askedByMe: hasAsked({ fromId: look.viewerId, toId: users.id, now: look.now }),
    askedByThem: hasAsked({ fromId: users.id, toId: look.viewerId, now: look.now, undecided: true }),
    mayAsk: sql<boolean>`${reachable(settings.contactRequestsFrom)} and ${circle} < 'contacts'`,
    mayMessage: sql<boolean>`${reachable(settings.messagesFrom)}`,
  };
}

/** A row of `personColumns`, with what the driver makes of it. */
export type PersonRow = {
  [Column in keyof ReturnType<typeof personColumns>]: Column extends 'shown'
    ? Record<'profile' | ProfileField, boolean>
    : ReturnType<typeof personColumns>[Column] extends SQL<infer T>
      ? T
      : Column extends 'joinedAt'
        ? Date
        : string;
};

/** The person as they are shown; `isVisitor` for who is not signed in. */
export function viewOf(row: PersonRow, { isVisitor }: { isVisitor: boolean }): PersonView {
  const { userId, handle, displayName, joinedAt, email, timeZone, lastSeen, indexable } = row;
  return {
    userId,
    handle,
    displayName,
    joinedAt: joinedAt.toISOString(),
    photo: row.photoId === null ? null : { id: row.photoId, alt: row.photoAlt ?? '' },
    bio: row.bio ?? '',
    pronouns: row.pronouns ?? '',
    location: row.location ?? '',
    website: row.website ?? '',
    email,
    timeZone,
    lastSeen,
    groups: row.groups ?? [],
    indexable,
    relation: relationOf(row, { isVisitor }),
  };
}

/** What a change of settings shows or hides; a page that comes or goes says it all. */
export function differencesOf(before: PersonRow['shown'], after: PersonRow['shown']) {
  const fields = before.profile === after.profile ? PROFILE_FIELDS : (['profile'] as const);
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, effect: after[field] ? ('shown' as const) : ('hidden' as const) }));
}

function relationOf(row: PersonRow, { isVisitor }: { isVisitor: boolean }): Relation {
  const { asStaff, blocked, askedByMe, askedByThem, mayMessage } = row;
  const asked = askedByMe ? 'by me' : askedByThem ? 'by them' : null;
  return {
    kind: isVisitor ? 'anonymous' : kindOf(row),
    asStaff,
    blocked,
    asked,
    mayAsk: row.mayAsk && asked === null,
    mayMessage,
  };
}

function kindOf({ isSelf, circle, shown }: PersonRow): Relation['kind'] {
  if (isSelf) return 'self';
  if (circle === 'contacts') return 'contact';
  // Where the groups are hidden, that one of them is mine too would tell of it.
  return circle === 'group_mates' && shown.groups ? 'group_mate' : 'signed_in';
}

/** Whether there is anything that the ordinary reach does not show. */
function isBeyond({ ordinary, settings }: { ordinary: Part; settings: AudienceParts }): SQL<boolean> {
  const audiences = [settings.profile, ...PROFILE_FIELDS.map((field) => settings[field])];
  return sql`(${ordinary} is null or greatest(${sql.join(audiences, sql`, `)}) > ${ordinary}
    or cardinality(${profiles.hiddenParts}) > 0)`;
}

/** Whether somebody has a question open to somebody, to be a contact; `undecided`: and was not told no. */
function hasAsked(asked: { fromId: Part; toId: Part; now: SQL; undecided?: true }): SQL<boolean> {
  const { fromId, toId, now, undecided } = asked;
  return sql<boolean>`exists (
    select from ${contactRequests}
    where ${contactRequests.fromId} = ${fromId} and ${contactRequests.toId} = ${toId} and ${isOpen(now)}
      ${undecided ? sql`and ${contactRequests.declinedAt} is null` : sql``}
  )`;
}

/** The day on which somebody or an app of theirs was last here (UTC), as ISO 8601 writes it. */
function dayLastSeen(userId: Part): SQL<string | null> {
  return sql`to_char(greatest(
    (select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.userId} = ${userId}),
    (select max(${appSessions.lastSeenAt}) from ${appSessions} where ${appSessions.userId} = ${userId})
  ) at time zone 'UTC', 'YYYY-MM-DD')`;
}

/**
 * The groups that somebody is in, as far as who looks sees these groups at all; whose name moderators have hidden is left out. As
 * JSON, since the driver hands an array over as the text that PostgreSQL writes for it.
 */
function groupsOf(
  userId: Part,
  { reach, look }: { reach: SQL; look: Look },
): SQL<PersonView['groups'] | null> {
  const { viewerId, now } = look;
  return sql`(
    select json_agg(json_build_object('id', theirs.id, 'name', theirs.name) order by theirs.name, theirs.id) from (
      select ${groups.id}, ${groups.name} from ${memberships} as ${membership}
      join ${groups} on ${groups.id} = ${membership.principalId} and ${groups.removedAt} is null and ${groups.hiddenAt} is null
      where ${membership.userId} = ${userId} and (${membership.expiresAt} is null or ${membership.expiresAt} > ${now})
        and ${reach} >= 'signed_in' and (${groups.visibility} = 'signed_in' or ${reach} = 'only_me' or exists (
          select from ${memberships} as ${ownMembership}
          where ${ownMembership.userId} = ${viewerId} and ${ownMembership.principalId} = ${groups.id}
            and (${ownMembership.expiresAt} is null or ${ownMembership.expiresAt} > ${now})))
      order by ${groups.name}, ${groups.id} limit ${sql.raw(String(GROUPS_SHOWN))}
    ) as theirs
  )`;
}
