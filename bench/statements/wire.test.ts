import { expect, test } from 'vitest';
import { end } from '@/bench/at-end';
import { openDatabase } from '@/db/client';
import { createTestDatabase } from '@/server/testing/database';
import { countStatements } from './wire';

test('counts every statement on its way, prepared or not, and neither BEGIN nor COMMIT', async () => {
  const database = await createTestDatabase();
  const wire = await countStatements(database.url);
  const { sql, end: endPool } = openDatabase(wire.databaseUrl, { max: 1 });
  await sql`select 'the line logs in'`;

  wire.reset();
  await sql`select ${'prepared at its first run'}::text`;
  await sql.unsafe('select $1::text', ['unprepared, and larger than one packet'.repeat(10_000)]);
  await sql.unsafe('select 1');
  await sql.begin(async (tx) => {
    await tx`select ${'within a transaction'}::text`;
  });
  expect(wire.count()).toBe(4);

  await endPool();
  await end();
  await database.drop();
});
