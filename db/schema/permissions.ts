import { index, pgTable, primaryKey, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { principals } from './principals';
import { users } from './users';

/** A named set of permissions that people hold. Built-in roles have a key that never changes. */
export const roles = pgTable('roles', {
  id: uuid()
    .primaryKey()
    .references(() => principals.id),
  key: text().notNull().unique(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

/** Which principals, roles today, a person stands for beside themselves. */
export const memberships = pgTable(
  'memberships',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    principalId: uuid()
      .notNull()
      .references(() => principals.id, { onDelete: 'cascade' }),
    expiresAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.principalId] }),
    index().on(table.principalId, table.userId),
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
  (table) => [unique().on(table.objectType, table.codename)],
);

/** What a principal may do everywhere. */
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
  },
  (table) => [primaryKey({ columns: [table.principalId, table.permissionId] })],
);
