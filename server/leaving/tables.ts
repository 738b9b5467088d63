import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import {
  connectionIntents,
  connections,
  passkeys,
  recoveryCodes,
  totpAuthenticators,
  trustedDevices,
  webauthnChallenges,
} from '@/db/schema/factors';
import { groupInvitations } from '@/db/schema/groups';
import { dataExports } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { appeals, approvals, cases, notes, sanctions, staffViews } from '@/db/schema/moderation';
import {
  notificationChanges,
  notificationDeliveries,
  notificationPreferences,
  notificationSchedules,
  notifications,
  pushSubscriptions,
  unsubscribeLinks,
} from '@/db/schema/notifications';
import { appSessions, authorizationCodes, deviceCodes, oauthConsents } from '@/db/schema/oauth';
import { rateLimits } from '@/db/schema/operations';
import { memberships, objectDenies, objectGrants, principalPermissions } from '@/db/schema/permissions';
import { photos, photoUploads } from '@/db/schema/photos';
import { blocks, contactRequests, contacts, privacySettings } from '@/db/schema/privacy';
import { searchWords } from '@/db/schema/search';
import {
  emailChanges,
  knownBrowsers,
  passwordResets,
  proofFailures,
  securityEvents,
} from '@/db/schema/security';
import { loginAttempts, passwords, sessions, signUps } from '@/db/schema/sign-in';
import type { DataKind } from './catalog';

/** Who is erased. */
export interface Erased {
  userId: string;
  /** Canonical: the address of the account, and those that are still kept for it. */
  emails: string[];
}

/** What an erasure removes of one table. */
export interface ErasedTable {
  table: PgTable;
  kind: DataKind;
  /** Its primary key. */
  key: PgColumn[];
  /** Which rows are the person's. */
  whose: (person: Erased) => SQL;
  /** Which of them count for the person; all unless it says so. */
  counted?: (person: Erased) => SQL;
  /** Found by an address that somebody may type at any moment: removed once more in the end. */
  byEmail?: true;
}

/** Their rows go together with the files that they name. */
export const PHOTOS = owned(photos, 'photos', [photos.id], photos.userId);
export const EXPORTS = owned(dataExports, 'exports', [dataExports.id], dataExports.userId);

/**
 * The tables whose rows go, in the order in which they do: what is found by something else before that, what is behind others
 * in a cascade after them. A new table that refers to people is named here or in `OTHER_TABLES`, or
 * server/leaving/tables.test.ts fails.
 */
export const ERASED: ErasedTable[] = [
  byEmailToo(passwordResets, 'links', passwordResets.id, passwordResets.email, passwordResets.userId),
  byEmailToo(loginAttempts, 'links', loginAttempts.id, loginAttempts.email, loginAttempts.userId),
  byEmailToo(signUps, 'links', signUps.id, signUps.email),
  counters(rateLimits, rateLimits.key),
  counters(proofFailures, proofFailures.key),
  ofSessions(webauthnChallenges, webauthnChallenges.challenge, webauthnChallenges.boundTo),
  ofSessions(connectionIntents, connectionIntents.sessionId, connectionIntents.sessionId),
  owned(emailChanges, 'links', [emailChanges.id], emailChanges.userId),
  owned(sessions, 'sessions', [sessions.id], sessions.userId),
  owned(appSessions, 'apps', [appSessions.id], appSessions.userId),
  owned(authorizationCodes, 'apps', [authorizationCodes.codeHash], authorizationCodes.userId),
  owned(deviceCodes, 'apps', [deviceCodes.id], deviceCodes.userId),
  owned(oauthConsents, 'apps', [oauthConsents.userId, oauthConsents.clientId], oauthConsents.userId),
  owned(trustedDevices, 'browsers', [trustedDevices.id], trustedDevices.userId),
  owned(knownBrowsers, 'browsers', [knownBrowsers.userId, knownBrowsers.browserHash], knownBrowsers.userId),
  owned(passwords, 'waysIn', [passwords.userId], passwords.userId),
  owned(passkeys, 'waysIn', [passkeys.id], passkeys.userId),
  owned(totpAuthenticators, 'waysIn', [totpAuthenticators.id], totpAuthenticators.userId),
  owned(recoveryCodes, 'waysIn', [recoveryCodes.userId, recoveryCodes.hash], recoveryCodes.userId),
  owned(connections, 'waysIn', [connections.provider, connections.accountId], connections.userId),
  owned(securityEvents, 'securityLog', [securityEvents.id], securityEvents.userId),
  owned(messages, 'messagesReceived', [messages.id], messages.recipientId),
  // Two rows are one contact; and who is blocked is not told.
  { ...between(contacts, 'contacts', contacts.userId, contacts.contactId), counted: by(contacts.userId) },
  between(contactRequests, 'contactRequests', contactRequests.fromId, contactRequests.toId),
  { ...between(blocks, 'blocks', blocks.blockerId, blocks.blockedId), counted: by(blocks.blockerId) },
  owned(photoUploads, 'photos', [photoUploads.key], photoUploads.userId),
  PHOTOS,
  EXPORTS,
  owned(memberships, 'roles', [memberships.userId, memberships.principalId], memberships.userId),
  owned(
    principalPermissions,
    'roles',
    [principalPermissions.principalId, principalPermissions.permissionId],
    principalPermissions.principalId,
  ),
  ofObject(objectGrants),
  ofObject(objectDenies),
  owned(
    groupInvitations,
    'roles',
    [groupInvitations.groupId, groupInvitations.userId],
    groupInvitations.userId,
  ),
  owned(staffViews, 'roles', [staffViews.id], staffViews.userId),
  { ...owned(appeals, 'sanctions', [appeals.id], appeals.personId), whose: aboutThemselves },
  owned(sanctions, 'sanctions', [sanctions.id], sanctions.personId),
  // What staff told each other, and asked of each other: that there is any is not told by a count either.
  { ...owned(notes, 'sanctions', [notes.id], notes.personId), counted: () => sql`false` },
  { ...owned(approvals, 'sanctions', [approvals.id], approvals.personId), counted: () => sql`false` },
  // Made of handle and name: no row counts beside the profile.
  {
    ...owned(searchWords, 'profile', [searchWords.userId, searchWords.word], searchWords.userId),
    counted: () => sql`false`,
  },
  owned(
    notificationDeliveries,
    'notifications',
    [notificationDeliveries.userId, notificationDeliveries.eventId, notificationDeliveries.channel],
    notificationDeliveries.userId,
  ),
  owned(notifications, 'notifications', [notifications.userId, notifications.eventId], notifications.userId),
  owned(
    notificationPreferences,
    'notifications',
    [
      notificationPreferences.userId,
      notificationPreferences.scope,
      notificationPreferences.key,
      notificationPreferences.channel,
    ],
    notificationPreferences.userId,
  ),
  owned(notificationSchedules, 'notifications', [notificationSchedules.userId], notificationSchedules.userId),
  owned(notificationChanges, 'notifications', [notificationChanges.id], notificationChanges.userId),
  owned(pushSubscriptions, 'notifications', [pushSubscriptions.id], pushSubscriptions.userId),
  owned(unsubscribeLinks, 'links', [unsubscribeLinks.id], unsubscribeLinks.userId),
  owned(privacySettings, 'privacy', [privacySettings.userId], privacySettings.userId),
];

/** The remaining tables that refer to people, and what becomes of them. */
export const OTHER_TABLES: Record<string, string> = {
  profiles: 'goes in the last transaction',
  users: 'goes in the last transaction',
  principals: 'goes in the last transaction',
  departures: 'goes with the user: until then it says what is to be done',
  messages: 'what they sent is erased, or stays without them, as they chose',
  appeals: 'what they said for a group stays, without them',
  oauth_clients: 'the app stays, without anybody who answers for it',
  former_handles: 'held for a while, without a person',
  audit_entries: 'stays for a while: who did what has to be known',
  securables: 'goes with the user',
  cases: 'stays without them: what was decided, by which rule',
  case_events: 'stays without them',
  case_pictures: 'of what is decided it goes in the last transaction, of an open case once that is decided',
  reports: 'what they reported stays, without them; what was kept of them goes as the pictures do',
  audit_seals: 'of nobody',
  audit_unsealed: 'of nobody',
  audit_undone: 'of nobody: which entry undid which',
  groups: 'of nobody: who is in it stands in memberships',
  roles: 'of nobody: who holds it stands in memberships',
  client_tokens: 'of nobody: an app has them for itself',
  signing_keys: 'of nobody',
  receipt_keys: 'of nobody',
  permissions: 'of nobody',
  erasure_receipts: 'is what is left, and says nothing of whom',
  notification_events:
    'goes where it was told to them alone, and stays without them where it is other people’s as well',
  announcements: 'stays without who wrote it, and goes a year after it was told',
  worker_heartbeats: 'of nobody',
};

/** What they said for a group: it stays with what was decided about that, without them. */
export function isGroupAppealOf({ userId }: Pick<Erased, 'userId'>): SQL {
  return sql`(${appeals.personId} = ${userId}::uuid and ${isOfGroupCase()})`;
}

/** What they wrote to others: erased like the rest, unless they want it to stay. */
export const SENT = owned(messages, 'messagesSent', [messages.id], messages.senderId);

function owned(table: PgTable, kind: DataKind, key: PgColumn[], owner: PgColumn): ErasedTable {
  return { table, kind, key, whose: by(owner) };
}

function aboutThemselves({ userId }: Erased) {
  return sql`(${appeals.personId} = ${userId}::uuid and not ${isOfGroupCase()})`;
}

/** By what the case is about, since the group may be gone. */
function isOfGroupCase() {
  return sql`exists (
    select from ${cases} as appealed where appealed.id = ${appeals.caseId} and appealed.subject_kind = 'group')`;
}

/** What they were given on objects, and what others were given on them. */
function ofObject(table: typeof objectGrants | typeof objectDenies): ErasedTable {
  const whose = ({ userId }: Erased) =>
    sql`(${table.principalId} = ${userId}::uuid or ${table.objectId} = ${userId}::uuid)`;
  return { table, kind: 'roles', key: [table.principalId, table.permissionId, table.objectId], whose };
}

function by(column: PgColumn) {
  return ({ userId }: Erased) => sql`${column} = ${userId}::uuid`;
}

function between(table: PgTable, kind: DataKind, one: PgColumn, other: PgColumn): ErasedTable {
  const whose = ({ userId }: Erased) => sql`(${one} = ${userId}::uuid or ${other} = ${userId}::uuid)`;
  return { table, kind, key: [one, other], whose };
}

function byEmailToo(
  table: PgTable,
  kind: DataKind,
  key: PgColumn,
  email: PgColumn,
  owner?: PgColumn,
): ErasedTable {
  const whose = ({ userId, emails }: Erased) => {
    const typed = sql`${email} = any(${emailArray(emails)})`;
    return owner ? sql`(${typed} or ${owner} = ${userId}::uuid)` : typed;
  };
  return { table, kind, key: [key], whose, byEmail: true };
}

/** Counters whose key names the person or an address of theirs as one of its parts. */
function counters(table: PgTable, key: PgColumn): ErasedTable {
  const whose = ({ userId, emails }: Erased) =>
    sql`(string_to_array(${key}, ':') && ${emailArray([userId, ...emails])})`;
  return { table, kind: 'limits', key: [key], whose, byEmail: true };
}

function ofSessions(table: PgTable, key: PgColumn, session: PgColumn): ErasedTable {
  const whose = ({ userId }: Erased) =>
    sql`${session} in (select ${sessions.id} from ${sessions} where ${sessions.userId} = ${userId}::uuid)`;
  return { table, kind: 'links', key: [key], whose };
}

function emailArray(values: string[]) {
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;
}
