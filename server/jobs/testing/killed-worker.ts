import { pino } from 'pino';
import { openDatabase } from '@/db/client';
import { startWorker } from '@/server/jobs/worker';
import { onlyTasks, quickTimes } from './only-tasks';

// A worker in a process of its own that takes a job, says so and never ends it; to be killed.
const [, , databaseUrl = ''] = process.argv;
startWorker({
  db: openDatabase(databaseUrl).db,
  databaseUrl,
  tasks: onlyTasks({
    'mail.verifyEmail': () => {
      process.stdout.write('taken\n');
      return new Promise(() => undefined);
    },
  }),
  log: pino({ level: 'silent' }),
  concurrency: 1,
  times: quickTimes,
});
