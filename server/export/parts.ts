import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { dataExports, departures } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { cases, reports, staffViews } from '@/db/schema/moderation';
import { permissions, principalPermissions } from '@/db/schema/permissions';
import { photos } from '@/db/schema/photos';
import { blocks, contactRequests, contacts, privacySettings } from '@/db/schema/privacy';
import { passwords } from '@/db/schema/sign-in';
import { formerHandles, profiles, users } from '@/db/schema/users';
import type { Of, Source } from './part';
import { ACCESS_PARTS } from './parts-access';
import { APPEAL_PARTS } from './parts-appeals';
import { GROUP_PARTS } from './parts-groups';
import { HISTORY_PARTS } from './parts-history';
import { NOTIFICATION_PARTS } from './parts-notifications';
import { handleOf, within } from './parts-sql';

/**
 * What a copy consists of, a file each, in the order in which a person would look for it. Nothing secret is in it: no hash, key
 * or token. Of other people there is their handle, as far as the person sees it at the moment of the copy.
 */
export const PARTS = {
  account: ({ userId }) => [
    {
      table: users,
      key: users.id,
      whose: eq(users.id, userId),
      fields: {
        id: users.id,
        email: users.email,
        status: users.status,
        locale: users.locale,
        timeZone: users.timeZone,
        createdAt: users.createdAt,
        passkeyOfferDismissedAt: users.passkeyOfferDismissedAt,
      },
    },
  ],
  password: ({ userId }) => [
    {
      table: passwords,
      key: passwords.userId,
      whose: eq(passwords.userId, userId),
      fields: { changedAt: passwords.changedAt },
    },
  ],
  profile: ({ userId }) => [
    {
      table: profiles,
      key: profiles.userId,
      whose: eq(profiles.userId, userId),
      fields: {
        handle: profiles.handle,
        displayName: profiles.displayName,
        bio: profiles.bio,
        pronouns: profiles.pronouns,
        location: profiles.location,
        website: profiles.website,
        updatedAt: profiles.updatedAt,
      },
    },
  ],
  formerHandles: ({ userId }) => [
    {
      table: formerHandles,
      key: formerHandles.handle,
      whose: eq(formerHandles.userId, userId),
      fields: {
        handle: formerHandles.handle,
        releasedAt: formerHandles.releasedAt,
        heldUntil: formerHandles.heldUntil,
      },
    },
  ],
  photos: ({ userId }) => [
    {
      table: photos,
      key: photos.id,
      whose: eq(photos.userId, userId),
      fields: {
        id: photos.id,
        alt: photos.alt,
        removedMetadata: photos.removedMetadata,
        createdAt: photos.createdAt,
        isCurrent: photos.isCurrent,
        replacedAt: photos.replacedAt,
      },
    },
  ],
  privacy: ({ userId }) => {
    // Every setting there is.
    const { userId: owner, ...fields } = getTableColumns(privacySettings);
    return [{ table: privacySettings, key: owner, whose: eq(owner, userId), fields }];
  },
  contacts: ({ userId, now }) => [
    {
      table: contacts,
      key: contacts.contactId,
      whose: eq(contacts.userId, userId),
      fields: { person: handleOf(contacts.contactId, { userId, now }), since: contacts.since },
    },
  ],
  contactRequestsSent: ({ userId, now }) => [
    {
      table: contactRequests,
      key: contactRequests.toId,
      whose: eq(contactRequests.fromId, userId),
      // Whether it was declined is not told to who asked; nor when it ended, since a block ends it as taking it back does.
      fields: {
        person: handleOf(contactRequests.toId, { userId, now }),
        askedAt: contactRequests.askedAt,
      },
    },
  ],
  contactRequestsReceived: ({ userId, now }) => [
    {
      table: contactRequests,
      key: contactRequests.fromId,
      // One that was taken back is not there for whom it went to.
      whose: and(eq(contactRequests.toId, userId), isNull(contactRequests.withdrawnAt)),
      fields: {
        person: handleOf(contactRequests.fromId, { userId, now }),
        askedAt: contactRequests.askedAt,
        declinedAt: contactRequests.declinedAt,
      },
    },
  ],
  blockedPeople: ({ userId, now }) => [
    {
      table: blocks,
      key: blocks.blockedId,
      whose: eq(blocks.blockerId, userId),
      fields: { person: handleOf(blocks.blockedId, { userId, now }), at: blocks.at },
    },
  ],
  messagesReceived: ({ userId, now }) => [
    {
      table: messages,
      key: messages.id,
      // Removed ones too, as long as they are kept.
      whose: eq(messages.recipientId, userId),
      fields: {
        person: handleOf(messages.senderId, { userId, now }),
        at: messages.at,
        // What moderators have hidden is hidden here as well.
        body: within(sql`(case when ${messages.hiddenAt} is null then ${messages.body} end)`),
        isRequest: messages.isRequest,
        readAt: messages.readAt,
        removedAt: messages.removedAt,
      },
    },
  ],
  messagesSent: ({ userId, now }) => [
    {
      table: messages,
      key: messages.id,
      whose: eq(messages.senderId, userId),
      // Whether it was read or removed is the recipient's.
      fields: {
        person: handleOf(messages.recipientId, { userId, now }),
        at: messages.at,
        body: messages.body,
      },
    },
  ],
  reports: ({ userId }) => [
    {
      table: reports,
      key: reports.id,
      whose: eq(reports.reporterId, userId),
      // What they wrote themselves, and whether it is decided; what was kept of others is theirs, and so is what was done.
      fields: {
        about: within(sql`(select ${cases.subjectKind} from ${cases} where ${cases.id} = ${reports.caseId})`),
        kind: reports.kind,
        words: reports.words,
        at: reports.at,
        outcome: within(sql`(select ${cases.outcome} from ${cases} where ${cases.id} = ${reports.caseId})`),
      },
    },
  ],
  ...GROUP_PARTS,
  ...NOTIFICATION_PARTS,
  permissions: ({ userId }) => [
    {
      table: principalPermissions,
      key: principalPermissions.permissionId,
      whose: eq(principalPermissions.principalId, userId),
      fields: {
        permission: within(sql`(
          select ${permissions.objectType} || '.' || ${permissions.codename} from ${permissions}
          where ${permissions.id} = ${principalPermissions.permissionId})`),
        expiresAt: principalPermissions.expiresAt,
      },
    },
  ],
  ...APPEAL_PARTS,
  savedViews: ({ userId }) => [
    {
      table: staffViews,
      key: staffViews.id,
      whose: eq(staffViews.userId, userId),
      fields: {
        page: staffViews.page,
        name: staffViews.name,
        query: staffViews.query,
        createdAt: staffViews.createdAt,
      },
    },
  ],
  ...ACCESS_PARTS,
  ...HISTORY_PARTS,
  leaving: ({ userId }) => [
    {
      table: departures,
      key: departures.userId,
      whose: eq(departures.userId, userId),
      fields: {
        kind: departures.kind,
        since: departures.since,
        dueAt: departures.dueAt,
        keepsMessages: departures.keepsMessages,
      },
    },
  ],
  exports: ({ userId }) => [
    {
      table: dataExports,
      key: dataExports.id,
      whose: eq(dataExports.userId, userId),
      fields: {
        requestedAt: dataExports.requestedAt,
        state: dataExports.state,
        readyAt: dataExports.readyAt,
        size: dataExports.size,
      },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;

export type PartName = keyof typeof PARTS;
