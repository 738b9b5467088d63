import { boolean, index, pgEnum, pgTable, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users';

/** Who may see something, from the widest to the narrowest: the order is what `<=` compares by. */
export const audienceEnum = pgEnum('audience', ['everyone', 'signed_in', 'contacts', 'only_me']);

/** Who may get in touch. `group_mates`: people in one of my groups, and my contacts. */
export const circleEnum = pgEnum('contact_circle', ['signed_in', 'group_mates', 'contacts', 'nobody']);

/** Who sees what of a person, and how they can be found and reached. Every person has a row, made with their account. */
export const privacySettings = pgTable('privacy_settings', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Of the page as a whole: nobody sees a field who does not see this. */
  profile: audienceEnum().notNull().default('everyone'),
  photo: audienceEnum().notNull().default('everyone'),
  bio: audienceEnum().notNull().default('everyone'),
  pronouns: audienceEnum().notNull().default('everyone'),
  location: audienceEnum().notNull().default('everyone'),
  website: audienceEnum().notNull().default('everyone'),
  email: audienceEnum().notNull().default('only_me'),
  timeZone: audienceEnum().notNull().default('signed_in'),
  lastSeen: audienceEnum().notNull().default('contacts'),
  groups: audienceEnum().notNull().default('signed_in'),
  /** Found by name and handle in our own search. */
  searchable: boolean().notNull().default(true),
  /** Search engines may list the page. */
  indexable: boolean().notNull().default(false),
  messagesFrom: circleEnum().notNull().default('signed_in'),
  contactRequestsFrom: circleEnum().notNull().default('signed_in'),
  /** Found by their whole address. */
  foundByEmailFrom: circleEnum().notNull().default('nobody'),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** People who know each other: two rows, one for each direction, written and deleted together. */
export const contacts = pgTable(
  'contacts',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    since: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.contactId] }), index().on(table.contactId)],
);

/** Somebody asks somebody to be a contact; the row goes when they become one, or is swept 90 days after it was asked or declined. */
export const contactRequests = pgTable(
  'contact_requests',
  {
    fromId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    toId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    askedAt: timestamp({ withTimezone: true }).notNull(),
    /** Said no to: nothing tells who asked, and they cannot ask again. */
    declinedAt: timestamp({ withTimezone: true }),
    /** Taken back: nobody sees it any more, but what was declined before still counts. */
    withdrawnAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.fromId, table.toId] }), index().on(table.toId)],
);

/** Who does not exist for whom. The blocked person is not told. */
export const blocks = pgTable(
  'blocks',
  {
    blockerId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    blockedId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.blockerId, table.blockedId] }), index().on(table.blockedId)],
);
