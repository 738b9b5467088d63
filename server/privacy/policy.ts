import { type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { parameter } from '@/db/prepared';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { photos } from '@/db/schema/photos';
import { blocks, contacts, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import type { Audience, Circle, ProfileField } from './catalog';

/**
 * The one policy of who sees what of whom and who reaches whom, as parts of larger statements: whatever shows somebody to
 * somebody takes it from here.
 *
 * What a viewer may see of an owner is a **reach**, an audience: they see what is shown to that audience or to a wider one,
 * which is `audience <= reach` in the order of the type. Nobody's reach is null, and nothing compares to that. How near they
 * are for getting in touch is a **circle**, compared in the same way.
 */

/** Who looks: null for a visitor. */
export interface Viewer {
  userId: string;
  /** May see every profile, by a permission of their own; never by a token. */
  asStaff: boolean;
}

type Part = SQL | PgColumn;

/** Who looks and when, as parts of a statement; `viewerId` is null for a visitor. */
export interface Look {
  viewerId: SQL;
  asStaff: SQL;
  now: SQL;
}

/** The same as placeholders: whoever executes the statement gives `placeholdersOf`. */
export const LOOK: Look = {
  viewerId: parameter('viewerId', 'uuid'),
  asStaff: parameter('asStaff', 'boolean'),
  now: parameter('now', 'timestamptz'),
};

/** What a statement with `LOOK` in it is executed with. */
export function placeholdersOf({ viewer, now }: { viewer: Viewer | null; now: Date }) {
  return {
    viewerId: viewer?.userId ?? null,
    asStaff: viewer?.asStaff ?? false,
    now: now.toISOString(),
  };
}

/** Whose profile it is; columns of `users`, or parts that stand for them. */
interface Owner {
  id: Part;
  status: Part;
}

/** In a statement about one table Drizzle leaves out the table of columns that stand right in a field: here none does. */
function whole<T>(part: SQL<T>): SQL<T> {
  return sql<T>`${part}`;
}

// Names of their own, so that a statement about the same tables does not take one for the other.
const block = alias(blocks, 'policy_block');
const contact = alias(contacts, 'policy_contact');
const person = alias(users, 'policy_person');
const limited = alias(users, 'policy_limited');
const profile = alias(profiles, 'policy_profile');
const setting = alias(privacySettings, 'policy_setting');
const photo = alias(photos, 'policy_photo');
const theirs = alias(memberships, 'policy_theirs');
const mine = alias(memberships, 'policy_mine');
const group = alias(groups, 'policy_group');

/** What a viewer may see of an owner as anybody, by what is between the two. */
export function ordinaryReachOf(owner: Owner, { viewerId }: Pick<Look, 'viewerId'>): SQL<Audience | null> {
  return whole(sql`(case
    when ${owner.id} = ${viewerId} then 'only_me'
    when ${owner.status} <> 'active' then null
    when ${hasBlocked(owner.id, viewerId)} then null
    when ${isContact(owner.id, viewerId)} then 'contacts'
    when ${viewerId} is not null then 'signed_in'
    else 'everyone'
  end)::audience`);
}

/** The same, and by a permission: staff see whoever there is to see. */
export function reachOf(owner: Owner, look: Pick<Look, 'viewerId' | 'asStaff'>): SQL<Audience | null> {
  return whole(sql`(case
    when ${look.asStaff} and ${owner.status} = 'active' then 'only_me'
    else ${ordinaryReachOf(owner, look)}
  end)::audience`);
}

/** The settings that decide: columns of `privacy_settings`, or parts that stand for what is not saved yet. */
export type AudienceParts = Record<'profile' | ProfileField, Part>;

/** Whether who has that reach sees the page; never null. */
export function showsPage(reach: Part, settings: Pick<AudienceParts, 'profile'>): SQL<boolean> {
  return whole(sql`coalesce(${settings.profile} <= ${reach}, false)`);
}

/**
 * The same of a field of it. What moderators hide only its owner and staff see, whatever the settings say.
 * @param hidden what they hide: `profiles.hidden_parts`, or a part that stands for it
 */
export function shows(
  reach: Part,
  settings: AudienceParts,
  { field, hidden }: { field: ProfileField; hidden: Part },
): SQL<boolean> {
  const isHidden = sql`(array_position(${hidden}, ${sql.raw(`'${field}'`)}) is not null and ${reach} < 'only_me')`;
  return whole(
    sql`coalesce(${settings.profile} <= ${reach} and ${settings[field]} <= ${reach} and not ${isHidden}, false)`,
  );
}

/**
 * Whether a viewer sees somebody's page, or a field of it, by an id alone; false for who is not there. For statements that
 * show people beside other things; the statements of the profile itself are made of the parts above.
 */
export function isSeen(ownerId: Part, look: Look, field: 'profile' | ProfileField = 'profile'): SQL<boolean> {
  const reach = reachOf(person, look);
  // Only where it matters: most ask for the page.
  const hidden = sql`(select ${profile.hiddenParts} from ${profiles} as ${profile} where ${profile.userId} = ${person.id})`;
  return whole(sql`exists (
    select from ${users} as ${person}
    join ${privacySettings} as ${setting} on ${setting.userId} = ${person.id}
    where ${person.id} = ${ownerId}
      and ${field === 'profile' ? showsPage(reach, setting) : shows(reach, setting, { field, hidden })}
  )`);
}

/** The id of somebody's photo where a viewer sees it, else null. */
export function seenPhotoId(ownerId: Part, look: Look): SQL<string | null> {
  return whole(sql`(
    select ${photo.id} from ${photos} as ${photo}
    where ${photo.userId} = ${ownerId} and ${photo.isCurrent} and ${isSeen(ownerId, look, 'photo')}
  )`);
}

/**
 * How near a viewer is to an owner for getting in touch; null for a visitor, for oneself, and where one of the two has
 * blocked the other.
 */
export function circleOf(owner: Owner, look: Pick<Look, 'viewerId' | 'now'>): SQL<Circle | null> {
  const { viewerId } = look;
  return whole(sql`(case
    when ${viewerId} is null or ${owner.id} = ${viewerId} or ${owner.status} <> 'active' then null
    when ${hasBlocked(owner.id, viewerId)} or ${hasBlocked(viewerId, owner.id)} then null
    when ${isContact(owner.id, viewerId)} then 'contacts'
    when ${shareGroup(owner.id, look)} then 'group_mates'
    else 'signed_in'
  end)::contact_circle`);
}

/** The settings of who gets in touch. */
export type CircleSetting = 'messagesFrom' | 'contactRequestsFrom' | 'foundByEmailFrom';

/** Whether who is that near may get in touch, or find; nobody is as near as `nobody`. Never null. */
export function letsIn(circle: Part, wanted: Part): SQL<boolean> {
  return whole(sql`coalesce(${wanted} <= ${circle}, false)`);
}

/** Whether moderators keep somebody from getting in touch and from being found; null for a visitor. */
export function isLimited(limitedUntil: Part, now: SQL): SQL<boolean> {
  return whole(sql`coalesce(${limitedUntil} > ${now}, false)`);
}

/** The same by an id alone; nobody's is not. */
export function isSomebodyLimited(id: Part, now: SQL): SQL<boolean> {
  return whole(sql`exists (
    select from ${users} as ${limited} where ${limited.id} = ${id} and ${limited.limitedUntil} > ${now}
  )`);
}

/**
 * Whether a viewer may get in touch with somebody in a way that has a setting, by an id alone: the circle lets them in, and
 * they see the page as anybody, since who is hidden is not there. False for who is not there, whatever permission is held;
 * and where moderators keep the viewer from getting in touch, or the owner from being found.
 */
export function mayReach(ownerId: Part, look: Look, by: CircleSetting): SQL<boolean> {
  return whole(sql`exists (
    select from ${users} as ${person}
    join ${privacySettings} as ${setting} on ${setting.userId} = ${person.id}
    where ${person.id} = ${ownerId} and ${letsIn(circleOf(person, look), setting[by])}
      and ${showsPage(ordinaryReachOf(person, look), setting)}
      and not ${by === 'foundByEmailFrom' ? isLimited(person.limitedUntil, look.now) : isSomebodyLimited(look.viewerId, look.now)}
  )`);
}

/** Whether the one does not exist for the other any more. */
export function hasBlocked(blockerId: Part, blockedId: Part): SQL<boolean> {
  return whole(sql`exists (
    select from ${blocks} as ${block}
    where ${block.blockerId} = ${blockerId} and ${block.blockedId} = ${blockedId}
  )`);
}

/** Of one another, since a contact is two rows. */
export function isContact(ownerId: Part, viewerId: Part): SQL<boolean> {
  return whole(sql`exists (
    select from ${contacts} as ${contact}
    where ${contact.userId} = ${ownerId} and ${contact.contactId} = ${viewerId}
  )`);
}

/** Whether both are in some group, today. */
function shareGroup(ownerId: Part, { viewerId, now }: Pick<Look, 'viewerId' | 'now'>): SQL<boolean> {
  return sql`exists (
    select from ${memberships} as ${mine}
    join ${groups} as ${group} on ${group.id} = ${mine.principalId} and ${group.removedAt} is null
    join ${memberships} as ${theirs} on ${theirs.principalId} = ${mine.principalId}
    where ${mine.userId} = ${viewerId} and ${theirs.userId} = ${ownerId}
      and (${mine.expiresAt} is null or ${mine.expiresAt} > ${now})
      and (${theirs.expiresAt} is null or ${theirs.expiresAt} > ${now})
  )`;
}
