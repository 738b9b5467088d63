import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { dropDatabase } from '@/server/testing/drop-database';

/** An empty database of one app's own. */
export interface OwnDatabase {
  url: string;
  /** How many connections others than the asker have to it. */
  countVisitors(): Promise<number>;
  drop(): Promise<void>;
}

/** Makes a database on the server of this run. */
export async function createDatabase(): Promise<OwnDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('TEST_DATABASE_URL is set by global-setup.ts');
  const admin = postgres(server, { max: 1, onnotice: () => undefined });
  const name = `foyer_e2e_${randomBytes(6).toString('hex')}`;
  await admin`create database ${admin(name)}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async countVisitors() {
      const [row] =
        // Autovacuum is no visitor.
        await admin`
          select count(*)::int as visitors from pg_stat_activity
          where datname = ${name} and backend_type = 'client backend'`;
      return Number(row?.visitors);
    },
    async drop() {
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}
