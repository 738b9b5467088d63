import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { sessions } from './sign-in';
import { users } from './users';

/** The ways by which a notification reaches somebody. */
export type Channel = 'inApp' | 'email' | 'push';
/** `digest`: bundled with others, at the times of the person's schedule. */
export type Mode = 'off' | 'instant' | 'digest';
/** What a preference is about. */
export type PreferenceScope = 'object' | 'type' | 'category' | 'global';
/** By which means a preference was changed. */
export type Means = 'settings' | 'inbox' | 'unsubscribe' | 'revert' | 'app';
export type DeliveryState = 'queued' | 'held' | 'bundled' | 'sent' | 'failed' | 'suppressed';

/** Whom an event is for. `reach`: everyone who may see the object. */
export type Audience =
  | { kind: 'people'; ids: string[] }
  | { kind: 'group'; id: string }
  | { kind: 'reach'; type: 'person' | 'group' | 'report' | 'client'; id: string }
  | {
      kind: 'everyone';
      roleId?: string | undefined;
      groupId?: string | undefined;
      locale?: 'en' | 'fr' | undefined;
    };

/** What is written in one language or in several. */
export type InLanguages = Partial<Record<'en' | 'fr', string | undefined>>;

/** Quiet hours that begin on a day of the week, in minutes after midnight; `until` at or before `from` is on the day after. */
export interface QuietHours {
  /** ISO: 1 is Monday. */
  day: number;
  from: number;
  until: number;
}

/** Something that people are told of: written in the transaction of its cause, and laid out for each of them by the worker. */
export const notificationEvents = pgTable(
  'notification_events',
  {
    /** UUID version 7: their order is that of time. */
    id: uuid().primaryKey(),
    /** A name of the catalogue (server/notifications/catalog.ts). */
    type: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** Whose doing it is; null: nobody's, or somebody who has left. Whoever muted them hears nothing. */
    actorId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** The group that it is about. Whoever muted it hears nothing. */
    groupId: uuid(),
    /** The row that it is about, by which reading the one reads the other. */
    objectId: uuid(),
    /** As the type says in the catalogue: ids and names of kinds, nothing secret. */
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    audience: jsonb().$type<Audience>().notNull(),
    /** The app that sent it, and by which it knows it: sent again it is the same. */
    clientId: uuid(),
    idempotencyKey: text(),
    /** SHA-256 of what it sent under that key. */
    contentHash: text(),
    /** Not before this. */
    dueAt: timestamp({ withTimezone: true }),
    /** The last person for whom it was laid out. */
    cursor: uuid(),
    /** For so many by now. */
    laidOut: integer().notNull().default(0),
    finishedAt: timestamp({ withTimezone: true }),
    /** Of what goes to a great many by mail and as pushes: the last person whose turn has come. */
    sendingCursor: uuid(),
    cancelledAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex('notification_events_sent_once').on(table.clientId, table.idempotencyKey),
    index().on(table.actorId).where(sql`${table.actorId} is not null`),
  ],
);

/**
 * What somebody was told. It has no reference to its event, which outlives it: a hundred thousand are written at once, and each
 * would look it up.
 */
export const notifications = pgTable(
  'notifications',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid().notNull(),
    /** A name of the catalogue (server/notifications/catalog.ts). */
    type: text().notNull(),
    /** The row that it is about. */
    objectId: uuid(),
    /** In the inbox; false: among what was suppressed, since they want none of these there. */
    isShown: boolean().notNull(),
    readAt: timestamp({ withTimezone: true }),
    archivedAt: timestamp({ withTimezone: true }),
    /** Out of the way until then. */
    snoozedUntil: timestamp({ withTimezone: true }),
  },
  (table) => [
    // The inbox, newest first, is this backwards.
    primaryKey({ columns: [table.userId, table.eventId] }),
    index('notifications_unread')
      .on(table.userId, table.eventId)
      .where(sql`${table.isShown} and ${table.readAt} is null and ${table.archivedAt} is null`),
    index('notifications_archived')
      .on(table.userId, table.eventId)
      .where(sql`${table.isShown} and ${table.archivedAt} is not null`),
    index().on(table.userId, table.objectId).where(sql`${table.objectId} is not null`),
    index().on(table.userId, table.snoozedUntil).where(sql`${table.snoozedUntil} is not null`),
  ],
);

/** What became of a notification on one channel. */
export const notificationDeliveries = pgTable(
  'notification_deliveries',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid().notNull(),
    channel: text().$type<Channel>().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    /** Which rule decided so, as `ruleText` of server/notifications/rules.ts writes it. */
    rule: text().notNull(),
    /** Until when it is held, or when its digest goes. */
    dueAt: timestamp({ withTimezone: true }),
    sentAt: timestamp({ withTimezone: true }),
    openedAt: timestamp({ withTimezone: true }),
    /** Why it failed: a name of a kind, no address. */
    failure: text(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.eventId, table.channel] }),
    // What of an announcement has still to go: at once, or at the time of each.
    index('notification_deliveries_to_go')
      .on(table.eventId, table.userId)
      .where(sql`${table.state} in ('queued', 'held', 'bundled')`),
    // What the worker looks for each minute, and what waits for one person.
    index('notification_deliveries_due')
      .on(table.dueAt, table.userId)
      .where(sql`${table.state} in ('held', 'bundled')`),
    index('notification_deliveries_waiting')
      .on(table.userId, table.channel)
      .where(sql`${table.state} in ('held', 'bundled')`),
    // What is kept from one person, in the words of `isKept` in server/notifications/inbox-queries.ts; not what goes, of which there is most.
    index('notification_deliveries_kept')
      .on(table.userId, table.eventId)
      .where(
        sql`${table.state} in ('held', 'bundled') or (${table.state} = 'suppressed' and ${table.rule} not in ('default', 'read', 'noBrowser'))`,
      ),
    check(
      'notification_deliveries_due_at',
      sql`${table.state} not in ('held', 'bundled') or ${table.dueAt} is not null`,
    ),
  ],
);

/** What somebody wants otherwise than it is by default; sparse: no row, no wish. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    scope: text().$type<PreferenceScope>().notNull(),
    /** Empty for everything, else the category, the type, or `person:<id>`, `group:<id>`. */
    key: text().notNull(),
    channel: text().$type<Channel>().notNull(),
    mode: text().$type<Mode>().notNull(),
    /** Of an object that is muted for a time: the mode holds until then. */
    mutedUntil: timestamp({ withTimezone: true }),
    means: text().$type<Means>().notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.scope, table.key, table.channel] }),
    check('notification_preferences_mode', sql`${table.mode} in ('off', 'instant', 'digest')`),
    check(
      'notification_preferences_scope',
      sql`${table.scope} in ('global', 'category', 'type', 'object') and (${table.scope} = 'global') = (${table.key} = '')`,
    ),
  ],
);

/** When somebody wants to be left in peace, and when digests come. No row: never, and each day at 8:00. */
export const notificationSchedules = pgTable('notification_schedules', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** By the person's clock; see `QuietHours`. */
  quiet: jsonb().$type<QuietHours[]>().notNull().default([]),
  digest: text().$type<'four_hours' | 'daily' | 'weekly'>().notNull().default('daily'),
  /** Minutes after midnight by the person's clock. */
  digestMinute: smallint().notNull().default(480),
  /** ISO: 1 is Monday. */
  digestDay: smallint().notNull().default(1),
  pausedUntil: timestamp({ withTimezone: true }),
  /** Mail also while they are here. */
  mailWhileOnline: boolean().notNull().default(false),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});

/** What somebody changed of all this, for thirty days, to look at and to put back. */
export const notificationChanges = pgTable(
  'notification_changes',
  {
    /** UUID version 7 */
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull(),
    means: text().$type<Means>().notNull(),
    /** As server/notifications/history.ts reads them: what was, and what is since. */
    before: jsonb().$type<unknown>().notNull(),
    after: jsonb().$type<unknown>().notNull(),
    revertedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.userId, table.id), index().on(table.at)],
);

/** A browser that takes pushes (RFC 8030, RFC 8291), as long as the session lives in which its person asked for it. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Null: asked for before sessions were noted. */
    sessionId: uuid().references(() => sessions.id, { onDelete: 'cascade' }),
    /** What its person calls it, or the browser and system that it said it is. */
    name: text().notNull(),
    /** Where its pushes go; whoever knows it can send none without our key. */
    endpoint: text().notNull().unique(),
    p256dh: text().notNull(),
    auth: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
    failedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.userId),
    index().on(table.sessionId).where(sql`${table.sessionId} is not null`),
  ],
);

/** What an unsubscribe link stands for; one for each person and what it switches off. The link is made of the id by server/links.ts. */
export const unsubscribeLinks = pgTable(
  'unsubscribe_links',
  {
    /** Random */
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    scope: text().$type<PreferenceScope>().notNull(),
    key: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex('unsubscribe_links_once').on(table.userId, table.scope, table.key)],
);

/** What staff tell many people; as long as its event. */
export const announcements = pgTable(
  'announcements',
  {
    /** UUID version 7, chosen by the form: sent twice it is one announcement. */
    id: uuid().primaryKey(),
    /** By which people are told. Its id is of the moment at which they are, so that it stands there in their inbox. */
    eventId: uuid().notNull().unique(),
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** By language; who reads one that is not there gets English. */
    title: jsonb().$type<InLanguages>().notNull(),
    body: jsonb().$type<InLanguages>().notNull(),
    /** A path of ours or an https address; empty when there is nowhere to go. */
    link: text().notNull().default(''),
  },
  (table) => [index().on(table.createdBy)],
);
