import postgres from 'postgres';
import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import { type Connection, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { syncPermissions } from '@/server/roles/commands';
import { loadPeople } from './load-people';

/** Of the database, for its pages: what a server for a million people has. */
const MEMORY = '2GB';
const log = (text: string) => process.stderr.write(`${text}\n`);

/**
 * A database for each of the sizes, with so many people and everything that they have. In a directory of the run's own, or in
 * the one that is named: there they are kept, and used again by the next run.
 */
export async function openDatabases(sizes: number[], keptIn: string | undefined): Promise<Connection[]> {
  const dataDir = keptIn ?? (await makeTemporaryDirectory());
  const { url, stop } = await startEmbeddedDatabase({ dataDir, memory: MEMORY, log });
  atEnd(stop);
  const connections: Connection[] = [];
  for (const people of sizes) connections.push(await openSize(url, people));
  return connections;
}

async function openSize(server: string, people: number): Promise<Connection> {
  const { connection, url } = await openMade(server, `people_${people}`);
  await loadPeople(connection, { databaseUrl: url, people, log });
  await tidy(connection);
  return connection;
}

/** A database of a server by its name, made unless it is there, with all tables and nobody in them. */
export async function openMade(
  server: string,
  name: string,
): Promise<{ connection: Connection; url: string }> {
  const address = new URL(server);
  address.pathname = `/${name}`;
  const url = address.href;
  await makeDatabase(server, name);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  const limits = { statement: 300_000, transaction: 600_000 };
  const connection = openDatabase(url, { max: 4, limits, applicationName: 'foyer bench' });
  atEnd(() => connection.end());
  await syncPermissions(connection.db, { now: new Date() });
  return { connection, url };
}

/** Takes away what was undone: the next would look at it, and among few people that is most of what there is. */
export async function tidy({ sql }: Connection) {
  await sql`vacuum (parallel 0)`;
}

async function makeDatabase(server: string, name: string) {
  const sql = postgres(server, { max: 1, onnotice: () => undefined });
  try {
    const [known] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!known) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
