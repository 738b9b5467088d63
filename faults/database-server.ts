import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type postgres from 'postgres';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { findFreePort } from '@/e2e/support/app';
import type { Ground } from './ground';

/** A PostgreSQL that can be killed, with all its durability: what it has acknowledged has to be there afterwards. */
export interface DatabaseServer {
  port: number;
  /** An empty database of a name of its own. @returns its address */
  createDatabase(): Promise<string>;
  /** Kills the postmaster with -9; nobody starts it again. */
  kill(): Promise<void>;
  /** Ends it in order. */
  halt(): Promise<void>;
  /** Starts it again at the same address. @returns when it takes connections (of performance.now) */
  bringBack(): Promise<number>;
  /** A connection beside the app's, as the owner of it all. */
  admin<T>(work: (sql: postgres.Sql) => Promise<T>, database?: string): Promise<T>;
}

/** Milliseconds for what is held on purpose. */
const PATIENCE = 120_000;

const Note = z.object({ pid: z.number() });

/** Starts a PostgreSQL for a fault. */
export async function startDatabaseServer(
  ground: Ground,
  given: { dataDir?: string } = {},
): Promise<DatabaseServer> {
  const dataDir = given.dataDir ?? join(await ground.directory(), 'database');
  const port = await findFreePort();
  const start = () => startEmbeddedDatabase({ dataDir, port, log: () => undefined });
  let running = await start();
  ground.onEnd(() => running.stop());
  let made = 0;
  const server: DatabaseServer = {
    port,
    async createDatabase() {
      const name = `fault_${++made}`;
      await server.admin((sql) => sql`create database ${sql(name)}`);
      return addressOf(running.url, name);
    },
    async kill() {
      const { pid } = Note.parse(JSON.parse(await readFile(join(dataDir, 'postgres-running.json'), 'utf8')));
      process.kill(pid, 'SIGKILL');
      // Or it would be started again at once.
      await running.stop();
    },
    halt: () => running.stop(),
    async bringBack() {
      running = await start();
      return performance.now();
    },
    async admin(work, database) {
      // Not postgres.js as it is: a connection that is killed with its server would end this process.
      const limits = { statement: PATIENCE, transaction: PATIENCE };
      const { sql, end } = openDatabase(database ?? running.url, {
        max: 1,
        applicationName: 'faults',
        limits,
      });
      try {
        return await work(sql);
      } finally {
        await end({ timeout: 1 });
      }
    },
  };
  return server;
}

function addressOf(url: string, database: string) {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
