import { sql } from 'drizzle-orm';
import { boolean, customType, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

/** Sorted by its bytes whatever the language of the database, so that what begins alike stands together. */
const sortedText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/**
 * What people are found by: their handle, and their name from each of its words on, without accents and in lower case
 * (`search_fold`). Triggers keep it, on everything that it is made of; nothing else writes here.
 */
export const searchWords = pgTable(
  'search_words',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    word: sortedText().notNull(),
    /**
     * Active, searchable, and seen by everyone signed in. Only a shortcut past those who are not: whether somebody is shown
     * is asked of the policy each time.
     */
    listed: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.word] }),
    index('search_words_listed').on(table.word, table.userId).where(sql`${table.listed}`),
    // For staff, who find everybody.
    index('search_words_all').on(table.word, table.userId),
  ],
);
