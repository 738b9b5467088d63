import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { failToStart, startApp } from './support/app';
import { createDatabase } from './support/database';

const test = base.extend<{ room: string; databaseUrl: string }>({
  /** A directory for whatever a test keeps. */
  room: async ({ browserName: _ }, provide) => {
    const room = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
    await provide(room);
    await rm(room, { recursive: true });
  },
  databaseUrl: async ({ browserName: _ }, provide) => {
    const database = await createDatabase();
    await provide(database.url);
    await database.drop();
  },
});

/** What the person at the terminal reads: one plain sentence at the end, no stack, and the exit code 1. */
function expectSaid({ code, output }: { code: number | null; output: string }, sentence: RegExp) {
  expect(output.trimEnd()).toMatch(sentence);
  expect(output).not.toMatch(/^\s+at |Error:|node:/m);
  expect(code).toBe(1);
}

test('a wrong environment is said, all of it at once', async ({ room }) => {
  const env = { PORT: 'many', LOG_LEVEL: 'loud' };
  expectSaid(
    await failToStart({ dataDir: room, env }),
    /The environment is not right:\n {2}PORT: must be a whole number .+\n {2}LOG_LEVEL: must be one of .+$/,
  );
});

test('a port that is taken is said, and how to choose another', async ({ room, databaseUrl }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  expectSaid(
    await failToStart({ dataDir: room, databaseUrl, env: { PORT: `${port}` } }),
    new RegExp(`Port ${port} is in use\\. Stop what uses it, or choose another: PORT=${port + 1} npm start$`),
  );
  other.close();
});

test('a data directory that cannot be written is said', async ({ room }) => {
  const file = join(room, 'file');
  await writeFile(file, '');
  expectSaid(
    await failToStart({ dataDir: join(file, 'data') }),
    /The data directory .+ cannot be used: a part of its path is a file; set DATA_DIR to another place\.$/,
  );
  // Even root may not write there.
  expectSaid(
    await failToStart({ dataDir: '/sys/foyer' }),
    /The data directory \/sys\/foyer cannot be used: (this account may not write there|its disk is read-only); .+$/,
  );
});

test('a database that cannot be reached is said, without its password', async ({ room }) => {
  const databaseUrl = 'postgres://foyer:hidden@127.0.0.1:1/foyer';
  const said = await failToStart({ dataDir: room, databaseUrl });
  expectSaid(said, /The database at 127\.0\.0\.1:1\/foyer cannot be reached .+$/);
  expect(said.output).not.toContain('hidden');
});

test('killed without warning, it starts again with what it had', async ({ room, request }) => {
  const first = await startApp({ dataDir: room });
  const start = await request.post(`${first.url}/api/trpc/auth.signIn.start`, {
    data: { email: 'member@example.test' },
    headers: { origin: first.url },
  });
  const { cookies } = await request.storageState();
  expect(start.status()).toBe(200);
  await first.kill();

  const second = await startApp({ dataDir: room });
  const password = await request.post(`${second.url}/api/trpc/auth.signIn.password`, {
    data: { password: 'correct horse battery staple' },
    headers: {
      origin: second.url,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  });
  expect(await password.json()).toMatchObject({ result: { data: { ticket: expect.any(String) } } });
  expect(await second.stop()).toBe(0);
});
