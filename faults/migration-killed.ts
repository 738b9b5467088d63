import { failToStart, type RunningApp, startApp } from '@/e2e/support/app';
import { ask } from './ask';
import { type DatabaseServer, startDatabaseServer } from './database-server';
import type { Fault } from './fault';
import { startMailServer } from './mail-server';
import { envWith } from './stage';
import { until } from './until';

/** A table of neither the first migration nor the last. */
const IN_THE_MIDDLE = 'announcements';

/**
 * PostgreSQL is killed with -9 in the middle of the migrations of a first start.
 *
 * That start ends with a sentence and code 1, and nothing of the migrations remains. The next start makes all of them
 * and serves.
 */
export const migrationKilled: Fault = {
  name: 'migration-killed',
  async run(ground) {
    const server = await startDatabaseServer(ground);
    const env = envWith(await startMailServer(ground));
    const databaseUrl = await server.createDatabase();
    const dataDir = await ground.directory();
    await holdMigrations(server, databaseUrl);
    const first = failToStart({ databaseUrl, dataDir, env });
    const held = await until(() => isHeld(server, databaseUrl), { limit: 60_000, every: 50 });
    if (held === undefined) throw new Error('no migration was ever in the middle');
    ground.say('kill -9');
    await server.kill();
    const { code, output } = await first;
    await server.bringBack();
    const left = await server.admin(
      (sql) => sql`select count(*)::int as tables from pg_tables where schemaname in ('public', 'drizzle')`,
      databaseUrl,
    );
    const begun = performance.now();
    const app = await startApp({ databaseUrl, dataDir, env });
    ground.onEnd(() => app.stop());
    const seconds = (performance.now() - begun) / 1000;
    const sentence = output.trim().split('\n').at(-1) ?? '';
    return [
      {
        must: 'that start ends with a sentence and code 1',
        held: code === 1 && !/^\s+at /m.test(output),
        figure: `code ${code}: ${sentence}`,
      },
      {
        must: 'nothing of them remains',
        held: left[0]?.tables === 0,
        figure: `${left[0]?.tables} tables`,
      },
      {
        must: 'the next start makes all of them and serves',
        held: await isReady(app),
        figure: `ready after ${seconds.toFixed(1)} s`,
      },
    ];
  },
};

/** Whoever makes that table waits for us, who have made it and not said so yet. @returns once it is so */
async function holdMigrations(server: DatabaseServer, databaseUrl: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const held = server.admin(
      (sql) =>
        sql.begin(async (tx) => {
          await tx`create table ${tx(IN_THE_MIDDLE)} ()`;
          resolve();
          await tx`select pg_sleep(120)`;
        }),
      databaseUrl,
    );
    // It ends with the database.
    held.catch(() => undefined);
  });
}

async function isHeld(server: DatabaseServer, databaseUrl: string) {
  const rows = await server.admin(
    (sql) => sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    databaseUrl,
  );
  return rows.length > 0;
}

async function isReady({ port }: RunningApp) {
  return (await ask(port, { path: '/api/health/ready' })).status === 200;
}
