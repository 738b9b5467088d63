import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

export const departureKindEnum = pgEnum('departure_kind', ['pause', 'deletion']);

/** Somebody is away, or about to leave: one row for as long as that lasts. */
export const departures = pgTable(
  'departures',
  {
    userId: uuid()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: departureKindEnum().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
    /** A pause: when it ends by itself, null for never. A deletion: when it is carried out. */
    dueAt: timestamp({ withTimezone: true }),
    /** Of a deletion: the receipt that it will leave. */
    receiptId: uuid(),
    /** Of a deletion: what they wrote to others stays, without their name. */
    keepsMessages: boolean().notNull().default(false),
    /** Of a deletion under way: how many rows of each kind are gone by now, for the receipt. */
    erased: jsonb().$type<Record<string, number>>().notNull().default({}),
  },
  (table) => [
    index().on(table.dueAt),
    // The links of its mails name the receipt.
    index().on(table.receiptId).where(sql`${table.receiptId} is not null`),
  ],
);

/** What is left of a deletion: what was done with each kind of data, signed, and without anything of the person. */
export const erasureReceipts = pgTable('erasure_receipts', {
  id: uuid().primaryKey(),
  erasedAt: timestamp({ withTimezone: true }).notNull(),
  /** JSON as it was signed, byte for byte. */
  document: text().notNull(),
  /** Compact JWS (RFC 7515), by the key that its header names. */
  signature: text().notNull(),
});

/** Keys that receipts were signed with. Their public half is kept for good: a receipt is verified years later. */
export const receiptKeys = pgTable('receipt_keys', {
  kid: text().primaryKey(),
  /** JSON Web Key, public. */
  publicJwk: text().notNull(),
  /** Encrypted: server/auth/encryption.ts. */
  privateKey: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

export const exportStateEnum = pgEnum('export_state', ['queued', 'running', 'ready', 'failed']);

/** A copy of everything of a person, asked for by them. Its file lies in the data directory under its id. */
export const dataExports = pgTable(
  'data_exports',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    state: exportStateEnum().notNull(),
    requestedAt: timestamp({ withTimezone: true }).notNull(),
    /** Parts done, and parts in all. */
    done: integer().notNull().default(0),
    parts: integer().notNull().default(0),
    /** Bytes of the file. */
    size: integer(),
    readyAt: timestamp({ withTimezone: true }),
    /** When the file goes: 24 hours after it was ready. */
    expiresAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId, table.requestedAt), index().on(table.expiresAt)],
);
