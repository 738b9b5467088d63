import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';

/** "jobs" in ASCII: a lock of our own, since several instances may start at once. */
const LOCK = 0x6a6f6273;

/**
 * Makes or updates the tables of the queue, in a schema of their own. Several instances may do it at once, one
 * after the other.
 * @param databaseUrl whoever comes by this address owns the queue
 * @param appRole who uses it, when that is another role: it gets the right to
 */
export async function prepareQueue({ databaseUrl, appRole }: { databaseUrl: string; appRole?: string }) {
  // One connection, so that the lock and the migration share it; its end gives the lock back.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 0 });
  // A lost connection is told by the statement that needed it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await pool.query('select pg_advisory_lock($1)', [LOCK]);
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
    if (appRole) await letUse(pool, appRole);
  } finally {
    await pool.end();
  }
}

/** The tables have row level security and no policy, so nobody but their owner sees a row without one. */
async function letUse(pool: pg.Pool, appRole: string) {
  const role = pg.escapeIdentifier(appRole);
  const { rows } = await pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'graphile_worker'",
  );
  const policies = rows.map(({ name }) => {
    const table = `graphile_worker.${name}`;
    return `drop policy if exists app on ${table}; create policy app on ${table} to ${role} using (true);`;
  });
  await pool.query(`
    begin;
    grant usage on schema graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    grant usage on all sequences in schema graphile_worker to ${role};
    ${policies.join('\n')}
    commit;`);
}
