import { pino } from 'pino';
import { openDatabase } from '@/db/client';
import { onlyTasks, quickTimes } from '@/server/jobs/testing/only-tasks';
import { startWorker } from '@/server/jobs/worker';
import { leavingTasks } from '@/server/leaving/tasks';
import { erasingServices } from './erase-with';

// A worker in a process of its own that erases accounts; to be killed in the middle.
const [, , databaseUrl = ''] = process.argv;
const { db } = openDatabase(databaseUrl);
startWorker({
  db,
  databaseUrl,
  tasks: onlyTasks({ 'account.erase': leavingTasks(erasingServices(db))['account.erase'] }),
  log: pino({ level: 'silent' }),
  concurrency: 1,
  times: quickTimes,
});
