import { sql } from 'drizzle-orm';
import { pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { principals } from './principals';

export const localeEnum = pgEnum('locale', ['en', 'fr']);

/** Only an active account lets apps act for it. */
export const accountStatusEnum = pgEnum('account_status', ['active', 'suspended', 'deactivated']);

/** 32 random bytes in hex. */
export const newPasskeyHandle = sql`encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex')`;

/** An account: who may sign in. What other people see of it is in `profiles`. */
export const users = pgTable('users', {
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
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

/** What other people see of an account. */
export const profiles = pgTable('profiles', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Lower case; the address of the page: /u/<handle>. */
  handle: text().notNull().unique(),
  displayName: text().notNull(),
  bio: text().notNull().default(''),
  pronouns: text().notNull().default(''),
  location: text().notNull().default(''),
  website: text().notNull().default(''),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
