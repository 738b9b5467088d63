import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { principals } from './principals';

/** People who belong together. Who is in it stands in `memberships`. */
export const groups = pgTable('groups', {
  id: uuid()
    .primaryKey()
    .references(() => principals.id),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});
