import { parseCronItems, type Runner, run, type TaskList } from 'graphile-worker';
import type { Log } from '@/server/log';
import { graphileLog } from './graphile-log';
import { type Activity, watchActivity } from './runner-activity';
import { type Line, openLine } from './runner-line';

/** Minutes 17 and 37 of each hour: when others sweep on the hour, the database has peace. */
const SCHEDULE = parseCronItems([
  { task: 'sweep', match: '17 * * * *', options: { jobKey: 'sweep', maxAttempts: 3, backfillPeriod: 0 } },
  {
    task: 'notifications.sweep',
    match: '37 * * * *',
    options: { jobKey: 'notifications.sweep', maxAttempts: 3, backfillPeriod: 0 },
  },
  {
    task: 'audit.seal',
    match: '* * * * *',
    options: { jobKey: 'audit.seal', maxAttempts: 3, backfillPeriod: 0 },
  },
  {
    task: 'notifications.release',
    match: '* * * * *',
    options: { jobKey: 'notifications.release', maxAttempts: 3, backfillPeriod: 0 },
  },
]);

/** One life of graphile-worker, from one start to its end or to the loss of its database. */
export interface JobRunner {
  /** Whom its jobs are locked by. */
  id: string;
  /** Settles when it has ended, for whatever reason. */
  ended: Promise<void>;
  /** Tasks that are being done now. */
  busy: () => number;
  /** Milliseconds since it last heard from the database while a worker was free. */
  deafFor: () => number;
  /** No new jobs; settles when those under way are done and written down. */
  drain: () => Promise<void>;
  /** Lets go of the database at once; what is under way cannot be written down any more. */
  abandon: () => void;
}

/**
 * Starts looking for jobs, `concurrency` at a time.
 * @throws when the database cannot be reached or does not answer within `patience` ms
 */
export async function startRunner(given: {
  databaseUrl: string;
  taskList: TaskList;
  concurrency: number;
  patience: number;
  poll: number;
  signal: AbortSignal;
  log: Log;
}): Promise<JobRunner> {
  const { concurrency, signal, log } = given;
  const line = openLine({ ...given, connections: concurrency + 1 });
  const activity = watchActivity(given);
  const late = setTimeout(line.cut, given.patience);
  signal.addEventListener('abort', line.cut);
  try {
    const runner = await run({
      pgPool: line.pool,
      taskList: activity.taskList,
      parsedCronItems: SCHEDULE,
      events: activity.events,
      concurrency,
      pollInterval: given.poll,
      noHandleSignals: true,
      logger: graphileLog(log),
      preset: {
        worker: {
          // Otherwise it writes the end of a job down in a promise that nobody holds, and a lost connection at
          // that moment ends the process (0.17.3). In batches, it ends the runner instead.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    return hold({ runner, line, activity });
  } catch (error) {
    line.close();
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', line.cut);
  }
}

function hold({ runner, line, activity }: { runner: Runner; line: Line; activity: Activity }): JobRunner {
  let letGo: () => void = () => undefined;
  const abandoned = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const ended = Promise.race([runner.promise.catch(() => undefined), abandoned]).finally(line.close);
  // It rejects when the runner is stopping already.
  const stop = () => runner.stop().catch(() => undefined);
  return {
    id: activity.workerId(),
    ended,
    busy: activity.busy,
    deafFor: activity.deafFor,
    drain: async () => {
      await stop();
      await ended;
    },
    abandon: () => {
      line.cut();
      letGo();
      // Told to stop while a question of theirs fails, its workers would print a stack each.
      setTimeout(() => void stop(), 5_000).unref();
    },
  };
}
