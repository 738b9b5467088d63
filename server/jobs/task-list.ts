import type { JobHelpers, TaskList } from 'graphile-worker';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import type { Log } from '@/server/log';
import { JOBS, type JobName, type JobPayload, type JobTry, type Tasks } from './catalog';
import { errorText } from './error-text';
import { postponeRunningJob, stopRetrying } from './failing';
import { JobFailure } from './job-failure';
import { type Memory, recentMemory } from './memory';

const PAYLOADS: { [Name in JobName]: z.ZodType<JobPayload<Name>> } = JOBS;

/**
 * Our tasks as graphile-worker takes them: the payload checked, each try logged, errors without addresses, and
 * nothing done twice because only the news of its end got lost.
 */
export function createTaskList({ db, tasks, log }: { db: Database; tasks: Tasks; log: Log }): TaskList {
  const done = recentMemory(1000);
  const entry = <Name extends JobName>(name: Name): TaskList => ({
    [name]: (payload: unknown, { job }: JobHelpers) =>
      attempt({
        db,
        log,
        done,
        name,
        job,
        work: async (attempt) => tasks[name](PAYLOADS[name].parse(payload), attempt),
      }),
  });
  return Object.assign({}, ...Object.keys(JOBS).filter(isJobName).map(entry));
}

async function attempt(given: {
  db: Database;
  log: Log;
  done: Memory;
  name: JobName;
  job: JobHelpers['job'];
  work: (attempt: JobTry) => Promise<void>;
}) {
  const { db, log, done, name, job } = given;
  // A job that succeeds is deleted: one that comes back was done, but the database went away before hearing so.
  // Its number alone is not enough: a database put back from a copy gives numbers a second time.
  const mark = `${job.id} ${job.revision} ${job.created_at.toISOString()}`;
  if (done.has(mark)) return;
  const about = { job: name, jobId: job.id, attempt: job.attempts };
  const begun = performance.now();
  try {
    await given.work({ jobId: job.id, attempt: job.attempts, queuedAt: job.created_at });
    done.add(mark);
    log.info({ ...about, ms: Math.round(performance.now() - begun) }, 'job done');
  } catch (error) {
    const reason = errorText(error);
    log.warn({ ...about, ms: Math.round(performance.now() - begun), reason }, 'job failed');
    await arrangeRetry(db, { jobId: job.id, error });
    // What is thrown here lands in the table of jobs.
    throw new Error(reason);
  }
}

async function arrangeRetry(db: Database, { jobId, error }: { jobId: string; error: unknown }) {
  if (!(error instanceof JobFailure)) return;
  if (error.retry === 'never') await stopRetrying(db, jobId);
  else await postponeRunningJob(db, { jobId, seconds: error.retry.after });
}

function isJobName(name: string): name is JobName {
  return name in JOBS;
}
