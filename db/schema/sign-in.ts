import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { passkeys } from './factors';
import { localeEnum, newPasskeyHandle, users } from './users';

/** Authentication methods with the moment each was last proven; names of RFC 8176, `recovery` and `fed` beside them. */
export type Amr = Partial<Record<'pwd' | 'otp' | 'hwk' | 'swk' | 'recovery' | 'fed', string>>;

/** Why a session stands out: what its person had never signed in with, or from, before. */
export type SessionMark = 'newBrowser' | 'newNetwork' | 'newPasskey';

/** The password of an account, if it has one. The parameters of the hash travel in it (PHC string format). */
export const passwords = pgTable('passwords', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  hash: text().notNull(),
  changedAt: timestamp({ withTimezone: true }).notNull(),
});

/**
 * One try at signing in, from the address typed to the session made. Bound to a browser by the SHA-256 of a
 * cookie; once a person has proven who they are it carries the SHA-256 of a ticket, good for one session.
 */
export const loginAttempts = pgTable(
  'login_attempts',
  {
    id: uuid().primaryKey(),
    cookieHash: text().notNull().unique(),
    /** As typed, in canonical form; there need not be an account with it. Null: begun with a passkey or elsewhere. */
    email: text(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** Set when the first proof was given. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** The first proof is given and not enough: a second factor is asked for, and there is no ticket yet. */
    secondFactorDue: boolean().notNull().default(false),
    amr: jsonb().$type<Amr>().notNull().default({}),
    /** What the session will have; set with the ticket. */
    aal: smallint().notNull().default(1),
    passkeyId: uuid().references(() => passkeys.id, { onDelete: 'cascade' }),
    ticketHash: text().unique(),
    ticketExpiresAt: timestamp({ withTimezone: true }),
    ticketUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.expiresAt),
    // Both ends of what is under way, when somebody's access ends.
    index().on(table.userId).where(sql`${table.userId} is not null`),
    index().on(table.email).where(sql`${table.email} is not null`),
    index().on(table.passkeyId).where(sql`${table.passkeyId} is not null`),
  ],
);

/** A browser that is signed in. The cookie holds 32 random bytes; the table holds only their SHA-256. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    tokenHash: text().notNull().unique(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Written at most once a minute. */
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    /** How long the session may lie unused, in seconds; shorter for people with staff permissions. */
    idleSeconds: integer().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** Authenticator assurance level, NIST SP 800-63B-4. */
    aal: smallint().notNull(),
    amr: jsonb().$type<Amr>().notNull(),
    /** When the person signed in. */
    authTime: timestamp({ withTimezone: true }).notNull(),
    /** When and how strongly they last proved who they are, here or by "confirm it is you". */
    provenAt: timestamp({ withTimezone: true }).notNull(),
    provenAal: smallint().notNull(),
    /** The passkey that opened it. */
    passkeyId: uuid().references(() => passkeys.id, { onDelete: 'set null' }),
    ip: text(),
    userAgent: text(),
    /** Why it stands out, worked out when it began. */
    marks: jsonb().$type<SessionMark[]>().notNull().default([]),
  },
  (table) => [
    index().on(table.userId),
    index().on(table.expiresAt),
    index().on(table.passkeyId),
    check('sessions_aal', sql`${table.aal} in (1, 2)`),
  ],
);

/**
 * A wish for an account, until its address is confirmed. Nothing of it is visible, and whoever typed a stranger's
 * address never owns an account with it: the link in the mail works in the browser that signed up, or together
 * with the password chosen there (account pre-hijacking, https://arxiv.org/abs/2205.10174). One without a password
 * is confirmed with a passkey that is made at that moment.
 */
export const signUps = pgTable(
  'sign_ups',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    displayName: text().notNull(),
    passwordHash: text(),
    /** Becomes the account's WebAuthn user handle. */
    passkeyHandle: text().notNull().default(newPasskeyHandle),
    locale: localeEnum().notNull(),
    timeZone: text(),
    /** SHA-256 of the cookie of the browser that signed up. */
    cookieHash: text().notNull().unique(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.email), index().on(table.expiresAt)],
);
