import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

/** What one person wrote to another. It lies in the inbox of the recipient and goes with them. */
export const messages = pgTable(
  'messages',
  {
    /** UUID version 7, chosen by the form: sent twice it is one message. */
    id: uuid().primaryKey(),
    /** Null: somebody who has left, and let it stay without a name. */
    senderId: uuid().references(() => users.id, { onDelete: 'set null' }),
    recipientId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    body: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** From an account too new to be known: the recipient lets it in first. */
    isRequest: boolean().notNull().default(false),
    readAt: timestamp({ withTimezone: true }),
    /** Removed from the inbox; kept for what may be reported of it until the sweep. */
    removedAt: timestamp({ withTimezone: true }),
    /** Moderators have hidden what it says. */
    hiddenAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    // Whole, though the inbox shows no removed ones: by it a person's messages are found who leaves.
    index().on(table.recipientId, table.id),
    // A folder, newest first.
    index().on(table.recipientId, table.isRequest, table.at, table.id).where(sql`${table.removedAt} is null`),
    index('messages_unread')
      .on(table.recipientId, table.isRequest)
      .where(sql`${table.removedAt} is null and ${table.readAt} is null`),
    index().on(table.senderId, table.recipientId, table.at),
    index().on(table.removedAt).where(sql`${table.removedAt} is not null`),
  ],
);
