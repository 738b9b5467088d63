import { join, resolve } from 'node:path';
import { openDatabase } from '@/db/client';
import { makeDataDir } from '@/db/data-dir';
import { startEmbeddedDatabase } from '@/db/embedded';
import { tellingPlaces } from '@/db/places';
import { refuseDemoPeople, seedDemo } from './demo';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people';
import { isDevelopment, readEnvironment } from './env';
import { createLog } from './log';
import { startServer } from './main';
import { startMetrics } from './metrics/start-metrics';
import { prepareDatabase } from './prepare-database';
import { runProcess } from './process';
import { createRepeatGuard } from './repeat-guard';
import { openReplica } from './replica';
import { syncPermissions } from './roles/commands';
import { completeSettings } from './settings';
import { startTracing } from './tracing/start-tracing';
import { startWorkerFrom } from './worker';

/** `npm start` after install and build: database, migrations, demo people, server, worker, and their end. */
await runProcess(async ({ step, onStop, onLeave }) => {
  const environment = readEnvironment();
  const dataDir = await makeDataDir(environment.DATA_DIR);
  const settings = completeSettings({ ...environment, DATA_DIR: dataDir });
  const development = isDevelopment();
  const log = createLog(settings.LOG_LEVEL);
  const root = resolve(import.meta.dirname, '..');

  const databaseUrl = settings.DATABASE_URL ?? (await step('Starting the database', () => embedded()));
  await step('Bringing the tables up to date', () =>
    prepareDatabase({
      databaseUrl,
      migrationUrl: settings.DATABASE_MIGRATION_URL,
      log: (line) => log.info(line),
    }),
  );
  const opened = openDatabase(databaseUrl, { max: settings.DATABASE_POOL, applicationName: 'foyer' });
  onStop(() => opened.end({ timeout: 5 }));
  // Whoever works on it hears of rows that are asked for one by one, and by which line.
  const connection = development ? { ...opened, db: tellingPlaces(opened.db) } : opened;
  const guard = development ? createRepeatGuard(log) : undefined;
  const replica = openReplica({ settings, connection, log });
  onStop(async () => replica?.end());
  await syncPermissions(connection.db, { now: new Date() });
  if (settings.demo)
    await step('Inviting the demo people', () => seedDemo(connection.db, { now: new Date() }));
  else await refuseDemoPeople(connection.db);

  const traces = await startTracing({ settings, service: 'foyer', log });
  onStop(() => traces.stop());
  const { tracing } = traces;
  const { metrics, stop } = await startMetrics({ settings, connection, replica, log });
  onStop(stop);
  const server = await step('Opening the doors', () =>
    startServer({ settings, connection, replica, log, metrics, tracing, guard, development, root }),
  );
  const worker =
    settings.WORKER === 'on'
      ? startWorkerFrom({ settings, databaseUrl, connection, log, metrics, tracing, guard })
      : undefined;
  // Side by side, so that the longer of the two decides, and both before what they stand on.
  onStop(async () => {
    await Promise.all([server.stop(), worker?.stop()]);
  });
  if (!development && settings.DRAIN_SECONDS > 0)
    onLeave({ tell: () => server.leave(), milliseconds: settings.DRAIN_SECONDS * 1000 });
  await firstVisit(settings.PORT);
  announce(settings);

  async function embedded() {
    const started = await startEmbeddedDatabase({
      dataDir,
      ...(settings.DATABASE_PORT !== undefined && { port: settings.DATABASE_PORT }),
      log: (line) => log.info(line),
    });
    onStop(() => started.stop());
    return started.url;
  }
});

/** Loads what the first person would otherwise wait for. */
async function firstVisit(port: number) {
  await fetch(`http://127.0.0.1:${port}/sign-in`, { headers: { accept: 'text/html' } })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
}

function announce({ APP_URL, demo, DATA_DIR }: { APP_URL: string; demo: boolean; DATA_DIR: string }) {
  const lines = demo
    ? [
        '',
        'Demo mode: reachable from this machine only. Mail lies in ' +
          `${join(DATA_DIR, 'outbox')} and at ${APP_URL}/outbox`,
        ...DEMO_PEOPLE.map(({ email, note }) => `  ${email.padEnd(26)} ${note}`),
        `  password for all of them: ${DEMO_PASSWORD}`,
        '',
      ]
    : [];
  process.stdout.write(`${[...lines, `Ready: ${APP_URL}`].join('\n')}\n`);
}
