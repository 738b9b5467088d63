import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { hasBlocked, isSeen, LOOK, placeholdersOf, type Viewer } from '@/server/privacy/policy';
import { inForce } from '@/server/roles/parts';
import { COUNTED } from './catalog';
import { isOwnInvitation, isOwnPlace, NOW, ownInvitation, PRINCIPAL, RIGHTS } from './rights';

/**
 * A group and what somebody may do with it, worked out once for a whole statement: one row of `asked`, or none where the group does
 * not exist for them. Whoever executes it gives `groupId` and `lookOf`.
 */
export function asked(db: Database) {
  const group = sql`
    select found.* from (
      select ${groups.id}, ${groups.name}, ${groups.description}, ${groups.visibility}, ${groups.joining},
        ${groups.hiddenAt} as hidden_at, ${groups.createdAt} as created_at, ${RIGHTS.standing} as standing, ${RIGHTS.sees} as sees,
        ${RIGHTS.seesName} as sees_name, ${RIGHTS.seesMembers} as sees_members, ${RIGHTS.views} as views,
        ${RIGHTS.update} as may_update, ${RIGHTS.manageMembers} as may_manage, ${RIGHTS.remove} as may_remove,
        ${RIGHTS.handles} as may_handle,
        ${ownInvitation.at} as invited_at, ${ownInvitation.expiresAt} as invited_until,
        ${ownInvitation.invitedBy} as invited_by, ${ownInvitation.standing} as invited_to,
        (exists (select from principal_permissions as given where given.principal_id = ${groups.id})
          or exists (select from object_grants as given where given.principal_id = ${groups.id})) as gives_something
      from ${groups}
      left join memberships as own_place on ${isOwnPlace()}
      left join group_invitations as own_invitation on ${isOwnInvitation()}
      where ${groups.id} = ${sql.placeholder('groupId')}::uuid and ${groups.removedAt} is null
    ) as found where found.sees`;
  return [db.$with('principal', {}).as(PRINCIPAL), db.$with('asked', {}).as(sql`${group} offset 0`)] as const;
}

/** As anybody, whatever permission is held: of people no more is shown than on their pages. */
export function lookOf({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { userId } = viewer;
  return { userId, ...placeholdersOf({ viewer: { userId, asStaff: false }, now }) };
}

/**
 * Whether who looks is shown that somebody is in the group of `asked`: oneself, and whoever shows their page to them and was not
 * blocked. Whoever is not in the group sees of people what they show of their groups.
 */
export function isShown(personId: SQL): SQL<boolean> {
  return sql<boolean>`(${personId} = ${LOOK.viewerId} or (not ${hasBlocked(LOOK.viewerId, personId)}
    and case when asked.views then ${isSeen(personId, LOOK)} else ${isSeen(personId, LOOK, 'groups')} end))`;
}

export const ASKED = {
  /** Who invited, where they are seen. */
  inviter: sql<string | null>`(select profiles.display_name from profiles
    where profiles.user_id = asked.invited_by and ${isSeen(sql`asked.invited_by`, LOOK)}
      and not ${hasBlocked(LOOK.viewerId, sql`asked.invited_by`)})`,
};

/** How many people of the group are shown, of those that are counted. */
export const counted = sql<number>`(select count(*)::int from (
    select place.user_id from memberships as place
    where place.principal_id = asked.id and ${inForce('place', NOW)} limit ${sql.raw(String(COUNTED))}
  ) as first_places where asked.sees_members and ${isShown(sql`first_places.user_id`)})`;

/** A moment as ISO 8601. */
export function iso(moment: SQL): SQL<string | null> {
  return sql<string | null>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
