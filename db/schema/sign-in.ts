import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { localeEnum, users } from './users';

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
    /** As typed, in canonical form; there need not be an account with it. */
    email: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** Set when the proof was given. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    amr: text().array().notNull().default(sql`'{}'`),
    ticketHash: text().unique(),
    ticketExpiresAt: timestamp({ withTimezone: true }),
    ticketUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.expiresAt)],
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
    /** Authentication methods, RFC 8176 names. */
    amr: text().array().notNull(),
    authTime: timestamp({ withTimezone: true }).notNull(),
    ip: text(),
    userAgent: text(),
  },
  (table) => [
    index().on(table.userId),
    index().on(table.expiresAt),
    check('sessions_aal', sql`${table.aal} in (1, 2)`),
  ],
);

/**
 * A wish for an account, until its address is confirmed. Nothing of it is visible, and whoever typed a stranger's
 * address never owns an account with it: the link in the mail works in the browser that signed up, or together
 * with the password chosen there (account pre-hijacking, https://arxiv.org/abs/2205.10174).
 */
export const signUps = pgTable(
  'sign_ups',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    displayName: text().notNull(),
    passwordHash: text().notNull(),
    locale: localeEnum().notNull(),
    timeZone: text(),
    /** SHA-256 of the cookie of the browser that signed up. */
    cookieHash: text().notNull().unique(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.email), index().on(table.expiresAt)],
);
