import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { principalKind, principals } from './principals';
import { users } from './users';

/** A named set of permissions that people hold. Built-in roles have a key that never changes; custom ones a name. */
export const roles = pgTable(
  'roles',
  {
    id: uuid()
      .primaryKey()
      .references(() => principals.id),
    /** Of a built-in role; its words are in the catalogues of messages. */
    key: text().unique(),
    /** Of a custom role; as people write it. */
    name: text().unique(),
    description: text().notNull().default(''),
    /** One of `ROLE_COLORS` of server/roles/catalog.ts. */
    color: text().notNull().default('slate'),
    /** Grows with each change: whoever saves says which one they saw. */
    version: integer().notNull().default(1),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [check('roles_called', sql`(${table.key} is null) <> (${table.name} is null)`)],
);

/** What somebody is in a group; in this order, each may do what those before it may. In a role everybody is a member. */
export const groupStandingEnum = pgEnum('group_standing', ['member', 'manager', 'owner']);

/**
 * Which principals, groups and roles, a person stands for beside themselves. Both indexes carry the standing and the end (see
 * the migration): a check, and a page of who is in a group, read no table.
 */
export const memberships = pgTable(
  'memberships',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    principalId: uuid()
      .notNull()
      .references(() => principals.id, { onDelete: 'cascade' }),
    standing: groupStandingEnum().notNull().default('member'),
    expiresAt: timestamp({ withTimezone: true }),
    /** Null: the system, or somebody who has left. */
    grantedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    grantedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Why, in the words of whoever gave it. */
    reason: text().notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.principalId] }),
    index().on(table.principalId, table.userId),
    // Of a group with many people few own it: they are counted in lists, and before one of them goes.
    index('memberships_owners').on(table.principalId, table.userId).where(sql`${table.standing} = 'owner'`),
    // What has ended, for the sweep.
    index().on(table.expiresAt).where(sql`${table.expiresAt} is not null`),
    index().on(table.grantedBy).where(sql`${table.grantedBy} is not null`),
  ],
);

/** The catalogue of server/roles/permissions.ts as rows, written at every start, so that grants have a foreign key. */
export const permissions = pgTable(
  'permissions',
  {
    id: smallint().primaryKey(),
    /** What it is about: `site` for what concerns everything. */
    objectType: text().notNull(),
    codename: text().notNull(),
  },
  (table) => [unique().on(table.objectType, table.codename), unique().on(table.id, table.objectType)],
);

/** What a principal may do everywhere: with the whole site, or with every object of the permission's type. */
export const principalPermissions = pgTable(
  'principal_permissions',
  {
    principalId: uuid()
      .notNull()
      .references(() => principals.id, { onDelete: 'cascade' }),
    permissionId: smallint()
      .notNull()
      .references(() => permissions.id),
    expiresAt: timestamp({ withTimezone: true }),
    grantedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    grantedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    reason: text().notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.principalId, table.permissionId] }),
    index().on(table.permissionId, table.principalId),
    index().on(table.grantedBy).where(sql`${table.grantedBy} is not null`),
  ],
);

/**
 * Every object that can carry grants: people, groups, cases and app clients share one id space here, so that a grant has a
 * foreign key whatever it is on. Triggers of those tables write it; nobody else does.
 */
export const securables = pgTable(
  'securables',
  { id: uuid().primaryKey(), type: text().notNull() },
  (table) => [unique().on(table.id, table.type)],
);

/**
 * What a principal may do with one object. The database refuses a permission of another type: both foreign keys hold the type.
 * The primary key carries `expires_at`, and so does the index by object (see the migration): a check reads no table.
 */
export const objectGrants = pgTable(
  'object_grants',
  {
    principalId: uuid()
      .notNull()
      .references(() => principals.id, { onDelete: 'cascade' }),
    /** Of the principal; a trigger writes it, so that the few grants to groups and roles are found among many to people. */
    principalKind: principalKind().notNull().default('user'),
    permissionId: smallint().notNull(),
    objectId: uuid().notNull(),
    objectType: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }),
    grantedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    grantedAt: timestamp({ withTimezone: true }).notNull(),
    reason: text().notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.principalId, table.permissionId, table.objectId] }),
    foreignKey({
      columns: [table.objectId, table.objectType],
      foreignColumns: [securables.id, securables.type],
    }).onDelete('cascade'),
    foreignKey({
      columns: [table.permissionId, table.objectType],
      foreignColumns: [permissions.id, permissions.objectType],
    }),
    index('object_grants_object').on(table.objectId, table.principalId, table.permissionId),
    // To moderate a group reaches beyond the object, so that it is looked for from either end (25: `group.moderate`).
    index('object_grants_moderated')
      .on(table.objectId, table.principalId)
      .where(sql`${table.permissionId} = 25`),
    index('object_grants_moderating')
      .on(table.principalId, table.objectId)
      .where(sql`${table.permissionId} = 25`),
    index('object_grants_shared')
      .on(table.objectId, table.principalId, table.permissionId)
      .where(sql`${table.principalKind} <> 'user'`),
    index().on(table.grantedBy).where(sql`${table.grantedBy} is not null`),
  ],
);

/** What a principal may not do with one object, whatever else would allow it. Apart, so that the grants stay small. */
export const objectDenies = pgTable(
  'object_denies',
  {
    principalId: uuid()
      .notNull()
      .references(() => principals.id, { onDelete: 'cascade' }),
    permissionId: smallint().notNull(),
    objectId: uuid().notNull(),
    objectType: text().notNull(),
    deniedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    deniedAt: timestamp({ withTimezone: true }).notNull(),
    reason: text().notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.principalId, table.permissionId, table.objectId] }),
    foreignKey({
      columns: [table.objectId, table.objectType],
      foreignColumns: [securables.id, securables.type],
    }).onDelete('cascade'),
    foreignKey({
      columns: [table.permissionId, table.objectType],
      foreignColumns: [permissions.id, permissions.objectType],
    }),
    index('object_denies_object').on(table.objectId, table.permissionId),
    index().on(table.deniedBy).where(sql`${table.deniedBy} is not null`),
  ],
);
