// The database for what runs beside the app: the one of DATABASE_URL, the app's own while it runs, or one of our own.
import { resolve } from 'node:path';
import { root } from './steps.mjs';

/**
 * Does `work` with the address of the database: DATABASE_URL, or the embedded one, which is started for the length of
 * the work unless the app has it running: then it may lack the latest migrations, and \`started\` is true.
 * @template T
 * @param {(url: string, started: boolean) => Promise<T>} work
 */
export async function withDatabase(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL, false);
  const { findEmbeddedDatabase } = await import('../dist/embedded.js');
  const running = await findEmbeddedDatabase({ dataDir: dataDir() });
  return running ? work(running, false) : withOwnDatabase((url) => work(url, true));
}

/**
 * The same, with an embedded database that is ours alone; a StartError when the app has it running.
 * @template T
 * @param {(url: string) => Promise<T>} work
 */
export async function withOwnDatabase(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const { startEmbeddedDatabase } = await import('../dist/embedded.js');
  const port = process.env.DATABASE_PORT ? Number(process.env.DATABASE_PORT) : undefined;
  const database = await startEmbeddedDatabase({ dataDir: dataDir(), port, log: console.log });
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

function dataDir() {
  return resolve(root, process.env.DATA_DIR || '.data');
}
