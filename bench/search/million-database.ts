import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import { type Connection, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { seedMillion } from './million';

interface Wish {
  /** Fills in what else a part needs. */
  also?: (databaseUrl: string, to: { log: (line: string) => void }) => Promise<void>;
}

/** An empty database of its own, with everybody in it. */
export async function openMillion({ also }: Wish = {}): Promise<Connection> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
  atEnd(stop);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  await seedMillion(url, { log });
  await also?.(url, { log });
  const connection = openDatabase(url, { max: 1, applicationName: 'foyer bench' });
  atEnd(() => connection.end());
  await connection.sql`set plan_cache_mode = force_generic_plan`;
  return connection;
}
