import { getTableName } from 'drizzle-orm';
import { type PgTable, pgTable, uuid } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { users } from '@/db/schema/users';
import { listTables, refersToPeople } from '@/server/testing/people-tables';
import { ERASED, OTHER_TABLES } from './tables';

const NAMED = [...ERASED.map(({ table }) => getTableName(table)), ...Object.keys(OTHER_TABLES)];

test('every table is erased, or says what becomes of what it has of people', async () => {
  expect(unnamed(await listTables())).toEqual([]);
});

test('what is named is there', async () => {
  const there = (await listTables()).map(getTableName);
  expect(NAMED.filter((name) => !there.includes(name))).toEqual([]);
});

test('what refers to people by a foreign key or a name is not said to be of nobody', async () => {
  const ofNobody = Object.entries(OTHER_TABLES).filter(([, what]) => what.startsWith('of nobody'));
  const referring = (await listTables()).filter(refersToPeople).map(getTableName);
  const wrong = ofNobody.map(([name]) => name).filter((name) => referring.includes(name));
  // Their ids are among the principals, as those of people are.
  expect(wrong.sort()).toEqual(['groups', 'roles']);
});

test('a new table is noticed, whatever it refers to', () => {
  const planted = [
    pgTable('planted', { whose: uuid().references(() => users.id) }),
    pgTable('planted_too', { id: uuid().primaryKey() }),
  ];
  expect(unnamed(planted)).toEqual(['planted', 'planted_too']);
});

function unnamed(tables: PgTable[]) {
  return tables.map(getTableName).filter((name) => !NAMED.includes(name));
}
