import { pino } from 'pino';
import { openDatabase } from '@/db/client';
import { onlyTasks, quickTimes } from '@/server/jobs/testing/only-tasks';
import { startWorker } from '@/server/jobs/worker';
import { fanOut } from '@/server/notifications/fan-out';
import { sendToMany } from '@/server/notifications/send-to-many';

// A worker in a process of its own that lays notifications out; to be killed in the middle. Nothing is mailed or pushed.
const [, , databaseUrl = ''] = process.argv;
const { db } = openDatabase(databaseUrl);
startWorker({
  db,
  databaseUrl,
  tasks: onlyTasks({
    'notifications.fanOut': ({ eventId }) => fanOut(db, { eventId }),
    'notifications.sendToMany': ({ eventId }) => sendToMany(db, { eventId }),
  }),
  log: pino({ level: 'silent' }),
  concurrency: 1,
  times: quickTimes,
});
