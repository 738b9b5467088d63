import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { currentTraceparent } from '@/server/tracing/current';
import type { JobName, JobPayload } from './catalog';

/** The flag by which a job says what put it into the queue, where that is traced. It changes nothing of what is done. */
const CAUSE = 'traceparent:';

/** An array of the flags of a new job, as PostgreSQL reads it; null where nothing is traced. */
function flags(): string | null {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? null : `{${CAUSE}${traceparent}}`;
}

/** What put a job into the queue, if that is known: a `traceparent`. */
export function causeOf({ flags }: { flags: Record<string, true> | null }): string | undefined {
  const flag = Object.keys(flags ?? {}).find((name) => name.startsWith(CAUSE));
  return flag?.slice(CAUSE.length);
}

/**
 * Adds a job, in one statement. Given a transaction, the job comes into being with it: no job without its cause,
 * no cause without its job.
 * @param job.key at most one job with this key waits: a second takes the first one's place and keeps its time
 * @param job.runAt not before this; at once when absent
 * @param job.priority of server/jobs/priorities.ts
 * @param job.maxAttempts 25 unless given: the waits grow from 3 s to 6 h, some four days in all
 */
export async function addJob<Name extends JobName>(
  db: Database,
  job: {
    name: Name;
    payload: JobPayload<Name>;
    key?: string;
    runAt?: Date;
    maxAttempts?: number;
    priority?: number;
  },
) {
  await db.execute(sql`
    select from graphile_worker.add_job(
      identifier => ${job.name},
      payload => ${JSON.stringify(job.payload)}::text::json,
      run_at => ${job.runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${job.maxAttempts ?? null}::int,
      job_key => ${job.key ?? null}::text,
      job_key_mode => 'preserve_run_at',
      priority => ${job.priority ?? null}::int,
      flags => ${flags()}::text[]
    )`);
}

/**
 * Adds several of one kind, in one statement; of none nothing is sent.
 * @param jobs.keys of each in turn, at most one job with such a key waits
 * @param jobs.runAt none before this; at once when absent
 */
export async function addJobs<Name extends JobName>(
  db: Database,
  jobs: { name: Name; payloads: JobPayload<Name>[]; keys?: string[]; runAt?: Date },
) {
  const { name, payloads, keys, runAt } = jobs;
  if (payloads.length === 0) return;
  const rows = payloads.map((payload, at) => ({ payload, key: keys?.[at] ?? null }));
  await db.execute(sql`
    select from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as one(payload jsonb, key text)
    cross join lateral graphile_worker.add_job(
      identifier => ${name},
      payload => one.payload::json,
      run_at => ${runAt?.toISOString() ?? null}::timestamptz,
      job_key => one.key,
      job_key_mode => 'preserve_run_at',
      flags => ${flags()}::text[]
    )`);
}

/** Takes the job with this key out of the queue, if one waits; one that is under way goes on, and is not tried again. */
export async function removeJob(db: Database, { key }: { key: string }) {
  await db.execute(sql`select from graphile_worker.remove_job(${key})`);
}
