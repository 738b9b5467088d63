import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { syncPermissions } from '@/server/roles/commands';
import { dropDatabase } from './drop-database';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a role that may create databases. */
    adminDatabaseUrl: string;
    /** The database that each test file copies: as a start leaves it, and without people. */
    templateDatabase: string;
  }
}

const quiet = () => undefined;

/** One PostgreSQL for the whole run, TEST_DATABASE_URL's or one of our own, with a template as a start leaves it. */
export default async function setup(project: TestProject) {
  const server = await findServer();
  const template = `foyer_template_${randomBytes(4).toString('hex')}`;
  const admin = postgres(server.url, { max: 1, onnotice: quiet });
  const teardown = async () => {
    await dropDatabase(admin, template);
    await admin.end();
    await server.stop();
  };
  try {
    await admin`create database ${admin(template)}`;
    await prepare(databaseUrl(server.url, template));
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('adminDatabaseUrl', server.url);
  project.provide('templateDatabase', template);
  return teardown;
}

async function prepare(url: string) {
  await migrate(url, { log: quiet });
  await prepareQueue({ databaseUrl: url });
  // A database can be copied only while nobody uses it, so the connection ends here.
  const { db, end } = openDatabase(url, { max: 1 });
  await syncPermissions(db, { now: new Date() });
  await end();
}

/** The address of another database of the same server. */
function databaseUrl(server: string, name: string) {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function findServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-tests-'));
  const clean = () => rm(dataDir, { recursive: true, force: true });
  const started = await startEmbeddedDatabase({ dataDir, fast: true, log: quiet }).catch(async (error) => {
    await clean();
    throw error;
  });
  return {
    url: started.url,
    stop: async () => {
      await started.stop();
      await clean();
    },
  };
}
