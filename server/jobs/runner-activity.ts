import { EventEmitter } from 'node:events';
import type { Task, TaskList, WorkerEvents } from 'graphile-worker';

/** What a runner is doing. */
export interface Activity {
  /** To be given to graphile-worker. */
  events: WorkerEvents;
  /** To be given to graphile-worker. */
  taskList: TaskList;
  /** Whom it locks jobs by, once it has started. */
  workerId: () => string;
  /** Tasks that are being done now. */
  busy: () => number;
  /** Milliseconds since the database last answered the question for a job; 0 while nobody is free to ask. */
  deafFor: () => number;
}

/** Watches one life of graphile-worker by its events and by wrapping its tasks. */
export function watchActivity({
  taskList,
  concurrency,
}: {
  taskList: TaskList;
  concurrency: number;
}): Activity {
  const events: WorkerEvents = new EventEmitter();
  let workerId = '';
  let busy = 0;
  let heard = performance.now();
  const hear = () => {
    heard = performance.now();
  };
  // Since 0.17 jobs are locked by the pool of workers, not by each of them.
  events.on('pool:create', ({ workerPool }) => {
    workerId = workerPool.id;
  });
  events.on('worker:getJob:empty', hear);
  events.on('job:start', hear);
  const counted = (task: Task): Task => {
    return async (payload, helpers) => {
      busy++;
      try {
        await task(payload, helpers);
      } finally {
        busy--;
        hear();
      }
    };
  };
  return {
    events,
    taskList: Object.fromEntries(
      Object.entries(taskList).flatMap(([name, task]) => (task ? [[name, counted(task)]] : [])),
    ),
    workerId: () => workerId,
    busy: () => busy,
    deafFor: () => (busy < concurrency ? performance.now() - heard : 0),
  };
}
