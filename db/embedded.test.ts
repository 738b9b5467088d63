import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { isRunning, startOf } from '@/scripts/process-lock.mjs';
import { findEmbeddedDatabase, startEmbeddedDatabase } from './embedded';
import { StartError } from './start-error';

/** In node_modules, from where it finds its packages. */
const bundle = resolve(`node_modules/.cache/foyer/embedded-${process.pid}.mjs`);

beforeAll(async () => {
  const options = { platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ entryPoints: ['db/embedded.ts'], outfile: bundle, bundle: true, ...options });
});

afterAll(() => rm(bundle));

let dataDir: string;
let cleanup: (() => Promise<unknown>)[];

beforeEach(async () => {
  const room = await mkdtemp(join(tmpdir(), 'foyer-embedded-'));
  // The account of PostgreSQL passes through; only a data directory of its own is looked at.
  await chmod(room, 0o711);
  dataDir = join(room, 'data');
  cleanup = [() => rm(room, { recursive: true, force: true })];
});

afterEach(async () => {
  for (const step of cleanup.reverse()) await step();
});

async function start(given: { port?: number; fast?: boolean } = {}) {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const database = await startEmbeddedDatabase({ dataDir, fast: true, ...given, log });
  cleanup.push(database.stop);
  return { ...database, lines };
}

async function ask(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return (await sql.unsafe(statement).values()).at(0)?.at(0);
  } finally {
    await sql.end();
  }
}

async function postmaster() {
  const [pid, , , port] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const started = startOf(Number(pid)) ?? 'not running';
  return { pid: Number(pid), started, port: Number(port) };
}

/** An app that starts the database and then does nothing, to be killed as no app can foresee. */
function spawnApp(more = '') {
  const code = `
    import { startEmbeddedDatabase } from ${JSON.stringify(bundle)};
    await startEmbeddedDatabase({ dataDir: process.argv[1], log: () => undefined });
    ${more}
    console.log('started');
    setInterval(() => undefined, 1e6);`;
  const args = ['--input-type=module', '-e', code, dataDir];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function startElsewhere(more = '') {
  const app = spawnApp(more);
  const first = await Promise.race([once(app.stdout, 'data'), once(app, 'exit')]);
  expect(String(first[0])).toContain('started');
  return app;
}

async function killNow(child: ChildProcess) {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('the first start makes a database of the app: UTF-8, sorted the same everywhere, no superuser', async () => {
  const { url } = await start();
  expect(await ask(url, 'select current_database()')).toBe('foyer');
  expect(await ask(url, 'show server_encoding')).toBe('UTF8');
  expect(await ask(url, `select string_agg(x, '' order by x) from unnest('{é,b,B,a}'::text[]) x`)).toBe(
    'Babé',
  );
  expect(await ask(url, 'select rolsuper from pg_roles where rolname = current_user')).toBe(false);
  await ask(url, 'create extension pg_trgm');
  expect(await ask(url, `select similarity('Éléonore', 'éléonore') = 1`)).toBe(true);
});

test('its password is in a file of our own and in no process', async () => {
  const { url } = await start();
  const { password } = new URL(url);
  expect(password.length).toBeGreaterThan(30);
  expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(password);
  const { pid } = await postmaster();
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(password);
});

test('a wrong password and the maker of the cluster are refused', async () => {
  const url = new URL((await start()).url);
  const asMaker = new URL(url);
  asMaker.username = 'postgres';
  await expect(ask(asMaker.href, 'select 1')).rejects.toMatchObject({ code: '28000' });
  url.password = 'wrong';
  await expect(ask(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('the second start finds what the first one kept, and stopping leaves nothing running', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 42 as x');
  const mark = await postmaster();
  await first.stop();
  await first.stop();
  expect(isRunning(mark)).toBe(false);
  const second = await start();
  expect(await ask(second.url, 'select x from kept')).toBe(42);
});

test('a given port is used, and a taken one is said', async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  const other = dataDir;
  dataDir = `${dataDir}-2`;
  await expect(start({ port })).rejects.toThrow(`Port ${port} of this machine is taken`);
  dataDir = other;
  await first.stop();
  expect(new URL((await start({ port })).url).port).toBe(String(port));
});

test('the database is found while it runs, and only then', async () => {
  expect(await findEmbeddedDatabase({ dataDir })).toBeUndefined();
  const { url, stop } = await start();
  expect(await findEmbeddedDatabase({ dataDir })).toBe(url);
  await stop();
  expect(await findEmbeddedDatabase({ dataDir })).toBeUndefined();
});

test('a second start on the same data directory says who has it', async () => {
  const { url } = await start();
  const second = startEmbeddedDatabase({ dataDir, log: () => undefined });
  await expect(second).rejects.toThrow(StartError);
  await expect(second).rejects.toThrow(
    `Foyer already runs on the data directory ${dataDir} (process ${process.pid})`,
  );
  expect(await ask(url, 'select 1')).toBe(1);
});

test('of many starts at the same moment one wins', async () => {
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => start()));
  const won = results.filter((result) => result.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect(await ask(won[0]?.value.url ?? '', 'select 1')).toBe(1);
});

test('killed without warning, it comes back by itself at the same address with everything committed', async () => {
  const { url, lines } = await start({ fast: false });
  await ask(url, 'create table kept as select 42 as x');
  const before = await postmaster();
  process.kill(before.pid, 'SIGKILL');
  await vi.waitFor(async () => expect(await ask(url, 'select x from kept')).toBe(42), 30_000);
  expect((await postmaster()).pid).not.toBe(before.pid);
  expect(lines).toContain('The database ended by itself: starting it again.');
  expect(await findEmbeddedDatabase({ dataDir })).toBe(url);
});

test('an app killed without warning leaves PostgreSQL running: the next start ends it and goes on', async () => {
  const app = await startElsewhere();
  const orphan = await postmaster();
  await ask((await findEmbeddedDatabase({ dataDir })) ?? '', 'create table kept as select 42 as x');
  await killNow(app);
  expect(isRunning(orphan)).toBe(true);
  const { url } = await start();
  expect(isRunning(orphan)).toBe(false);
  expect(await ask(url, 'select x from kept')).toBe(42);
});

test('an app that ends without stopping the database takes it along', async () => {
  const app = await startElsewhere(`process.on('SIGUSR2', () => process.exit(3));`);
  const mark = await postmaster();
  app.kill('SIGUSR2');
  await once(app, 'exit');
  await vi.waitFor(() => expect(isRunning(mark)).toBe(false), 20_000);
});

test('app and PostgreSQL killed together: the next start recovers', async () => {
  const app = await startElsewhere();
  await ask((await findEmbeddedDatabase({ dataDir })) ?? '', 'create table kept as select 42 as x');
  process.kill((await postmaster()).pid, 'SIGKILL');
  await killNow(app);
  expect(await ask((await start()).url, 'select x from kept')).toBe(42);
});

test('a claim that names some other process by now does not stand in the way', async () => {
  const first = await start();
  const owner = await stat(join(dataDir, 'postgres'));
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  const claim = await readFile(file, 'utf8');
  await first.stop();
  // Of the same account, or PostgreSQL would not mind it.
  const other = spawn('sleep', ['1000'], { uid: owner.uid, gid: owner.gid, cwd: '/' });
  cleanup.push(async () => other.kill('SIGKILL'));
  await writeFile(file, claim.replace(/^\d+/, String(other.pid)));
  expect(await ask((await start()).url, 'select 1')).toBe(1);
  expect(other.exitCode).toBeNull();
});

test('a first start that was cut off midway leaves nothing that is trusted', async () => {
  const app = spawnApp();
  const staged = async () => (await readdir(dataDir)).find((name) => name.startsWith('postgres.new-'));
  await vi.waitFor(
    async () => expect(await readdir(join(dataDir, (await staged()) ?? ''))).toContain('cluster'),
    {
      timeout: 30_000,
      interval: 5,
    },
  );
  await killNow(app);
  expect(await readdir(dataDir)).not.toContain('postgres');
  const { url } = await start();
  expect(await ask(url, 'select 1')).toBe(1);
  expect(await staged()).toBeUndefined();
});

test('a data directory that is a file, or below one, is said in a sentence', async () => {
  await writeFile(dataDir, '');
  await expect(start()).rejects.toThrow(
    `The data directory ${dataDir} cannot be used: a part of its path is a file`,
  );
  dataDir = join(dataDir, 'below');
  await expect(start()).rejects.toThrow(StartError);
});

test('a data directory that the account of PostgreSQL cannot reach works all the same', async () => {
  await chmod(dirname(dataDir), 0o700);
  const first = await start();
  const cluster = await realpath(join(dataDir, 'postgres'));
  if (!cluster.startsWith(dataDir)) cleanup.push(() => rm(dirname(cluster), { recursive: true }));
  await ask(first.url, 'create table kept as select 42 as x');
  await first.stop();
  expect(await ask((await start()).url, 'select x from kept')).toBe(42);
});

test('a missing password is said rather than replaced', async () => {
  await (await start()).stop();
  await rm(join(dataDir, 'postgres-password'));
  await expect(start()).rejects.toThrow('The password of the database is missing');
});

test('a database of another version is said rather than tried', async () => {
  await (await start()).stop();
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
  await expect(start()).rejects.toThrow('was made by PostgreSQL 12 and this Foyer brings 18');
});
