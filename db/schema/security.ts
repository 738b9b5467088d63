import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { localeEnum, users } from './users';

/** What happened around a person's ways in, for that person to read. Gone after a year, and with the account. */
export const securityEvents = pgTable(
  'security_events',
  {
    /** UUID version 7: the order of the ids is the order of the events. */
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull(),
    /** One of server/security/catalog.ts. */
    kind: text().notNull(),
    /** The session in which it happened or that came of it; it may be over by now. */
    sessionId: uuid(),
    ip: text(),
    userAgent: text(),
    /** Names, never secrets: `{ "name": "Phone" }`. */
    details: jsonb().$type<Record<string, string | number | boolean>>(),
  },
  (table) => [
    index().on(table.userId, table.id),
    // What the dashboard counts by day; the trail has nothing of it, since nothing of it is proven.
    index('security_events_failures').on(table.id).where(sql`${table.kind} = 'signIn.failed'`),
  ],
);

/** Browsers in which a person has signed in before, by a cookie of a year. */
export const knownBrowsers = pgTable(
  'known_browsers',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the cookie. */
    browserHash: text().notNull(),
    firstSeenAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.browserHash] }), index().on(table.lastSeenAt)],
);

/** Failures in a row of one account and factor: what makes the waits grow, and closes a factor in the end. */
export const proofFailures = pgTable(
  'proof_failures',
  {
    /** `password:<address>` or `totp:<user>`, and what has failures of its own after that; there need not be an account. */
    key: text().primaryKey(),
    /** Since the last success or twelve quiet hours. */
    failures: integer().notNull(),
    /** Since the last success. */
    inARow: integer().notNull(),
    lastAt: timestamp({ withTimezone: true }).notNull(),
    /** No try before this. */
    openAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.lastAt)],
);

/**
 * Somebody asked for a new password. There is a row whether or not there is an account, so that asking tells nothing;
 * with an account its link lets the holder choose one.
 */
export const passwordResets = pgTable(
  'password_resets',
  {
    id: uuid().primaryKey(),
    /** As typed, in canonical form. */
    email: text().notNull(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** What the page was in; an account has its own. */
    locale: localeEnum().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt)],
);

/** A change of address: approved from the old one, confirmed at the new one, and for a while undone from the old one. */
export const emailChanges = pgTable(
  'email_changes',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    oldEmail: text().notNull(),
    newEmail: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Until when it can be approved and confirmed. */
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    approvedAt: timestamp({ withTimezone: true }),
    confirmedAt: timestamp({ withTimezone: true }),
    /** Set with `confirmedAt`. */
    undoUntil: timestamp({ withTimezone: true }),
    undoneAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.userId),
    index().on(table.oldEmail),
    // As the sweep asks.
    index('email_changes_over').on(
      sql`(case when ${table.confirmedAt} is null then ${table.expiresAt} else ${table.undoUntil} end)`,
    ),
  ],
);
