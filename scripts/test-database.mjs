// One PostgreSQL for a whole run of the tests, thrown away after it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAlso } from './bundle.mjs';
import { alone } from './work-lock.mjs';

/**
 * Does `work` with the address of a PostgreSQL for tests: TEST_DATABASE_URL's, or one of our own, without durability.
 * @template T
 * @param {(url: string) => Promise<T>} work
 */
export async function withTestDatabase(work) {
  if (process.env.TEST_DATABASE_URL) return work(process.env.TEST_DATABASE_URL);
  // By itself, so that a fault elsewhere in the server does not keep its tests from being run.
  await alone(() => bundleAlso({ embedded: './db/embedded.ts' }));
  const { startEmbeddedDatabase } = await import('../dist/embedded.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-test-run-'));
  try {
    await chmod(dataDir, 0o711);
    const database = await startEmbeddedDatabase({ dataDir, fast: true, log: console.log });
    try {
      return await work(database.url);
    } finally {
      await database.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
