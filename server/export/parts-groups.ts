import { eq, sql } from 'drizzle-orm';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships, roles } from '@/db/schema/permissions';
import type { Of, Source } from './part';
import { handleOf, within } from './parts-sql';

const INVITATION = {
  group: within(sql`(select ${groups.name} from ${groups} where ${groups.id} = ${groupInvitations.groupId}
    and ${groups.removedAt} is null and ${groups.hiddenAt} is null)`),
  standing: groupInvitations.standing,
  at: groupInvitations.at,
  expiresAt: groupInvitations.expiresAt,
};

/** Where the person is, and where they are invited to, or have invited others. */
export const GROUP_PARTS = {
  memberships: ({ userId }) => [
    {
      table: memberships,
      key: memberships.principalId,
      whose: eq(memberships.userId, userId),
      fields: {
        group:
          within(sql`(select ${groups.name} from ${groups} where ${groups.id} = ${memberships.principalId}
          and ${groups.removedAt} is null and (${groups.hiddenAt} is null or ${memberships.standing} = 'owner'))`),
        role: within(
          sql`(select coalesce(${roles.key}, ${roles.name}) from ${roles} where ${roles.id} = ${memberships.principalId})`,
        ),
        standing: memberships.standing,
        since: memberships.grantedAt,
        expiresAt: memberships.expiresAt,
      },
    },
  ],
  groupInvitations: (of) => [
    {
      table: groupInvitations,
      key: groupInvitations.groupId,
      whose: eq(groupInvitations.userId, of.userId),
      fields: { ...INVITATION, by: handleOf(groupInvitations.invitedBy, of) },
    },
  ],
  groupInvitationsSent: (of) => [
    {
      table: groupInvitations,
      key: sql`${groupInvitations.groupId}::text || ${groupInvitations.userId}::text`,
      whose: eq(groupInvitations.invitedBy, of.userId),
      fields: { ...INVITATION, person: handleOf(groupInvitations.userId, of) },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;
