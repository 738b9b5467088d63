import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import { type Connection, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { syncPermissions } from '@/server/roles/commands';
import { seedActivity } from '@/server/seed-activity';
import { seedCrowd } from '@/server/seed-crowd';
import type { Ground } from './subject';
import { makeVisitors } from './visitors';

/** Of the database, for its pages: what a server for a million people has. */
const MEMORY = '2GB';

/** A database with so many people and what they leave behind, and the visitors among them. */
export interface Filled extends Ground {
  databaseUrl: string;
  connection: Connection;
  /** Seconds that it took to fill. */
  seconds: number;
  rows: number;
}

/** Makes it, in a directory of the run's own or in one where it is kept for the next run. */
export async function fillGround({
  people,
  keepIn,
}: {
  people: number;
  keepIn: string | undefined;
}): Promise<Filled> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const dataDir = keepIn ?? (await makeTemporaryDirectory());
  const { url: databaseUrl, stop } = await startEmbeddedDatabase({ dataDir, memory: MEMORY, log });
  atEnd(stop);
  await migrate(databaseUrl, { log });
  await prepareQueue({ databaseUrl });
  const limits = { statement: 300_000, transaction: 600_000 };
  const connection = openDatabase(databaseUrl, { max: 4, limits, applicationName: 'foyer bench' });
  atEnd(() => connection.end());
  await syncPermissions(connection.db, { now: new Date() });
  const begun = performance.now();
  await seedCrowd(databaseUrl, { people, seed: 1, log });
  await seedActivity(databaseUrl, { seed: 1, until: new Date(), log });
  const seconds = (performance.now() - begun) / 1000;
  const visitors = await makeVisitors(connection);
  const [counted] = await connection.sql`
    select sum(reltuples)::float8 as rows from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 0`;
  return { db: connection.db, databaseUrl, connection, visitors, seconds, rows: Number(counted?.rows) };
}
