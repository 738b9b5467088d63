import { pgEnum, pgTable, uuid } from 'drizzle-orm/pg-core';

export const principalKind = pgEnum('principal_kind', ['user', 'group', 'role', 'signed_in', 'everyone']);

/**
 * Everyone and everything that can hold a permission. Users, groups and roles share one id space, so that a
 * grant has a single foreign key; two rows without a table of their own stand for "everyone signed in" and
 * "everyone".
 */
export const principals = pgTable('principals', {
  id: uuid().primaryKey(),
  kind: principalKind().notNull(),
});

/** The two principals that everybody has; their ids are fixed so that no statement has to look them up. */
export const SIGNED_IN = '00000000-0000-7000-8000-000000000001';
export const EVERYONE = '00000000-0000-7000-8000-000000000002';
