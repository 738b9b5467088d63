import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded';
import { migrate } from './migrate';
import { StartError } from './start-error';

let room: string;
let server: EmbeddedDatabase;
let url: string;
let folder: string;
let count = 0;
const log = () => undefined;

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'foyer-migrate-'));
  await chmod(room, 0o711);
  server = await startEmbeddedDatabase({ dataDir: join(room, 'data'), fast: true, log });
});

afterAll(async () => {
  await server.stop();
  await rm(room, { recursive: true, force: true });
});

beforeEach(async () => {
  const name = `case_${++count}`;
  await ask(`create database ${name}`, server.url);
  url = server.url.replace(/[^/]+$/, name);
  folder = join(room, name);
  await writeMigrations(2);
});

/** A folder as drizzle-kit writes it: the nth migration, of the nth second, makes the table tn. */
async function writeMigrations(howMany: number, statements: Record<number, string> = {}) {
  await mkdir(join(folder, 'meta'), { recursive: true });
  const entries = Array.from({ length: howMany }, (_, i) => ({ tag: `000${i}_case`, when: (i + 1) * 1000 }));
  for (const [i, { tag }] of entries.entries()) {
    await writeFile(join(folder, `${tag}.sql`), statements[i + 1] ?? `create table t${i + 1} (x int);`);
  }
  const journal = {
    version: '7',
    dialect: 'postgresql',
    entries: entries.map((it, idx) => ({ idx, ...it })),
  };
  await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
}

async function ask(statement: string, where = url) {
  const sql = postgres(where, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(statement).values())].flat();
  } finally {
    await sql.end();
  }
}

const tables = () => ask(`select tablename::text from pg_tables where schemaname = 'public' order by 1`);

test('applies what is missing, once', async () => {
  expect(await migrate(url, { log, folder })).toEqual({ applied: 2 });
  expect(await tables()).toEqual(['t1', 't2']);
  await writeMigrations(3);
  expect(await migrate(url, { log, folder })).toEqual({ applied: 1 });
  expect(await migrate(url, { log, folder })).toEqual({ applied: 0 });
});

test('the migrations of this version apply to an empty database', async () => {
  expect((await migrate(url, { log })).applied).toBeGreaterThan(0);
});

test('people whose handles have come to look alike keep what leads to them', async () => {
  const ours = join(import.meta.dirname, 'migrations');
  await cp(ours, folder, { recursive: true });
  const journal = join(folder, 'meta', '_journal.json');
  const all: { entries: { tag: string }[] } = JSON.parse(await readFile(journal, 'utf8'));
  const before = all.entries.slice(
    0,
    all.entries.findIndex(({ tag }) => tag === '0003_people'),
  );
  await writeFile(journal, JSON.stringify({ ...all, entries: before }));
  await migrate(url, { log, folder });
  const people = ['john-doe', 'john_doe', 'bob0', 'bobo', 'modem', 'somebody-else'];
  for (const [n, handle] of people.entries()) {
    const id = `01900000-0000-7000-8000-00000000000${n}`;
    await ask(`insert into principals (id, kind) values ('${id}', 'user')`);
    await ask(
      `insert into users (id, email, locale, created_at) values ('${id}', '${n}@example.test', 'en', now() - interval '${n} days')`,
    );
    await ask(
      `insert into profiles (user_id, handle, display_name, updated_at) values ('${id}', '${handle}', 'P', now())`,
    );
  }
  await cp(ours, folder, { recursive: true });
  await migrate(url, { log, folder });
  // The oldest account of two keeps its own.
  const of = 'order by user_id';
  expect(await ask(`select handle from profiles ${of}`)).toEqual([
    'person-000000000000',
    'john_doe',
    'person-000000000002',
    'bobo',
    'modem',
    'somebody-else',
  ]);
  expect(await ask(`select handle from former_handles ${of}`)).toEqual(['john-doe', 'bob0']);
  expect(await ask('select count(*)::int from privacy_settings')).toEqual([people.length]);
});

test('many instances at once: one does it, the others wait', async () => {
  await writeMigrations(2, {
    2: 'create table t2 (x int);\n--> statement-breakpoint\nselect pg_sleep(0.3);',
  });
  const runs = await Promise.all(Array.from({ length: 6 }, () => migrate(url, { log, folder })));
  expect(runs.map(({ applied }) => applied).sort()).toEqual([0, 0, 0, 0, 0, 2]);
  expect(await tables()).toEqual(['t1', 't2']);
});

test('one that fails leaves nothing behind and says what PostgreSQL said', async () => {
  await writeMigrations(2, {
    2: 'create table t2 (x int);\n--> statement-breakpoint\nselect * from nowhere;',
  });
  const failed = migrate(url, { log, folder });
  await expect(failed).rejects.toThrow(StartError);
  await expect(failed).rejects.toThrow('relation "nowhere" does not exist');
  expect(await tables()).toEqual([]);
  await writeMigrations(2);
  expect(await migrate(url, { log, folder })).toEqual({ applied: 2 });
});

test('a connection lost midway is said, and nothing half done remains', async () => {
  await writeMigrations(2, { 2: 'create table t2 (x int);\n--> statement-breakpoint\nselect pg_sleep(60);' });
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event = 'PgSleep'`;
  const [failed] = await Promise.allSettled([
    migrate(url, { log, folder }),
    vi.waitFor(async () => expect(await ask(kill)).toEqual([true]), 10_000),
  ]);
  expect(failed).toMatchObject({ reason: expect.any(StartError) });
  expect(failed).toMatchObject({ reason: { message: expect.stringContaining('nothing half done remains') } });
  expect(await tables()).toEqual([]);
  await writeMigrations(2);
  expect(await migrate(url, { log, folder })).toEqual({ applied: 2 });
});

test('a database that is newer than the code is left alone', async () => {
  await writeMigrations(3);
  await migrate(url, { log, folder });
  await writeMigrations(2);
  await expect(migrate(url, { log, folder })).rejects.toThrow('newer than this version of Foyer');
});

test('a migration dated before an applied one is said, not passed over', async () => {
  await migrate(url, { log, folder });
  await ask('delete from drizzle.__drizzle_migrations where created_at = 1000');
  await expect(migrate(url, { log, folder })).rejects.toThrow('dated before one');
});

test('a refused login is said without the password', async () => {
  const wrong = new URL(url);
  wrong.password = 'not-the-one';
  const failed = await migrate(wrong.href, { log, folder }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(StartError);
  expect(String(failed)).toContain(
    `The database at ${wrong.host}${wrong.pathname} refuses the password of "foyer"`,
  );
  expect(String(failed)).not.toContain('not-the-one');
});

test('a database that is not there, a role that may not', async () => {
  await expect(migrate(`${url}x`, { log, folder })).rejects.toThrow('There is no database at');
  await ask('revoke create on schema public from pg_database_owner, public');
  await expect(migrate(url, { log, folder })).rejects.toThrow(
    /may not change the tables at .*DATABASE_MIGRATION_URL/,
  );
});

test('an unreachable database is waited for, then said', async () => {
  const lines: string[] = [];
  const nowhere = 'postgres://foyer:hidden@127.0.0.1:1/foyer';
  const failed = migrate(nowhere, { log: (line) => lines.push(line), folder, patience: 600 });
  await expect(failed).rejects.toThrow('The database at 127.0.0.1:1/foyer cannot be reached (ECONNREFUSED)');
  expect(lines).toEqual(['The database does not answer yet: waiting for it.']);
});

test('a port that takes connections and says nothing is given up', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await vi.waitFor(() => expect(mute.listening).toBe(true));
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const failed = migrate(`postgres://foyer@127.0.0.1:${port}/foyer`, { log, folder, patience: 500 });
  await expect(failed).rejects.toThrow('cannot be reached (CONNECT_TIMEOUT)');
  for (const socket of sockets) socket.destroy();
  mute.close();
});

test('an old PostgreSQL is said', async () => {
  await ask(
    `create function public.current_setting(text) returns text language sql as $$ select '140001' $$`,
  );
  await ask(
    `alter role foyer in database ${new URL(url).pathname.slice(1)} set search_path = public, pg_catalog`,
  );
  await expect(migrate(url, { log, folder })).rejects.toThrow(
    'The database is PostgreSQL 14: Foyer needs 15 or later.',
  );
});

test.each(['SQL_ASCII', 'LATIN1'])('a database encoded as %s is said, and left alone', async (encoding) => {
  const name = new URL(url).pathname.slice(1);
  await ask(`drop database ${name}`, server.url);
  await ask(
    `create database ${name} template template0 encoding '${encoding}' locale_provider libc locale 'C'`,
    server.url,
  );
  const failed = migrate(url, { log, folder });
  await expect(failed).rejects.toThrow(StartError);
  await expect(failed).rejects.toThrow(`The database is encoded as ${encoding}: Foyer needs UTF8.`);
  expect(await tables()).toEqual([]);
});
