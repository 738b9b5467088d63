import type postgres from 'postgres';
import { generate } from 'selfsigned';
import { test as base, expect, vi } from 'vitest';
import { connect } from '@/db/connection/connect';
import { findDatabaseError } from '@/db/connection/errors';
import type { Limits } from '@/db/connection/limits';
import { ChaosProxy } from './chaos-proxy';
import { startPostgres } from './postgres-server';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Long enough for a busy machine never to reach them: what fails sooner did so on its own. */
export const generous = {
  acquire: 15_000,
  connect: 5_000,
  statement: 20_000,
  transaction: 30_000,
} satisfies Limits;

type Options = NonNullable<Parameters<typeof connect>[1]> & { port?: number };

/**
 * A test of the database connection: a PostgreSQL of the file's own (with TLS), a proxy before it that can hurt,
 * `open` for clients through the proxy that are ended afterwards, `admin` for a client beside it, and an empty table
 * `x (id int primary key)`. A test fails when an error reaches the process unhandled.
 */
export const test = base
  .extend('certificate', { scope: 'file' }, makeCertificate)
  .extend('server', { scope: 'file' }, async ({ certificate }, { onCleanup }) => {
    const server = await startPostgres({ tls: certificate });
    onCleanup(() => server.stop());
    return server;
  })
  .extend('admin', { scope: 'file' }, ({ server }, { onCleanup }) => {
    const admin = connect(addressOf(server.port), { max: 2, onnotice: () => {} }, generous);
    onCleanup(() => admin.end());
    return admin;
  })
  .extend('table', { auto: true }, async ({ admin }) => {
    await admin`drop table if exists x`;
    await admin`create table x (id int primary key)`;
  })
  .extend('escaped', { auto: true }, ({ task: _ }, { onCleanup }) => {
    const errors: unknown[] = [];
    const note = (error: unknown) => errors.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    onCleanup(() => {
      process.off('uncaughtException', note).off('unhandledRejection', note);
      expect(errors).toEqual([]);
    });
    return errors;
  })
  .extend('proxy', async ({ server }, { onCleanup }) => {
    const proxy = await ChaosProxy.start(server.port);
    onCleanup(() => proxy.close());
    return proxy;
  })
  .extend('open', ({ proxy, task }, { onCleanup }) => {
    const clients: postgres.Sql[] = [];
    onCleanup(async () => {
      await Promise.all(clients.map((client) => client.end({ timeout: 0 })));
    });
    return ({ port = proxy.port, ...options }: Options = {}, limits: Limits = {}): postgres.Sql => {
      const connection = { application_name: task.id, ...options.connection };
      const all = { max: 3, onnotice: () => {}, ...options, connection };
      const client = connect(addressOf(port), all, { ...generous, ...limits });
      clients.push(client);
      return client;
    };
  })
  .extend('sleeping', ({ admin, task }) => {
    const count = async () => {
      const [row] = await admin<{ count: number }[]>`
        select count(*)::int from pg_stat_activity
        where state = 'active' and query like '%pg_sleep%' and application_name = ${task.id}`;
      return row?.count;
    };
    /** Waits until so many statements of the clients of this test lie in pg_sleep. */
    return (statements: number) => expect.poll(count, { timeout: 15_000 }).toBe(statements);
  });

/** The address of a database open to `postgres`. */
export function addressOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/** How something ended: `ok`, the code of a DatabaseError or of PostgreSQL in its causes, or else its message. */
export async function outcomeOf(work: PromiseLike<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    return codeOf(error) ?? findDatabaseError(error)?.code ?? String(error);
  }
}

/** How something ended, and after how many milliseconds. */
export async function timed(work: PromiseLike<unknown>): Promise<{ outcome: string; ms: number }> {
  const start = performance.now();
  const outcome = await outcomeOf(work);
  return { outcome, ms: performance.now() - start };
}

/** What something was rejected with. */
export async function errorOf(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

async function makeCertificate(): Promise<{ cert: string; key: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  return { cert: made.cert, key: made.private };
}
