import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskList } from 'graphile-worker';
import type { Database } from '@/db/client';
import type { Log } from '@/server/log';
import type { Metrics } from '@/server/metrics/metrics';
import type { RepeatGuard } from '@/server/repeat-guard';
import type { Tracing } from '@/server/tracing/tracing';
import type { Tasks } from './catalog';
import { errorText } from './error-text';
import { beat, releaseSilentWorkers, releaseWorkers } from './heartbeat';
import { type JobRunner, startRunner } from './runner';
import { createTaskList } from './task-list';

export interface Worker {
  /** Finishes the jobs under way, or gives them back when `drain` ms are over. May be called more than once. */
  stop(): Promise<void>;
}

/** In milliseconds. */
export interface WorkerTimes {
  /** After so long without a sign of life a worker's jobs are given to others. */
  silence: number;
  /** Patience with the database before the worker starts afresh. */
  patience: number;
  /** For the jobs under way, when stopping. */
  drain: number;
  /** Before starting afresh. */
  pause: number;
  /** Between two looks for jobs that have become due; a new one is heard of at once. */
  poll: number;
}

const TIMES: WorkerTimes = { silence: 30_000, patience: 10_000, drain: 8_000, pause: 1_000, poll: 2_000 };

/**
 * Does the jobs of the queue, `concurrency` at a time, until it is stopped; in the app's process or in one of its
 * own, any number of them side by side. It outlives the database: from the moment that is back it takes seconds.
 * A job whose worker was killed is done by another within a minute: it is silent for 30 s by then, and the others
 * look every 10 s.
 * @param databaseUrl for connections of its own, `concurrency` + 1 at most
 */
export function startWorker(given: {
  db: Database;
  databaseUrl: string;
  tasks: Tasks;
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  guard?: RepeatGuard | undefined;
  concurrency?: number;
  times?: Partial<WorkerTimes>;
}): Worker {
  const stopping = new AbortController();
  const crew: Crew = {
    ...given,
    times: { ...TIMES, ...given.times },
    taskList: createTaskList(given),
    signal: stopping.signal,
    stopped: new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve())),
    current: undefined,
    former: new Set(),
  };
  const done = Promise.all([keepRunning(crew), keepBeating(crew)]);
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

interface Crew {
  db: Database;
  databaseUrl: string;
  taskList: TaskList;
  log: Log;
  concurrency?: number;
  times: WorkerTimes;
  signal: AbortSignal;
  stopped: Promise<void>;
  current: JobRunner | undefined;
  /** Those that ended or were let go, until their jobs are given back. */
  former: Set<JobRunner>;
}

async function keepRunning(crew: Crew) {
  const { times, signal, log, concurrency = 4 } = crew;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const runner = await startRunner({ ...crew, ...times, concurrency });
      crew.current = runner;
      failures = 0;
      log.info({ worker: runner.id }, 'worker looks for jobs');
      await tellAlive(crew).catch(() => undefined);
      await Promise.race([runner.ended, crew.stopped]);
      if (signal.aborted) break;
      log.warn({ worker: runner.id }, 'worker lost the database, starting afresh');
      dismiss({ crew, runner });
    } catch (error) {
      const level = failures++ ? 'debug' : 'warn';
      log[level]({ reason: errorText(error) }, 'worker cannot work, trying again every second');
    }
    await pause(times.pause, signal);
  }
  await leave(crew);
}

function dismiss({ crew, runner }: { crew: Crew; runner: JobRunner }) {
  runner.abandon();
  crew.former.add(runner);
  crew.current = undefined;
}

/** The end: what is under way may finish in time, what cannot is given back. */
async function leave(crew: Crew) {
  const { current, times, db, log } = crew;
  if (current) {
    const overdue = new AbortController();
    await Promise.race([current.drain(), pause(times.drain, overdue.signal)]);
    overdue.abort();
    dismiss({ crew, runner: current });
  }
  const workers = [...crew.former].map(({ id }) => id);
  await releaseWorkers(db, workers).catch((error) => {
    log.warn({ workers, reason: errorText(error) }, 'jobs not given back, others take them later');
  });
}

async function keepBeating(crew: Crew) {
  const { db, times, signal, log } = crew;
  let steadySince: number | undefined;
  while (!signal.aborted) {
    if (crew.current && crew.current.deafFor() > times.patience) crew.current.abandon();
    try {
      await tellAlive(crew);
      if (steadySince === undefined) {
        steadySince = performance.now();
        // The database is back: graphile-worker may still wait, up to two minutes, before it asks again.
        if (crew.current && crew.current.deafFor() > 2 * times.poll) crew.current.abandon();
      }
      // When the database was away everybody looks silent: give the others as long to be heard again.
      if (performance.now() - steadySince >= times.silence) {
        const silent = await releaseSilentWorkers(db, times);
        if (silent.length) log.warn({ workers: silent }, 'jobs of silent workers given to others');
      }
    } catch (error) {
      steadySince = undefined;
      log.debug({ reason: errorText(error) }, 'no sign of life given');
    }
    await pause(steadySince === undefined ? times.pause : times.silence / 3, signal);
  }
}

async function tellAlive({ db, current, former }: Crew) {
  const gone = [...former].filter((runner) => runner.busy() === 0);
  const alive = [...(current ? [current] : []), ...former].filter((runner) => !gone.includes(runner));
  await beat(
    db,
    alive.map(({ id }) => id),
  );
  await releaseWorkers(
    db,
    gone.map(({ id }) => id),
  );
  for (const runner of gone) former.delete(runner);
}

/** Waits, at most until the signal. */
async function pause(ms: number, signal: AbortSignal) {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
