import { spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@/db/start-error';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { chooseFolder, type Home } from './home';

/** What a child of ours needs to know of the environment; ours holds secrets. */
export const bareEnvironment = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  NODE_ENV: 'production',
} as const;

/** The role and database of the app. Whoever created the cluster, `postgres`, has no way to log in. */
const role = 'foyer';
const database = 'foyer';
const loginRules = `host all ${role} 127.0.0.1/32 scram-sha-256\n`;

/** The address of the app's database. */
export function databaseUrl(given: { port: number; password: string }): string {
  return `postgres://${role}:${given.password}@127.0.0.1:${given.port}/${database}`;
}

/**
 * Makes the cluster with the app's role and database at `home.path`. It is built aside and moved there once complete,
 * so that whatever stands there can be trusted. Throws a StartError that says what stopped it.
 */
export async function createCluster(given: {
  dataDir: string;
  home: Home;
  binaries: Binaries;
  password: string;
  fast: boolean;
  log: (line: string) => void;
}): Promise<void> {
  const { dataDir, home, password, binaries } = given;
  await sweep(dataDir);
  const folder = await chooseFolder({ dataDir, account: home.account, log: given.log });
  const staging = await mkdtemp(join(folder, stagingName));
  try {
    if (home.account) await chown(staging, home.account.uid, home.account.gid);
    const cluster = join(staging, 'cluster');
    await initialise({ cluster, binaries, account: home.account, fast: given.fast });
    await writeFile(join(cluster, 'pg_hba.conf'), loginRules);
    const statements = [
      `create role ${role} login createdb password '${password}'`,
      `create database ${database} owner ${role}`,
    ];
    await run(binaries.postgres, ['--single', '-D', cluster, ...quiet, 'postgres'], {
      account: home.account,
      input: statements.join('\n'),
    });
    const place = join(folder, 'postgres');
    await rename(cluster, place);
    if (place !== home.path) await symlink(place, home.path);
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Throws a StartError when the cluster was made by another major version, whose files this one cannot read. */
export async function checkVersion(cluster: string, binaries: Binaries): Promise<void> {
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.major) return;
  throw new StartError(
    `The database in ${cluster} was made by PostgreSQL ${version} and this Foyer brings ${binaries.major}: dump it with the earlier Foyer, or set DATA_DIR to another place.`,
  );
}

const stagingName = 'postgres.new-';

/** What an interrupted attempt left. */
async function sweep(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(stagingName))
      await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

// Nothing of a failing statement goes to the log: a password or a person's data may be in it.
const quiet = ['-c', 'log_min_error_statement=panic', '-c', 'log_min_messages=warning'];

async function initialise(given: {
  cluster: string;
  binaries: Binaries;
  account: Account | undefined;
  fast: boolean;
}) {
  const args = [
    ...['-D', given.cluster, '--username=postgres', '--auth=reject', '--encoding=UTF8', '--no-instructions'],
    // Sorting must not change with the system's locales. The character classes, by which pg_trgm finds words, still
    // come from the system: with plain C it would drop every letter outside ASCII.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(given.fast ? ['--no-sync'] : []),
  ];
  const attempts = ['C.UTF-8', 'en_US.UTF-8', 'C'];
  for (const ctype of attempts) {
    try {
      return await run(given.binaries.initdb, [...args, `--lc-ctype=${ctype}`], { account: given.account });
    } catch (error) {
      const unknown = error instanceof StartError && error.message.includes('invalid locale name');
      if (!unknown || ctype === attempts.at(-1)) throw error;
    }
  }
}

async function run(command: string, args: string[], given: { account: Account | undefined; input?: string }) {
  const { output, code } = await new Promise<{ output: string; code: number | null }>((resolve, reject) => {
    const child = spawn(command, args, { ...given.account, cwd: '/', env: bareEnvironment });
    let text = '';
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    // A program that ends before reading is judged by its exit code, not by this.
    child.stdin.on('error', () => undefined).end(given.input ?? '');
    child.on('error', (error) => reject(cannotRun(error.message)));
    child.on('close', (exit) => resolve({ output: text, code: exit }));
  });
  // In single-user mode a failed statement does not show in the exit code.
  const trouble = output.split('\n').find((line) => /(ERROR|FATAL|PANIC|error): /i.test(line));
  if (code === 0 && !trouble) return;
  if (code === null)
    throw new StartError('Stopped while the database was being made: the next start begins anew.');
  if (/No space left on device/.test(output)) {
    throw new StartError(
      'The disk is full: the database could not be made. Make room, or set DATA_DIR to another disk.',
    );
  }
  const last = output.split('\n').findLast((line) => line && !line.includes('removing'));
  throw cannotRun((trouble ?? last ?? '').replace(/^.*?(ERROR|FATAL|PANIC|error): +/i, ''));
}

function cannotRun(why: string): StartError {
  return new StartError(
    `The PostgreSQL that comes with Foyer could not make its database here (${why}): set DATABASE_URL to a PostgreSQL 15 or later instead.`,
  );
}
