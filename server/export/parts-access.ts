import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import {
  connections,
  passkeys,
  recoveryCodes,
  totpAuthenticators,
  trustedDevices,
} from '@/db/schema/factors';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { emailChanges, knownBrowsers, passwordResets, securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import type { Of, Source } from './part';

/** The ways into the account, and what happened around them. */
export const ACCESS_PARTS = {
  sessions: ({ userId }) => [
    {
      table: sessions,
      key: sessions.id,
      whose: eq(sessions.userId, userId),
      fields: {
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
        ip: sessions.ip,
        userAgent: sessions.userAgent,
        marks: sessions.marks,
      },
    },
  ],
  knownBrowsers: ({ userId }) => [
    {
      table: knownBrowsers,
      key: knownBrowsers.browserHash,
      whose: eq(knownBrowsers.userId, userId),
      fields: { firstSeenAt: knownBrowsers.firstSeenAt, lastSeenAt: knownBrowsers.lastSeenAt },
    },
  ],
  trustedBrowsers: ({ userId }) => [
    {
      table: trustedDevices,
      key: trustedDevices.id,
      whose: eq(trustedDevices.userId, userId),
      fields: {
        createdAt: trustedDevices.createdAt,
        lastUsedAt: trustedDevices.lastUsedAt,
        expiresAt: trustedDevices.expiresAt,
        ip: trustedDevices.ip,
        userAgent: trustedDevices.userAgent,
      },
    },
  ],
  passkeys: ({ userId }) => [
    {
      table: passkeys,
      key: passkeys.id,
      whose: eq(passkeys.userId, userId),
      fields: {
        name: passkeys.name,
        aaguid: passkeys.aaguid,
        backedUp: passkeys.backedUp,
        createdAt: passkeys.createdAt,
        lastUsedAt: passkeys.lastUsedAt,
      },
    },
  ],
  authenticatorApps: ({ userId }) => [
    {
      table: totpAuthenticators,
      key: totpAuthenticators.id,
      whose: and(eq(totpAuthenticators.userId, userId), isNotNull(totpAuthenticators.confirmedAt)),
      fields: {
        name: totpAuthenticators.name,
        createdAt: totpAuthenticators.createdAt,
        lastUsedAt: totpAuthenticators.lastUsedAt,
      },
    },
  ],
  recoveryCodes: ({ userId }) => [
    {
      table: recoveryCodes,
      key: recoveryCodes.hash,
      whose: eq(recoveryCodes.userId, userId),
      fields: {
        createdAt: recoveryCodes.createdAt,
        usedAt: recoveryCodes.usedAt,
        savedAt: recoveryCodes.savedAt,
      },
    },
  ],
  connectedAccounts: ({ userId }) => [
    {
      table: connections,
      key: sql`${connections.provider} || ':' || ${connections.accountId}`,
      whose: eq(connections.userId, userId),
      fields: {
        provider: connections.provider,
        accountId: connections.accountId,
        name: connections.label,
        createdAt: connections.createdAt,
        lastUsedAt: connections.lastUsedAt,
      },
    },
  ],
  allowedApps: ({ userId }) => [
    {
      table: oauthConsents,
      key: oauthConsents.clientId,
      whose: eq(oauthConsents.userId, userId),
      fields: {
        app: nameOfApp(oauthConsents.clientId),
        scopes: oauthConsents.scopes,
        createdAt: oauthConsents.createdAt,
        updatedAt: oauthConsents.updatedAt,
      },
    },
  ],
  appSessions: ({ userId }) => [
    {
      table: appSessions,
      key: appSessions.id,
      whose: eq(appSessions.userId, userId),
      fields: {
        app: nameOfApp(appSessions.clientId),
        scopes: appSessions.scopes,
        createdAt: appSessions.createdAt,
        lastSeenAt: appSessions.lastSeenAt,
        expiresAt: appSessions.expiresAt,
        ip: appSessions.lastIp,
        userAgent: appSessions.userAgent,
      },
    },
  ],
  ownApps: ({ userId }) => [
    {
      table: oauthClients,
      key: oauthClients.id,
      whose: eq(oauthClients.ownerId, userId),
      fields: {
        id: oauthClients.id,
        name: oauthClients.name,
        description: oauthClients.description,
        website: oauthClients.website,
        redirectUris: oauthClients.redirectUris,
        scopes: oauthClients.scopes,
        createdAt: oauthClients.createdAt,
      },
    },
  ],
  emailChanges: ({ userId }) => [
    {
      table: emailChanges,
      key: emailChanges.id,
      whose: eq(emailChanges.userId, userId),
      fields: {
        oldEmail: emailChanges.oldEmail,
        newEmail: emailChanges.newEmail,
        createdAt: emailChanges.createdAt,
        approvedAt: emailChanges.approvedAt,
        confirmedAt: emailChanges.confirmedAt,
        undoneAt: emailChanges.undoneAt,
      },
    },
  ],
  passwordResets: ({ userId }) => [
    {
      table: passwordResets,
      key: passwordResets.id,
      whose: eq(passwordResets.userId, userId),
      fields: { createdAt: passwordResets.createdAt, usedAt: passwordResets.usedAt },
    },
  ],
  securityLog: ({ userId }) => [
    {
      table: securityEvents,
      key: securityEvents.id,
      whose: eq(securityEvents.userId, userId),
      fields: {
        at: securityEvents.at,
        kind: securityEvents.kind,
        ip: securityEvents.ip,
        userAgent: securityEvents.userAgent,
        details: securityEvents.details,
      },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;

function nameOfApp(clientId: PgColumn) {
  return sql`${sql`(select ${oauthClients.name} from ${oauthClients} where ${oauthClients.id} = ${clientId})`}`;
}
