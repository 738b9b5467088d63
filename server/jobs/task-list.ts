import type { JobHelpers, TaskList } from 'graphile-worker';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import type { Log } from '@/server/log';
import type { Metrics } from '@/server/metrics/metrics';
import type { RepeatGuard } from '@/server/repeat-guard';
import { type Tracing, traced } from '@/server/tracing/tracing';
import { isJobName, JOBS, type JobName, type JobPayload, type JobTry, type Tasks } from './catalog';
import { errorText } from './error-text';
import { postponeRunningJob, stopRetrying } from './failing';
import { JobFailure } from './job-failure';
import { type Memory, recentMemory } from './memory';
import { causeOf } from './queue';

const PAYLOADS: { [Name in JobName]: z.ZodType<JobPayload<Name>> } = JOBS;

/**
 * Our tasks as graphile-worker takes them: the payload checked, each try logged, errors without addresses, and
 * nothing done twice because only the news of its end got lost.
 */
export function createTaskList({
  db,
  tasks,
  log,
  metrics,
  tracing,
  guard,
}: {
  db: Database;
  tasks: Tasks;
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  guard?: RepeatGuard | undefined;
}): TaskList {
  const done = recentMemory(1000);
  const entry = <Name extends JobName>(name: Name): TaskList => ({
    [name]: (payload: unknown, { job }: JobHelpers) =>
      traceAttempt({
        tracing,
        db,
        log,
        metrics,
        done,
        name,
        job,
        work: (attempt) => {
          const work = async () => tasks[name](PAYLOADS[name].parse(payload), attempt);
          return guard ? guard(`job ${name}`, work) : work();
        },
      }),
  });
  return Object.assign({}, ...Object.keys(JOBS).filter(isJobName).map(entry));
}

type Attempt = Parameters<typeof attempt>[0];

/** Tells of the try, and what put the job into the queue. */
function traceAttempt({ tracing, ...given }: Attempt & { tracing: Tracing | undefined }) {
  const { name, job } = given;
  const facts = { 'foyer.job.name': name, 'foyer.job.id': job.id, 'foyer.job.attempt': job.attempts };
  const start = { name: `job ${name}`, kind: 'consumer' as const, facts, cause: causeOf(job) };
  return traced(tracing, start, () => attempt(given));
}

async function attempt(given: {
  db: Database;
  log: Log;
  metrics: Metrics | undefined;
  done: Memory;
  name: JobName;
  job: JobHelpers['job'];
  work: (attempt: JobTry) => Promise<void>;
}) {
  const { db, log, metrics, done, name, job } = given;
  // A job that succeeds is deleted: one that comes back was done, but the database went away before hearing so.
  // Its number alone is not enough: a database put back from a copy gives numbers a second time.
  const mark = `${job.id} ${job.revision} ${job.created_at.toISOString()}`;
  if (done.has(mark)) return;
  const about = { job: name, jobId: job.id, attempt: job.attempts };
  const begun = performance.now();
  const milliseconds = () => Math.round(performance.now() - begun);
  try {
    await given.work({ jobId: job.id, attempt: job.attempts, queuedAt: job.created_at });
    done.add(mark);
    log.info({ ...about, ms: milliseconds() }, 'job done');
    metrics?.job({ job: name, outcome: 'done', seconds: milliseconds() / 1000 });
  } catch (error) {
    const reason = errorText(error);
    log.warn({ ...about, ms: milliseconds(), reason }, 'job failed');
    metrics?.job({
      job: name,
      outcome: isLast(job, error) ? 'dead' : 'retry',
      seconds: milliseconds() / 1000,
    });
    await arrangeRetry(db, { jobId: job.id, error });
    // What is thrown here lands in the table of jobs.
    throw new Error(reason);
  }
}

/** Whether there is no further try of a job that has failed. */
function isLast({ attempts, max_attempts: most }: JobHelpers['job'], error: unknown) {
  return attempts >= most || (error instanceof JobFailure && error.retry === 'never');
}

async function arrangeRetry(db: Database, { jobId, error }: { jobId: string; error: unknown }) {
  if (!(error instanceof JobFailure)) return;
  if (error.retry === 'never') await stopRetrying(db, jobId);
  else await postponeRunningJob(db, { jobId, seconds: error.retry.after });
}
