import { getTableName } from 'drizzle-orm';
import { type PgTable, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { principals } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { listTables, refersToPeople } from '@/server/testing/people-tables';
import { EXPORTED, NOT_EXPORTED } from './tables';

test('every table that refers to people is in the copy, or says why it is not', async () => {
  expect(unnamed(await listTables())).toEqual([]);
});

test('what is named is there, and refers to people', async () => {
  const found = (await listTables()).filter(refersToPeople).map(getTableName);
  expect([...EXPORTED, ...Object.keys(NOT_EXPORTED)].sort()).toEqual(found.sort());
});

test('a new table is found by its foreign key, by a column that names somebody, and by an address', () => {
  const planted = [
    pgTable('planted_by_user', { whose: uuid().references(() => users.id) }),
    pgTable('planted_by_principal', { holder: uuid().references(() => principals.id) }),
    pgTable('planted_by_name', { reporterId: uuid(), subjectId: uuid() }),
    pgTable('planted_by_address', { oldEmail: text() }),
    pgTable('of_nobody', { id: uuid().primaryKey(), groupId: uuid(), mailedAt: text() }),
  ];
  expect(unnamed(planted)).toEqual([
    'planted_by_user',
    'planted_by_principal',
    'planted_by_name',
    'planted_by_address',
  ]);
});

/** The tables that refer to people and are named nowhere. */
function unnamed(tables: PgTable[]) {
  return tables
    .filter(refersToPeople)
    .map((table): string => getTableName(table))
    .filter((name) => !new Set<string>(EXPORTED).has(name) && !Object.hasOwn(NOT_EXPORTED, name));
}
