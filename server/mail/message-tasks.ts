import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groupInvitations, groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { contactRequests, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { countUse, type Limit } from '@/server/auth/throttle';
import { waitsFor } from '@/server/contacts/queries';
import { DomainError } from '@/server/errors';
import type { JobTry, Tasks } from '@/server/jobs/catalog';
import { hasBlocked, isSeen, type Look } from '@/server/privacy/policy';
import { composeContactRequest, composeGroupInvitation, composeMessage } from './compose-messages';
import { type MailServices, send } from './tasks';

/**
 * The mails of what people write to each other and ask each other. Each reads its row when it runs: what was read, removed
 * or answered by then needs no mail, and neither does what comes from somebody who was blocked in between, or what the inbox
 * does not show: the question of who hides.
 */
export function messageMailTasks(services: MailServices) {
  const { db, appUrl } = services;
  const links = { inbox: `${appUrl}/notifications`, settings: `${appUrl}/settings/privacy` };
  return {
    async 'mail.message'({ messageId }, attempt) {
      const message = await findMessage(db, { messageId, now: new Date() });
      if (!message || (await isTooMuch(db, { limit: 'message.mails', key: message.userId, attempt }))) return;
      const content = await composeMessage({ ...message, ...links });
      await send(services, { to: message.email, attempt, content });
    },

    async 'mail.contactRequest'({ fromId, toId }, attempt) {
      const request = await findRequest(db, { fromId, toId, now: new Date() });
      if (!request) return;
      const pair = `${fromId}:${toId}`;
      if (await isTooMuch(db, { limit: 'contact.mails', key: pair, attempt })) return;
      if (await isTooMuch(db, { limit: 'message.mails', key: toId, attempt })) return;
      const content = await composeContactRequest({ ...request, ...links });
      await send(services, { to: request.email, attempt, content });
    },

    async 'mail.groupInvitation'({ groupId, userId }, attempt) {
      const invitation = await findInvitation(db, { groupId, userId, now: new Date() });
      if (!invitation) return;
      if (await isTooMuch(db, { limit: 'group.mails', key: `${groupId}:${userId}`, attempt })) return;
      if (await isTooMuch(db, { limit: 'message.mails', key: userId, attempt })) return;
      const group = `${appUrl}/groups/${groupId}`;
      const content = await composeGroupInvitation({ ...invitation, ...links, inbox: group });
      await send(services, { to: invitation.email, attempt, content });
    },
  } satisfies Partial<Tasks>;
}

/** Whether somebody had as many mails as anybody wants; counted once for each, however often it is tried. */
async function isTooMuch(
  db: Database,
  { limit, key, attempt }: { limit: Limit; key: string; attempt: JobTry },
) {
  if (attempt.attempt > 1) return false;
  try {
    await countUse(db, { limit, key });
    return false;
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'RATE_LIMITED') return true;
    throw error;
  }
}

const sender = alias(users, 'sender');
const senderProfile = alias(profiles, 'sender_profile');

/** A message that its recipient has still to learn of, and wants to by mail. */
async function findMessage(db: Database, { messageId, now }: { messageId: string; now: Date }) {
  const [found] = await db
    .select({ ...readerOf(messages.senderId, now), body: messages.body })
    .from(messages)
    .innerJoin(users, isActive(messages.recipientId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
    .innerJoin(sender, isStillThere(messages.senderId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        eq(messages.id, messageId),
        eq(messages.isRequest, false),
        isNull(messages.readAt),
        isNull(messages.removedAt),
        isNull(messages.hiddenAt),
        eq(privacySettings.messagesByMail, true),
      ),
    );
  return found;
}

/** A question that stands in the inbox of who is asked, who wants to learn of it by mail. */
async function findRequest(db: Database, { fromId, toId, now }: { fromId: string; toId: string; now: Date }) {
  const [found] = await db
    .select(readerOf(contactRequests.fromId, now))
    .from(contactRequests)
    .innerJoin(users, isActive(contactRequests.toId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
    .innerJoin(sender, isStillThere(contactRequests.fromId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        eq(contactRequests.fromId, fromId),
        waitsFor(lookOf(sql`${toId}::uuid`, now)),
        eq(privacySettings.messagesByMail, true),
      ),
    );
  return found;
}

/** An invitation into a group that is open, to who wants to learn of it by mail; its name unless moderators have hidden it. */
async function findInvitation(
  db: Database,
  { groupId, userId, now }: { groupId: string; userId: string; now: Date },
) {
  const [found] = await db
    .select({
      ...readerOf(groupInvitations.invitedBy, now),
      groupName: sql<string | null>`case when ${groups.hiddenAt} is null then ${groups.name} end`,
    })
    .from(groupInvitations)
    .innerJoin(groups, and(eq(groups.id, groupInvitations.groupId), isNull(groups.removedAt)))
    .innerJoin(users, isActive(groupInvitations.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
    .innerJoin(sender, isStillThere(groupInvitations.invitedBy))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        eq(groupInvitations.groupId, groupId),
        eq(groupInvitations.userId, userId),
        gt(groupInvitations.expiresAt, now),
        eq(privacySettings.messagesByMail, true),
      ),
    );
  return found;
}

/** Who reads the mail, and the name of who wrote, where the reader sees it. */
function readerOf(senderId: PgColumn, now: Date) {
  const look = lookOf(sql`${users.id}`, now);
  return {
    userId: users.id,
    email: users.email,
    locale: users.locale,
    displayName: profiles.displayName,
    fromName: sql<string | null>`case when ${isSeen(senderId, look)} then ${senderProfile.displayName} end`,
  };
}

/** As anybody: a mail shows no more than the pages do. */
function lookOf(viewerId: SQL, now: Date): Look {
  return { viewerId, asStaff: sql`false`, now: sql`${now.toISOString()}::timestamptz` };
}

/** The account of who is written to, while it is active. */
function isActive(recipientId: PgColumn) {
  return and(eq(users.id, recipientId), eq(users.status, 'active'));
}

/** With an account that is active, and without a block on either side. */
function isStillThere(senderId: PgColumn): SQL | undefined {
  return and(
    eq(sender.id, senderId),
    eq(sender.status, 'active'),
    sql`not ${hasBlocked(users.id, sender.id)}`,
    sql`not ${hasBlocked(sender.id, users.id)}`,
  );
}
