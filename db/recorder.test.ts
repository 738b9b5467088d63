import { eq, sql } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { expect, vi } from 'vitest';
import { outcomeOf, test } from '@/db/testing/connection-test';
import { recordInto, recordStatements, type Statement, withoutRecording } from './recorder';

const x = pgTable('x', { id: integer().primaryKey() });

test('a statement of Drizzle is recorded with its parameters, rows and duration', async ({ open }) => {
  const db = drizzle(open());
  await db.insert(x).values([{ id: 1 }, { id: 2 }, { id: 3 }]);
  const { result, statements } = await recordStatements(async () =>
    db.select().from(x).where(sql`${x.id} > ${1}`),
  );
  expect(result).toHaveLength(2);
  expect(statements).toEqual([
    {
      text: 'select "id" from "x" where "x"."id" > $1',
      parameters: [1],
      rows: 2,
      durationMs: expect.toSatisfy((ms: number) => ms > 0),
    },
  ]);
});

test('rows of a change are the rows changed', async ({ open }) => {
  const db = drizzle(open());
  const { statements } = await recordStatements(async () => {
    await db.insert(x).values([{ id: 1 }, { id: 2 }]);
    await db.update(x).set({ id: 9 }).where(eq(x.id, 5));
    await db.delete(x).where(sql`true`);
  });
  expect(statements.map(({ rows }) => rows)).toEqual([2, 0, 2]);
});

test('a prepared statement is seen each time, with that time`s parameters', async ({ open }) => {
  const db = drizzle(open());
  const byId = db
    .select()
    .from(x)
    .where(eq(x.id, sql.placeholder('id')))
    .prepare('x_by_id');
  const { statements } = await recordStatements(async () => {
    await byId.execute({ id: 1 });
    await byId.execute({ id: 2 });
  });
  expect(statements.map(({ parameters }) => parameters)).toEqual([[1], [2]]);
  expect(statements[0]?.text).toBe(statements[1]?.text);
});

test('statements in transactions and nested ones are seen, BEGIN, SAVEPOINT and COMMIT are not', async ({
  open,
}) => {
  const db = drizzle(open());
  const { statements } = await recordStatements(() =>
    db.transaction(async (tx) => {
      await tx.insert(x).values({ id: 1 });
      await tx.transaction((inner) => inner.execute(sql`select ${'in'}::text`));
    }),
  );
  expect(statements.map(({ text }) => text)).toEqual([
    'insert into "x" ("id") values ($1)',
    'select $1::text',
  ]);
});

test('a tagged template is recorded as it was built, fragments included', async ({ open }) => {
  const client = open();
  const { statements } = await recordStatements(async () => {
    const condition = client`g > ${1}`;
    await client`select g from generate_series(1, ${3}::int) g where ${condition}`;
  });
  expect(statements).toMatchObject([
    { text: 'select g from generate_series(1, $1::int) g where g > $2', parameters: ['3', '1'], rows: 2 },
  ]);
});

test('reservations and cursors are seen as well', async ({ open }) => {
  const client = open();
  const { statements } = await recordStatements(async () => {
    const reserved = await client.reserve();
    await reserved`select 1`;
    reserved.release();
    await client.begin(async (tx) => {
      for await (const _ of tx`select generate_series(1, 3)`.cursor());
    });
  });
  expect(statements.map(({ text }) => text)).toEqual(['select 1', 'select generate_series(1, 3)']);
});

test('logging in is not a statement of the work that happened to need a connection', async ({ open }) => {
  const { statements } = await recordStatements(async () => {
    const client = open({ max: 2 });
    await Promise.all([client`select 1`, client`select 2`]);
  });
  expect(statements.map(({ text }) => text).sort()).toEqual(['select 1', 'select 2']);
});

test('what was sent is there although the work threw, failed statements included', async ({ open }) => {
  const client = open();
  const statements: Statement[] = [];
  const work = recordInto(statements, async () => {
    await client`select 1`;
    await client`select 1 / 0`;
  });
  expect(await outcomeOf(work)).toBe('22012');
  expect(statements).toMatchObject([
    { text: 'select 1', rows: 1 },
    { text: 'select 1 / 0', rows: 0 },
  ]);
});

test('works at the same time do not see each other, even when they wait for one connection', async ({
  open,
}) => {
  const client = open({ max: 1 });
  const texts = async (n: number) => {
    const { statements } = await recordStatements(async () => {
      await client.unsafe(`select ${n}`);
      await client.begin((tx) => tx.unsafe(`select -${n}`));
    });
    return statements.map(({ text }) => text);
  };
  const ones = Array.from({ length: 10 }, (_, n) => n);
  expect(await Promise.all(ones.map(texts))).toEqual(ones.map((n) => [`select ${n}`, `select -${n}`]));
});

test('a recording within a recording counts in both, withoutRecording in none', async ({ open }) => {
  const client = open();
  const outer = await recordStatements(async () => {
    await client`select 1`;
    const inner = await recordStatements(() => client`select 2`);
    await withoutRecording(() => client`select 3`.execute());
    return inner.statements;
  });
  expect(outer.result.map(({ text }) => text)).toEqual(['select 2']);
  expect(outer.statements.map(({ text }) => text)).toEqual(['select 1', 'select 2']);
});

test('what outlives the work is not recorded', async ({ open }) => {
  const client = open();
  let later: Promise<unknown> = Promise.resolve();
  let start = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const { statements } = await recordStatements(async () => {
    later = started.then(() => client`select 2`);
    await client`select 1`;
  });
  start();
  await later;
  expect(statements.map(({ text }) => text)).toEqual(['select 1']);
});

test('copies of the module record into one store', async ({ open }) => {
  const client = open();
  vi.resetModules();
  const copy = await import('./recorder');
  expect(copy.recordStatements).not.toBe(recordStatements);
  const { statements } = await copy.recordStatements(() => client`select 1`);
  expect(statements).toHaveLength(1);
});
