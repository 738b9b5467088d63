import { and, eq, gt, gte, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { profiles, users } from '@/db/schema/users';
import { inForceAt } from '@/server/groups/group-rows';
import { composeGroupInvitation } from '@/server/mail/compose-messages';
import { composeTold, nameIn } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import { nameForMail } from '@/server/mail/names';
import type { MailEntry } from './mail-entry';
import { isActive, isStillThere, readerAndSender, sender, senderProfile } from './mail-people';

const OF_PERSON = { limit: 'message.mails', beyond: 'wait' } as const;

interface Of {
  groupId: string;
  userId: string;
  now: Date;
}

/** That somebody invites into a group, while that stands. */
export const GROUP_INVITED: MailEntry<'groups.invited'> = {
  async find({ db, appUrl }, { userId, groupId, now }) {
    const invitation = groupId && (await findInvitation(db, { groupId, userId, now }));
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
  },
  caps: ({ userId, groupId }) => [
    { limit: 'group.mails', key: `${groupId}:${userId}`, beyond: 'drop' },
    { ...OF_PERSON, key: userId },
  ],
};

/** That somebody asks to come in, to who decides about it, while nobody has. */
export const GROUP_JOIN_ASKED: MailEntry<'groups.joinAsked'> = {
  async find({ db, appUrl }, { userId, actorId, groupId, now }) {
    const asked = actorId && groupId && (await findAsked(db, { groupId, userId, askerId: actorId, now }));
    if (!asked) return undefined;
    const { email, fromName, locale, displayName, groupName } = asked;
    const { subject, preview, body, action } = TEXTS[locale].told.joinAsked;
    const names = [nameIn(fromName, locale), nameForMail(groupName ?? '')] as const;
    const line = { text: subject(...names), link: `${appUrl}/groups/${groupId}` };
    const words = { subject: line.text, preview, body: body(...names) };
    const to = { label: action, link: line.link };
    return {
      to: email,
      line,
      compose: (ways) => composeTold({ locale, displayName, ...words, action: to, ways }),
    };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** That they are in now, while they are. */
export const GROUP_JOINED: MailEntry<'groups.joined'> = {
  async find({ db, appUrl }, { userId, groupId, now }) {
    const place = groupId && (await findMine(db, { groupId, userId, now }));
    if (!place) return undefined;
    const { email, locale, displayName, groupName } = place;
    const { subject, preview, body, action } = TEXTS[locale].told.joined;
    const name = nameForMail(groupName ?? '');
    const line = { text: subject(name), link: `${appUrl}/groups/${groupId}` };
    const words = {
      subject: line.text,
      preview,
      body: body(name),
      action: { label: action, link: line.link },
    };
    return { to: email, line, compose: (ways) => composeTold({ locale, displayName, ...words, ways }) };
  },
};

/** The name of a group, unless moderators have hidden it. */
const GROUP_NAME = sql<string | null>`case when ${groups.hiddenAt} is null then ${groups.name} end`;

async function findInvitation(db: Database, { groupId, userId, now }: Of) {
  const [found] = await db
    .select({ ...readerAndSender(groupInvitations.invitedBy, now), groupName: GROUP_NAME })
    .from(groupInvitations)
    .innerJoin(groups, and(eq(groups.id, groupInvitations.groupId), isNull(groups.removedAt)))
    .innerJoin(users, isActive(groupInvitations.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(groupInvitations.invitedBy))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        eq(groupInvitations.groupId, groupId),
        eq(groupInvitations.userId, userId),
        gt(groupInvitations.expiresAt, now),
      ),
    );
  return found;
}

async function findAsked(db: Database, { groupId, userId, askerId, now }: Of & { askerId: string }) {
  const [found] = await db
    .select({ ...readerAndSender(groupInvitations.userId, now), groupName: GROUP_NAME })
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
        eq(groupInvitations.groupId, groupId),
        eq(groupInvitations.userId, askerId),
        isNull(groupInvitations.invitedBy),
        gt(groupInvitations.expiresAt, now),
      ),
    );
  return found;
}

async function findMine(db: Database, { groupId, userId, now }: Of) {
  const [found] = await db
    .select({
      email: users.email,
      locale: users.locale,
      displayName: profiles.displayName,
      groupName: GROUP_NAME,
    })
    .from(memberships)
    .innerJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt)))
    .innerJoin(users, isActive(memberships.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(memberships.principalId, groupId), eq(memberships.userId, userId), inForceAt(now)));
  return found;
}
