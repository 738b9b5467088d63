import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Connection, openDatabase } from '@/db/client';
import { dropDatabase } from './drop-database';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  connection: Connection;
  /** Ends the connection and removes the database, whoever still uses it. */
  drop(): Promise<void>;
}

/** A copy of the migrated template, in some 50 ms. Drop it afterwards. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = new URL(inject('adminDatabaseUrl'));
  const name = `foyer_test_${randomBytes(6).toString('hex')}`;
  await asAdmin((sql) => sql`create database ${sql(name)} template ${sql(inject('templateDatabase'))}`);
  url.pathname = `/${name}`;
  const connection = openDatabase(url.href);
  return {
    url: url.href,
    connection,
    drop: async () => {
      await connection.end();
      await asAdmin((sql) => dropDatabase(sql, name));
    },
  };
}

async function asAdmin(work: (sql: postgres.Sql) => Promise<unknown>) {
  const sql = postgres(inject('adminDatabaseUrl'), { max: 1, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
