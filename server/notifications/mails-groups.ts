import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { profiles, users } from '@/db/schema/users';
import { inForceAt } from '@/server/groups/group-rows';
import { composeGroupInvitation } from '@/server/mail/compose-messages';
import { nameIn } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import { nameForMail } from '@/server/mail/names';
import { byId } from './by-id';
import type { MailEntry } from './mail-entry';
import { isActive, isStillThere, readerAndSender, sender, senderProfile } from './mail-people';
import { toldLetter } from './told-letter';

const OF_PERSON = { limit: 'message.mails', beyond: 'wait' } as const;

interface Of {
  groupIds: string[];
  userId: string;
  now: Date;
}

/** That somebody invites into a group, while that stands. */
export const GROUP_INVITED: MailEntry<'groups.invited'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const invitationTo = byId(await listInvitations(db, { groupIds: groupsOf(told), userId, now }));
    return ({ groupId }) => {
      const invitation = invitationTo(groupId);
      if (!invitation) return undefined;
      const links = { inbox: `${appUrl}/groups/${groupId}`, settings: `${appUrl}/settings/privacy` };
      const text = TEXTS[invitation.locale].groupInvitation.subject(
        nameIn(invitation.fromName, invitation.locale),
      );
      return {
        to: invitation.email,
        line: { text, link: links.inbox },
        compose: (ways) => composeGroupInvitation({ ...invitation, ...links, ways }),
      };
    };
  },
  caps: ({ userId, groupId }) => [
    { limit: 'group.mails', key: `${groupId}:${userId}`, beyond: 'drop' },
    { ...OF_PERSON, key: userId },
  ],
};

/** That somebody asks to come in, to who decides about it, while nobody has. */
export const GROUP_JOIN_ASKED: MailEntry<'groups.joinAsked'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const asks = told.flatMap(({ actorId, groupId }) => (actorId && groupId ? [{ actorId, groupId }] : []));
    const askedOf = byId(await listAsked(db, { asks, userId, now }));
    return ({ actorId, groupId }) => {
      const asked = askedOf(`${groupId} ${actorId}`);
      if (!asked) return undefined;
      const { fromName, locale, groupName } = asked;
      return toldLetter(asked, {
        words: TEXTS[locale].told.joinAsked,
        names: [nameIn(fromName, locale), nameForMail(groupName ?? '')],
        link: `${appUrl}/groups/${groupId}`,
      });
    };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** That they are in now, while they are. */
export const GROUP_JOINED: MailEntry<'groups.joined'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const placeIn = byId(await listMine(db, { groupIds: groupsOf(told), userId, now }));
    return ({ groupId }) => {
      const place = placeIn(groupId);
      if (!place) return undefined;
      return toldLetter(place, {
        words: TEXTS[place.locale].told.joined,
        names: [nameForMail(place.groupName ?? '')],
        link: `${appUrl}/groups/${groupId}`,
      });
    };
  },
};

function groupsOf(told: { groupId: string | null }[]): string[] {
  return told.flatMap(({ groupId }) => groupId ?? []);
}

/** The name of a group, unless moderators have hidden it. */
const GROUP_NAME = sql<string | null>`case when ${groups.hiddenAt} is null then ${groups.name} end`;

/** Invitations of who is told, by their groups. */
function listInvitations(db: Database, { groupIds, userId, now }: Of) {
  return db
    .select({
      id: groupInvitations.groupId,
      ...readerAndSender(groupInvitations.invitedBy, now),
      groupName: GROUP_NAME,
    })
    .from(groupInvitations)
    .innerJoin(groups, and(eq(groups.id, groupInvitations.groupId), isNull(groups.removedAt)))
    .innerJoin(users, isActive(groupInvitations.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(groupInvitations.invitedBy))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        isAmong(groupInvitations.groupId, groupIds),
        eq(groupInvitations.userId, userId),
        gt(groupInvitations.expiresAt, now),
      ),
    );
}

/** Who asks to come into which group, of those that somebody decides about: by the group and who asks. */
function listAsked(
  db: Database,
  of: { asks: { groupId: string; actorId: string }[]; userId: string; now: Date },
) {
  const { asks, userId, now } = of;
  const [groupIds, askerIds] = [asks.map(({ groupId }) => groupId), asks.map(({ actorId }) => actorId)];
  return db
    .select({
      id: sql<string>`${groupInvitations.groupId}::text || ' ' || ${groupInvitations.userId}::text`,
      ...readerAndSender(groupInvitations.userId, now),
      groupName: GROUP_NAME,
    })
    .from(groupInvitations)
    .innerJoin(groups, and(eq(groups.id, groupInvitations.groupId), isNull(groups.removedAt)))
    .innerJoin(
      memberships,
      and(
        eq(memberships.principalId, groupInvitations.groupId),
        eq(memberships.userId, userId),
        gte(memberships.standing, 'manager'),
        inForceAt(now),
      ),
    )
    .innerJoin(users, isActive(memberships.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(groupInvitations.userId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        sql`(${groupInvitations.groupId}, ${groupInvitations.userId}) in (
          select * from unnest(${sql.param(groupIds)}::uuid[], ${sql.param(askerIds)}::uuid[]))`,
        isNull(groupInvitations.invitedBy),
        gt(groupInvitations.expiresAt, now),
      ),
    );
}

/** The places of who is told, by their groups. */
function listMine(db: Database, { groupIds, userId, now }: Of) {
  return db
    .select({
      id: memberships.principalId,
      email: users.email,
      locale: users.locale,
      displayName: profiles.displayName,
      groupName: GROUP_NAME,
    })
    .from(memberships)
    .innerJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt)))
    .innerJoin(users, isActive(memberships.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(isAmong(memberships.principalId, groupIds), eq(memberships.userId, userId), inForceAt(now)));
}
