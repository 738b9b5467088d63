import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './users';

/** An app that may ask people to act for them: an OAuth 2 client (RFC 6749 section 2), registered by an administrator. */
export const oauthClients = pgTable(
  'oauth_clients',
  {
    /** Its `client_id`. */
    id: uuid().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(''),
    /** Where people read more about it; empty when there is no such page. */
    website: text().notNull().default(''),
    /** RFC 6749 section 2.1: a confidential client can keep a secret, a public one cannot. */
    type: text().$type<'public' | 'confidential'>().notNull(),
    /** SHA-256 of a secret of 256 random bits; null for a public client. */
    secretHash: text(),
    secretChangedAt: timestamp({ withTimezone: true }),
    /** Exact addresses; on loopback any port counts as the same (RFC 8252 section 7.3). */
    redirectUris: jsonb().$type<string[]>().notNull(),
    /** The scopes that it may ask for. */
    scopes: jsonb().$type<string[]>().notNull(),
    /** May ask by a code typed on another device (RFC 8628). */
    deviceFlow: boolean().notNull().default(false),
    /** Off: nobody can let it in, and what it holds opens nothing. */
    enabled: boolean().notNull().default(true),
    /** When it last took a token for itself, to the minute. */
    lastTokenAt: timestamp({ withTimezone: true }),
    /** The person who answers for it. */
    ownerId: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index().on(table.ownerId),
    index().on(table.name, table.id),
    check('oauth_clients_type', sql`${table.type} in ('public', 'confidential')`),
    check('oauth_clients_secret', sql`(${table.type} = 'confidential') = (${table.secretHash} is not null)`),
  ],
);

/** What a person has allowed an app, remembered until it asks for more or they take it back. */
export const oauthConsents = pgTable(
  'oauth_consents',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: 'cascade' }),
    scopes: jsonb().$type<string[]>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.clientId] }), index().on(table.clientId)],
);

/**
 * An app that is signed in for a person: the `sid` of its access tokens, and the family of its refresh tokens. There is
 * one living refresh token; the row knows how many came before it and the SHA-256 of this one, so that an older one is
 * recognised whenever it comes, and the table does not grow with every refresh.
 */
export const appSessions = pgTable(
  'app_sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: 'cascade' }),
    scopes: jsonb().$type<string[]>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Thirty days after it began, whatever happens. */
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** When a refresh token was last used, or the first one given; fourteen days later it is over. */
    refreshedAt: timestamp({ withTimezone: true }).notNull(),
    /** 0 for the first refresh token. */
    generation: integer().notNull().default(0),
    refreshHash: text().notNull(),
    /** Random and secret: without it nobody can make a refresh token of this family, whatever else they know. */
    seed: text().notNull(),
    /** Where the last refresh came from. */
    refreshedIp: text(),
    refreshedUserAgent: text(),
    /** Written at most once a minute, by a refresh or a call. */
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    lastIp: text(),
    userAgent: text(),
    /** When the person had signed in who let it in. */
    authTime: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index().on(table.userId),
    // With the moment, since the list of apps tells when each was last used.
    index().on(table.clientId, table.lastSeenAt),
    index().on(table.expiresAt),
    index().on(table.refreshedAt),
  ],
);

/** The code that takes a person's yes to the app, for a minute and one use (RFC 6749 section 4.1.2). */
export const authorizationCodes = pgTable(
  'authorization_codes',
  {
    codeHash: text().primaryKey(),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    scopes: jsonb().$type<string[]>().notNull(),
    redirectUri: text().notNull(),
    /** RFC 7636, S256 and nothing else. */
    codeChallenge: text().notNull(),
    authTime: timestamp({ withTimezone: true }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
    /** What the first use began; the second ends it. */
    appSessionId: uuid(),
  },
  (table) => [index().on(table.userId), index().on(table.clientId), index().on(table.expiresAt)],
);

/** An app without a browser waits for a person to type its code elsewhere (RFC 8628). */
export const deviceCodes = pgTable(
  'device_codes',
  {
    id: uuid().primaryKey(),
    deviceCodeHash: text().notNull().unique(),
    /** Eight consonants, as the person types them. */
    userCode: text().notNull().unique(),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: 'cascade' }),
    scopes: jsonb().$type<string[]>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** Seconds between two questions; five more each time it does not wait. */
    interval: integer().notNull(),
    lastAskedAt: timestamp({ withTimezone: true }),
    /** Where the app asked from, for the person to compare. */
    ip: text(),
    userAgent: text(),
    /** Who has decided. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    decision: text().$type<'allowed' | 'denied'>(),
    authTime: timestamp({ withTimezone: true }),
    usedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId), index().on(table.clientId), index().on(table.expiresAt)],
);

/**
 * An access token that an app has for itself (RFC 6749 section 4.4), by its `jti`: while its row is there and its time is not
 * over, it counts. What it says is in the token alone.
 */
export const clientTokens = pgTable(
  'client_tokens',
  {
    id: uuid().primaryKey(),
    clientId: uuid()
      .notNull()
      .references(() => oauthClients.id, { onDelete: 'cascade' }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.clientId), index().on(table.expiresAt)],
);

/** The keys that sign access tokens. The private half is encrypted; the public one is served as a JWK Set (RFC 7517). */
export const signingKeys = pgTable('signing_keys', {
  /** The RFC 7638 thumbprint. */
  kid: text().primaryKey(),
  publicJwk: jsonb().$type<{ kty: string; crv: string; x: string; y: string }>().notNull(),
  privateKey: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  /** It is served before it signs, so that no cache of the set is without it. */
  activeAt: timestamp({ withTimezone: true }).notNull(),
  /** No longer served, and what it signed no longer accepted; null while nothing follows it. */
  retiredAt: timestamp({ withTimezone: true }),
});
