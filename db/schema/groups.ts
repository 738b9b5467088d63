import { sql } from 'drizzle-orm';
import { index, pgEnum, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { groupStandingEnum } from './permissions';
import { principals } from './principals';
import { users } from './users';

/** Who sees that there is a group, and who is in it: everybody signed in, or its members. */
export const groupVisibilityEnum = pgEnum('group_visibility', ['signed_in', 'members']);
/** How somebody comes in: by themselves, by asking, or by being invited. */
export const groupJoiningEnum = pgEnum('group_joining', ['open', 'request', 'invitation']);

/** People who belong together. Who is in it stands in `memberships`. */
export const groups = pgTable(
  'groups',
  {
    id: uuid()
      .primaryKey()
      .references(() => principals.id),
    name: text().notNull(),
    description: text().notNull().default(''),
    visibility: groupVisibilityEnum().notNull().default('signed_in'),
    joining: groupJoiningEnum().notNull().default('invitation'),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Moderators have hidden its name and description from everybody but its owners. */
    hiddenAt: timestamp({ withTimezone: true }),
    /** Removed: nobody sees it, its grants count for nobody, and a job clears it away. */
    removedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index('groups_by_name').on(sql`lower(${table.name})`, table.id).where(sql`${table.removedAt} is null`),
    index('groups_by_beginning')
      .on(sql`lower(${table.name}) text_pattern_ops`, table.id)
      .where(sql`${table.removedAt} is null`),
    index().on(table.removedAt).where(sql`${table.removedAt} is not null`),
  ],
);

/** Somebody is asked to come into a group, or asks to; gone once it is answered. */
export const groupInvitations = pgTable(
  'group_invitations',
  {
    groupId: uuid()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What they will be. */
    standing: groupStandingEnum().notNull().default('member'),
    /** Who invited them; null: they asked themselves. */
    invitedBy: uuid().references(() => users.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.userId] }),
    index().on(table.userId, table.groupId),
    index().on(table.invitedBy).where(sql`${table.invitedBy} is not null`),
    index().on(table.expiresAt),
  ],
);
