import { eq, sql } from 'drizzle-orm';
import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { expect } from 'vitest';
import { addressOf, test as base, errorOf, generous } from '@/db/testing/connection-test';
import { type Database, openDatabase } from './client';
import { DatabaseError, findDatabaseError, uniqueViolation } from './connection/errors';

const notes = pgTable('notes', {
  id: uuid().primaryKey().defaultRandom(),
  shortName: text().notNull().unique('notes_short_name_key'),
  pages: integer().array().notNull().default([]),
  writtenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

const test = base.extend('db', async ({ proxy, admin }, { onCleanup }) => {
  await admin`drop table if exists notes`;
  await admin`create table notes (
    id uuid primary key default gen_random_uuid(), short_name text not null constraint notes_short_name_key unique,
    pages int[] not null default '{}', written_at timestamptz not null default now())`;
  const connection = openDatabase(addressOf(proxy.port), { max: 2, limits: generous });
  onCleanup(() => connection.end({ timeout: 0 }));
  return connection.db;
});

async function addNote(db: Database, shortName: string) {
  await db.insert(notes).values({ shortName });
}

test('columns are snake_case, times are dates, arrays are arrays', async ({ db }) => {
  const writtenAt = new Date('2026-02-03T04:05:06.789Z');
  await db.insert(notes).values({ shortName: 'a', writtenAt, pages: [1, 2] });
  const [note] = await db.select().from(notes);
  expect(note).toMatchObject({ shortName: 'a', writtenAt, pages: [1, 2] });
});

test('a command works on the connection as on a transaction, and rolls back with it', async ({ db }) => {
  await addNote(db, 'a');
  await db.transaction((tx) => addNote(tx, 'b'));
  const failed = db.transaction(async (tx) => {
    await addNote(tx, 'c');
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect(await db.$count(notes)).toBe(2);
});

test('a nested transaction rolls back alone', async ({ db }) => {
  await db.transaction(async (tx) => {
    await addNote(tx, 'a');
    await expect(tx.transaction((inner) => addNote(inner, 'a'))).rejects.toThrow();
    await addNote(tx, 'b');
  });
  expect(await db.$count(notes)).toBe(2);
});

test('a prepared query is prepared once and serves any parameters', async ({ db }) => {
  const byName = db
    .select({ name: notes.shortName })
    .from(notes)
    .where(eq(notes.shortName, sql.placeholder('name')))
    .prepare('note_by_name');
  await addNote(db, 'a');
  await addNote(db, 'b');
  expect(await byName.execute({ name: 'a' })).toEqual([{ name: 'a' }]);
  expect(await byName.execute({ name: 'b' })).toEqual([{ name: 'b' }]);
  const prepared = await db.execute(
    sql`select 1 from pg_prepared_statements where statement like '%short_name" = $1%'`,
  );
  expect(prepared).toHaveLength(1);
});

test('without prepare the server keeps no statements, as a pooler in transaction mode needs it', async ({
  server,
}) => {
  const connection = openDatabase(addressOf(server.port), { max: 1, prepare: false });
  await connection.db
    .select({ one: sql`1` })
    .from(sql`generate_series(1, ${2}::int)`)
    .prepare('ones')
    .execute();
  expect(await connection.sql`select 1 from pg_prepared_statements where ${true}`).toHaveLength(0);
  await connection.end();
});

test('an array is one parameter, whatever stands in its strings', async ({ db }) => {
  const names = ['a', 'b "quoted"', 'c,\\{}', ''];
  for (const name of names) await addNote(db, name);
  const found = await db
    .select()
    .from(notes)
    .where(sql`${notes.shortName} = any(${sql.param(names)})`);
  expect(found.map((note) => note.shortName).sort()).toEqual([...names].sort());
  const ids = found.slice(0, 2).map((note) => note.id);
  expect(
    await db
      .select()
      .from(notes)
      .where(sql`${notes.id} = any(${sql.param(ids)})`),
  ).toHaveLength(2);
  expect(await db.execute(sql`select * from unnest(${sql.param([7, 8])}::int[])`)).toHaveLength(2);
});

test('the name of a unique constraint is found through the causes', async ({ db }) => {
  await addNote(db, 'a');
  const error = await errorOf(addNote(db, 'a'));
  expect(uniqueViolation(error)).toBe('notes_short_name_key');
  expect(findDatabaseError(error)).toBeUndefined();
  expect(uniqueViolation(await errorOf(db.execute(sql`select 1 / 0`)))).toBeUndefined();
});

test('that the database is away is found through the causes', async ({ proxy }) => {
  await proxy.refuse();
  const { db } = openDatabase(addressOf(proxy.port), { limits: { acquire: 400 } });
  const error = await errorOf(db.transaction((tx) => addNote(tx, 'a')));
  expect(findDatabaseError(error)).toMatchObject({ code: 'DB_DOWN', unsent: true });
  expect(findDatabaseError(error)).toBeInstanceOf(DatabaseError);
  const wrapped = await errorOf(db.select().from(notes));
  expect(findDatabaseError(new Error('in tRPC', { cause: wrapped }))).toMatchObject({ code: 'DB_DOWN' });
});

test('causes that go round in a circle have an end, and anything may be thrown', () => {
  const error = new Error('a');
  error.cause = new Error('b', { cause: error });
  for (const thrown of [error, undefined, null, 'text', 5]) {
    expect(findDatabaseError(thrown)).toBeUndefined();
    expect(uniqueViolation(thrown)).toBeUndefined();
  }
});

test('a statement takes 5 s at most unless told otherwise, and the name is ours', async ({ server }) => {
  const connection = openDatabase(addressOf(server.port), { applicationName: 'foyer worker' });
  const [row] = await connection.sql`
    select current_setting('statement_timeout') as limit, current_setting('application_name') as name`;
  expect(row).toEqual({ limit: '5s', name: 'foyer worker' });
  await connection.end();
});

test.each(['57014', '57P01', '53300', '25006', '40P01'])(
  'PostgreSQL that answers %s cannot do it now',
  (code) => {
    const answer = Object.assign(new Error('refused by the server'), { code });
    expect(findDatabaseError(new Error('in Drizzle', { cause: answer }))).toMatchObject({
      code: 'DB_BUSY',
      unsent: true,
    });
  },
);

test('a mistake in a statement says nothing about the database', () => {
  expect(findDatabaseError(Object.assign(new Error('no such column'), { code: '42703' }))).toBeUndefined();
});
