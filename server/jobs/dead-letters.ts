import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { errorText } from './error-text';

/** A job that has failed at least once. */
export interface FailingJob {
  id: string;
  name: string;
  /** Tries so far. */
  attempts: number;
  /** One line without addresses; empty for a job whose worker died with it. */
  lastError: string;
  queuedAt: Date;
  /** Undefined for a dead letter. */
  nextTryAt: Date | undefined;
  /** No more tries until somebody asks for one. */
  dead: boolean;
}

const LIST_LENGTH = 200;
const MAX_ATTEMPTS = 25;

/** The jobs that have failed, dead letters first, then by the time they were added; 200 at most. */
export async function listFailingJobs(db: Database): Promise<FailingJob[]> {
  const rows = await db.execute<{
    id: string;
    name: string;
    attempts: number;
    lastError: string | null;
    queuedAt: string;
    nextTryAt: string;
    dead: boolean;
  }>(sql`
    select id, task_identifier as name, attempts, last_error as "lastError", created_at as "queuedAt",
      run_at as "nextTryAt", attempts >= max_attempts as dead
    from graphile_worker.jobs
    where attempts > 0 and locked_at is null
    order by attempts >= max_attempts desc, created_at, id
    limit ${LIST_LENGTH}`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    attempts: row.attempts,
    lastError: errorText(row.lastError ?? ''),
    queuedAt: new Date(row.queuedAt),
    nextTryAt: row.dead ? undefined : new Date(row.nextTryAt),
    dead: row.dead,
  }));
}

/** Tries a failing job again at once, with all its tries before it. False when there is none to try. */
export async function retryJob(db: Database, id: string) {
  if (!/^\d{1,18}$/.test(id)) return false;
  const rows = await db.execute(sql`
    select id from graphile_worker.reschedule_jobs(
      array[${id}::bigint], run_at => now(), attempts => 0, max_attempts => ${MAX_ATTEMPTS})`);
  return rows.length > 0;
}

/** How many jobs wait for their first or next try, are being done, and are dead. */
export async function countJobs(db: Database) {
  const [row] = await db.execute<{ waiting: number; running: number; dead: number }>(sql`
    select
      count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as dead
    from graphile_worker.jobs`);
  return row ?? { waiting: 0, running: 0, dead: 0 };
}
