import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, index, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { principals } from './principals';

export const localeEnum = pgEnum('locale', ['en', 'fr']);

/**
 * Only an active account is seen by anybody, acts, and lets apps act for it. `leaving` waits out the days in which its person
 * can still change their mind; `erasing` is past that, and nobody comes in any more.
 */
export const accountStatusEnum = pgEnum('account_status', [
  'active',
  'suspended',
  'deactivated',
  'leaving',
  'erasing',
]);

/** 32 random bytes in hex. */
export const newPasskeyHandle = sql`encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex')`;

/** An account: who may sign in. What other people see of it is in `profiles`. */
export const users = pgTable(
  'users',
  {
    id: uuid()
      .primaryKey()
      .references(() => principals.id),
    /** Confirmed, and canonical (NFKC, lower case, trimmed), so that unique means one person. */
    email: text().notNull().unique(),
    locale: localeEnum().notNull(),
    status: accountStatusEnum().notNull().default('active'),
    /** The WebAuthn user handle, 32 random bytes in hex: it tells nothing about the person (WebAuthn section 14.6.1). */
    passkeyHandle: text().notNull().unique().default(newPasskeyHandle),
    /** IANA name; null until the person has chosen one. */
    timeZone: text(),
    /** When they waved away the offer of a passkey, for good. */
    passkeyOfferDismissedAt: timestamp({ withTimezone: true }),
    /** Until then moderators keep them from getting in touch and from being found; `infinity` for no end. */
    limitedUntil: timestamp({ withTimezone: true, mode: 'string' }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('users_active_by_locale').on(table.locale).where(sql`${table.status} = 'active'`),
    index('users_by_creation').on(table.createdAt, table.id),
    index('users_not_active').on(table.status, table.id).where(sql`${table.status} <> 'active'`),
    index('users_limited').on(table.limitedUntil, table.id).where(sql`${table.limitedUntil} is not null`),
  ],
);

/**
 * A handle as the eye takes it in: 0 like o, 1 like l, rn like m, vv like w, and one kind of dash (what is left of the
 * confusables of Unicode TS 39 in a-z, 0-9, - and _).
 */
export function lookalikeOf(handle: AnyPgColumn | SQL): SQL {
  return sql`replace(replace(translate(${handle}, '01_', 'ol-'), 'rn', 'm'), 'vv', 'w')`;
}

/** What other people see of an account. */
export const profiles = pgTable('profiles', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Lower case; the address of the page: /u/<handle>. */
  handle: text().notNull().unique(),
  /** The handle with what looks alike made one: no two people may be taken for each other. */
  handleLookalike: text()
    .notNull()
    .generatedAlwaysAs((): SQL => lookalikeOf(profiles.handle))
    .unique(),
  displayName: text().notNull(),
  bio: text().notNull().default(''),
  pronouns: text().notNull().default(''),
  location: text().notNull().default(''),
  website: text().notNull().default(''),
  /** Fields, or `photo`, that moderators hide from everybody but their owner and staff. */
  hiddenParts: text().array().notNull().default([]),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});

/**
 * A handle that somebody had. It leads to them and is kept for them until `heldUntil`; without a person it belongs to nobody,
 * and is only held.
 */
export const formerHandles = pgTable(
  'former_handles',
  {
    handle: text().primaryKey(),
    handleLookalike: text()
      .notNull()
      .generatedAlwaysAs((): SQL => lookalikeOf(formerHandles.handle)),
    userId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** When the rename was that left it, or of the one that is counted for it, where handles went back and forth. */
    releasedAt: timestamp({ withTimezone: true }).notNull(),
    heldUntil: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.userId), index().on(table.handleLookalike), index().on(table.heldUntil)],
);
