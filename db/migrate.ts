import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';
import { errorCode, StartError } from './start-error';

type Log = (line: string) => void;

/** Where drizzle-kit puts the migrations; the same from db/ and, bundled, from dist/. */
const migrationsFolder = fileURLToPath(new URL('../db/migrations', import.meta.url));

/**
 * Brings the database at `url` up to date: applies in one transaction the migrations it lacks and tells how many.
 * Several instances may do it at once, one after the other; cut off midway, nothing of it remains.
 * Throws a StartError, without any secret, when the database cannot be reached within `patience` ms, refuses the
 * login, is older than PostgreSQL 15, is not encoded as UTF8, or knows migrations that this code does not: then the database is the newer one.
 */
export async function migrate(
  url: string,
  given: { log: Log; folder?: string; patience?: number },
): Promise<{ applied: number }> {
  const { folder = migrationsFolder, patience = 10_000, log } = given;
  try {
    const { sql, lost } = await connect(url, { patience, log });
    try {
      return await Promise.race([lost, migrateOver(sql, { folder, log })]);
    } finally {
      await sql.end({ timeout: 1 });
    }
  } catch (error) {
    throw explain(error, url);
  }
}

async function migrateOver(sql: postgres.Sql, { folder, log }: { folder: string; log: Log }) {
  await requireFit(sql);
  const patient = setTimeout(() => log('Still migrating, or waiting for another instance that does.'), 3_000);
  try {
    for (;;) {
      const { pending, latest } = await findPending(sql, folder);
      if (pending.length === 0) return { applied: 0 };
      if (await apply(sql, { pending, latest })) return { applied: pending.length };
    }
  } finally {
    clearTimeout(patient);
  }
}

/** Any number that nothing else of this database locks: "foyer" in ASCII. */
const lockKey = 0x66_6f_79_65_72;
const movedOn = 'FY001';

/**
 * Everything in one message and one transaction, with the lock inside: Drizzle's own migrator takes no lock, and on a
 * connection lost midway postgres.js ends the process when that one sends its rollback. False when another instance
 * was faster. It keeps the books in Drizzle's table, so that drizzle-kit agrees with it.
 */
async function apply(
  sql: postgres.Sql,
  given: { pending: MigrationMeta[]; latest: number },
): Promise<boolean> {
  const script = [
    'begin',
    // The database's own limit may be a few seconds, for web work; a migration takes what it takes.
    'set local statement_timeout = 0',
    `select pg_advisory_xact_lock(${lockKey})`,
    'create schema if not exists drizzle',
    'create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
    `do $$ begin
      if (select coalesce(max(created_at), 0) from drizzle.__drizzle_migrations) <> ${given.latest} then
        raise exception using errcode = '${movedOn}';
      end if;
    end $$`,
    ...given.pending.flatMap(({ sql: statements, hash, folderMillis }) => [
      ...statements,
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${folderMillis})`,
    ]),
    'commit',
  ];
  try {
    await sql.unsafe(script.join('\n;\n')).simple();
    return true;
  } catch (error) {
    if (errorCode(error) !== movedOn) throw error;
    await sql`rollback`;
    return false;
  }
}

async function requireFit(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`
    select current_setting('server_version_num')::int / 10000 as version,
      current_setting('server_encoding') as encoding`;
  if (!(Number(row?.version) >= 15))
    throw new StartError(`The database is PostgreSQL ${row?.version}: Foyer needs 15 or later.`);
  // Another one refuses names that it has no letters for, or counts and compares bytes for letters. It stays as it was created.
  if (row?.encoding !== 'UTF8') {
    throw new StartError(
      `The database is encoded as ${row?.encoding}: Foyer needs UTF8. Create another one with "create database ... template template0 encoding 'UTF8'", and name it in DATABASE_URL.`,
    );
  }
}

/** The migrations to apply, oldest first, and the date of the last one applied. Goes by dates, as Drizzle does. */
async function findPending(sql: postgres.Sql, folder: string) {
  const known = readMigrationFiles({ migrationsFolder: folder });
  const dates = new Set(known.map(({ folderMillis }) => folderMillis));
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  const rows = table?.present ? await sql`select created_at from drizzle.__drizzle_migrations` : [];
  const applied = new Set(rows.map((row) => Number(row.created_at)));
  const latest = Math.max(0, ...applied);
  if ([...applied].some((date) => !dates.has(date))) {
    throw new StartError(
      'The database is newer than this version of Foyer, which does not know all of its migrations: start the version that it was last used with, or a later one.',
    );
  }
  const pending = known.filter(({ folderMillis }) => !applied.has(folderMillis));
  if (pending.some(({ folderMillis }) => folderMillis < latest)) {
    throw new StartError(
      'A migration in db/migrations is dated before one that this database already has: generate it again with "npm run db:generate", so that it comes last.',
    );
  }
  return { pending, latest };
}

/** One connection, with patience for a database that is still starting; `lost` rejects when it breaks. */
async function connect(url: string, { patience, log }: { patience: number; log: Log }) {
  const deadline = Date.now() + patience;
  for (let first = true; ; first = false) {
    // After a break postgres.js never settles what was under way, so that it has to be told from outside.
    let tell: () => void = () => undefined;
    const lost = new Promise<never>((_, reject) => {
      tell = () => reject(new StartError(lostMessage));
    });
    lost.catch(() => undefined);
    const sql = postgres(url, {
      max: 1,
      connect_timeout: Math.max(1, Math.ceil((deadline - Date.now()) / 1000)),
      idle_timeout: 0,
      max_lifetime: null,
      fetch_types: false,
      onnotice: () => undefined,
      onclose: () => tell(),
      connection: { application_name: 'foyer migration' },
    });
    try {
      await sql`select 1`;
      return { sql, lost };
    } catch (error) {
      await sql.end({ timeout: 1 });
      if (!passing.has(errorCode(error)) || Date.now() > deadline) throw error;
      if (first) log('The database does not answer yet: waiting for it.');
      await sleep(250);
    }
  }
}

const lostMessage =
  'The connection to the database was lost while migrating; nothing half done remains in it: start again.';

/** What ends by itself when the database or the network comes up. */
const passing = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENOTFOUND',
    'EPIPE',
  ],
  ...['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
  // too_many_connections, cannot_connect_now
  ...['53300', '57P03'],
]);

function explain(error: unknown, url: string): unknown {
  if (error instanceof StartError) return error;
  // Drizzle wraps what PostgreSQL said.
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = errorCode(reason);
  const place = URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : 'DATABASE_URL';
  const user = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : '';
  const message = reason instanceof Error ? reason.message : String(reason);
  const said = {
    '28P01': `The database at ${place} refuses the password of "${user}": check it in DATABASE_URL.`,
    '28000': `The database at ${place} does not let "${user}" in from here: check DATABASE_URL and its pg_hba.conf.`,
    '3D000': `There is no database at ${place}: create it, or correct DATABASE_URL.`,
    '42501': `The role "${user}" may not change the tables at ${place} (${message}): give it the right, or set DATABASE_MIGRATION_URL to a role that has it.`,
  }[code];
  if (said) return new StartError(said, { cause: error });
  // admin_shutdown: PostgreSQL still told us before it went.
  if (code === '57P01') return new StartError(lostMessage, { cause: error });
  if (passing.has(code)) {
    const what = `The database at ${place} cannot be reached (${code}): start it, or correct DATABASE_URL.`;
    return new StartError(what, { cause: error });
  }
  return new StartError(`The database at ${place} could not be brought up to date: ${message}.`, {
    cause: error,
  });
}
