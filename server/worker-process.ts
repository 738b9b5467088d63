import { openDatabase } from '@/db/client';
import { makeDataDir } from '@/db/data-dir';
import { StartError } from '@/db/start-error';
import { readEnvironment } from './env';
import { createLog } from './log';
import { startMetrics } from './metrics/start-metrics';
import { runProcess } from './process';
import { completeSettings } from './settings';
import { startTracing } from './tracing/start-tracing';
import { startWorkerFrom } from './worker';

/** `npm run worker`: the worker alone, beside apps that run with WORKER=off. */
await runProcess(async ({ onStop }) => {
  const environment = readEnvironment();
  const settings = completeSettings({ ...environment, DATA_DIR: await makeDataDir(environment.DATA_DIR) });
  const databaseUrl = settings.DATABASE_URL;
  if (!databaseUrl) {
    throw new StartError(
      'A worker of its own needs DATABASE_URL; with the embedded database it runs inside npm start.',
    );
  }
  const log = createLog(settings.LOG_LEVEL);
  const connection = openDatabase(databaseUrl, { max: 5, applicationName: 'foyer worker' });
  onStop(() => connection.end({ timeout: 5 }));
  const traces = await startTracing({ settings, service: 'foyer-worker', log });
  onStop(() => traces.stop());
  const { tracing } = traces;
  const { metrics, stop } = await startMetrics({ settings, connection, log });
  onStop(stop);
  const worker = startWorkerFrom({ settings, databaseUrl, connection, log, metrics, tracing });
  onStop(() => worker.stop());
  process.stdout.write('Ready: the worker waits for jobs\n');
});
