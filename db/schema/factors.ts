import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from './users';

/** A WebAuthn credential. What the authenticator said at registration stands here unchanged but for what use renews. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** base64url, as WebAuthn's JSON has it. */
    credentialId: text().notNull().unique(),
    /** COSE key, base64url. */
    publicKey: text().notNull(),
    /** The signature counter of the last use; 0 for authenticators that do not count. */
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull().default(sql`'{}'`),
    /** Which make of authenticator, a UUID; all zeros when it does not say. */
    aaguid: text().notNull(),
    name: text().notNull(),
    /** BE, fixed at registration: whether it can be on several devices. */
    backupEligible: boolean().notNull(),
    /** BS, as of the last use: whether it is. */
    backedUp: boolean().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
    /** Whether it began a session that the log does not tell of any more; what is younger stands there alone. */
    hasBegunSession: boolean().notNull().default(false),
    /** Since when it is in doubt: its counter went back, which a copy of it would explain. */
    counterWentBackAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId)],
);

/** An authenticator app. Until its first code it is pending, and counts for nothing. */
export const totpAuthenticators = pgTable(
  'totp_authenticators',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Encrypted: server/auth/encryption.ts. */
    secret: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Null: pending, and only for the session that began it. */
    confirmedAt: timestamp({ withTimezone: true }),
    /** Of a pending one: the session that began it. */
    sessionId: uuid(),
    pendingUntil: timestamp({ withTimezone: true }),
    /** The time step (RFC 6238) of the last code accepted; a code has to be of a later one. */
    lastStep: integer(),
    lastUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId)],
);

/** The recovery codes of a person, one set at a time. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** argon2id with the salt of the set, base64url: a typed code is hashed once for the whole set. */
    hash: text().notNull(),
    salt: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
    /** When the person said that they had put the set away; null: not yet. */
    savedAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

/** A browser in which a password is enough for a while, since a second factor was given in it. */
export const trustedDevices = pgTable(
  'trusted_devices',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the cookie. */
    tokenHash: text().notNull().unique(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    ip: text(),
    userAgent: text(),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt)],
);

/** What a WebAuthn ceremony is for; a challenge made for one is refused for every other. */
export const ceremonyEnum = pgEnum('ceremony', ['signIn', 'secondFactor', 'stepUp', 'register', 'signUp']);

/** A challenge under way: deleted when it is answered, so that it is answered once. */
export const webauthnChallenges = pgTable(
  'webauthn_challenges',
  {
    /** base64url of 32 random bytes. */
    challenge: text().primaryKey(),
    ceremony: ceremonyEnum().notNull(),
    /** The id of the attempt, session or sign-up it belongs to. */
    boundTo: uuid().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);

export const connectionProviderEnum = pgEnum('connection_provider', ['github', 'google']);

/** An account elsewhere that its owner, signed in here, has connected. Never made because an address is the same. */
export const connections = pgTable(
  'connections',
  {
    provider: connectionProviderEnum().notNull(),
    /** The id of the account over there. */
    accountId: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What it is called over there, to tell two apart. */
    label: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.provider, table.accountId] }), index().on(table.userId)],
);

/** A person on their way to a provider, to come back and connect it: good for one return of the same session. */
export const connectionIntents = pgTable('connection_intents', {
  sessionId: uuid().primaryKey(),
  provider: connectionProviderEnum().notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
});
