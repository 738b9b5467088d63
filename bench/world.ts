import { openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { atEnd } from './at-end';
import { makeTemporaryDirectory } from './directory';
import { type Filled, fillGround } from './lines/ground';
import { type Load, startLoad } from './load/load';
import { seedPeople } from './people';
import { type RunningApp, startApp } from './running-app';

/** What the parts share; each is started when the first of them asks, and is gone at the end of the run. */
export interface World {
  /** The address of a PostgreSQL of our own, migrated and full of people. */
  databaseUrl(): Promise<string>;
  /** The app on that database, which believes the load about where a request comes from. */
  app(): Promise<RunningApp>;
  load(): Load;
  /** A database of its own for lines and pages, as large as the run is to be. */
  filled(): Promise<Filled>;
}

export function makeWorld(options: { people: number; keepIn: string | undefined }): World {
  const databaseUrl = memo(startDatabase);
  const app = memo(async () =>
    startApp({
      dataDir: await makeTemporaryDirectory(),
      databaseUrl: await databaseUrl(),
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    }),
  );
  return { databaseUrl, app, load: memo(startLoad), filled: memo(() => fillGround(options)) };
}

async function startDatabase(): Promise<string> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
  atEnd(stop);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  const { db, end } = openDatabase(url, { max: 1, applicationName: 'foyer bench' });
  await seedPeople(db);
  await end();
  return url;
}

function memo<T>(make: () => T) {
  let made: T | undefined;
  return () => (made ??= make());
}
