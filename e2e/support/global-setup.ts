import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '@/db/embedded';

/** One PostgreSQL for the whole run: TEST_DATABASE_URL's, or one of our own under that name. */
export default async function setup() {
  if (!existsSync('dist/start.js')) throw new Error('There is no build to test: node scripts/build.mjs');
  if (process.env.TEST_DATABASE_URL) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  const server = await startEmbeddedDatabase({ dataDir, fast: true, log: () => undefined }).catch(
    async (error) => {
      await removeData();
      throw error;
    },
  );
  process.env.TEST_DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    await removeData();
  };
}
