import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

/** What a file told about its person, and what was removed of it. */
export type RemovedMetadata = 'location' | 'camera' | 'date';

/**
 * A photo of a person: the one in use, or one of those before it. Its files, one for each size, lie in the store under `key`; a file that no
 * row names is removed by the sweep.
 */
export const photos = pgTable(
  'photos',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Where its files lie, made of what is in them: another content is another key. */
    key: text().notNull(),
    /** The upload that it came of; a callback that comes twice makes one photo. */
    uploadKey: text().notNull().unique(),
    /** What the photo shows, in its person's words; empty when they said nothing. */
    alt: text().notNull().default(''),
    removedMetadata: jsonb().$type<RemovedMetadata[]>().notNull().default([]),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    isCurrent: boolean().notNull(),
    /** When it was last put aside; the last three of those can be restored. */
    replacedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.userId),
    index().on(table.key),
    uniqueIndex('photos_current').on(table.userId).where(sql`${table.isCurrent}`),
  ],
);

/** An upload under way: what was announced of it. The row goes when it has become a photo, or with its end. */
export const photoUploads = pgTable(
  'photo_uploads',
  {
    /** Chosen by UploadThing's SDK. */
    key: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What was registered for it: metadata and where to call back, as the SDK gave it. */
    metadata: jsonb().notNull(),
    callbackUrl: text().notNull(),
    callbackSlug: text().notNull(),
    /** Set by the one PUT that may use it. */
    takenAt: timestamp({ withTimezone: true }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt)],
);
