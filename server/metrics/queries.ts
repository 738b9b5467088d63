import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isJobName, type JobName } from '@/server/jobs/catalog';

/** How the queue stands, of all processes that share it. */
export interface QueueFigures {
  jobs: QueueLine[];
  /** Workers that gave a sign of life in the last half minute. */
  workers: number;
  /** Months after the present one that are made for what people are told. */
  monthsAhead: number;
}

interface QueueLine {
  /** `other`: of a kind that this version does not know. */
  job: JobName | 'other';
  /** Due by now. */
  waiting: number;
  /** For a later time, or for the next try. */
  later: number;
  running: number;
  dead: number;
  /** Seconds by which the first of those that wait is late. What waits behind others by its priority, as what a great many are told, is left out. */
  lateSeconds: number;
}

/** The queue by kinds of job, in one statement that reads all of it once, and how many months are made in advance. */
export async function findQueue(db: Database): Promise<QueueFigures> {
  const isOpen = sql`locked_at is null and attempts < max_attempts`;
  const isDue = sql`${isOpen} and run_at <= now()`;
  const rows = await db.execute<
    Omit<QueueLine, 'job'> & { name: string | null; workers: number; monthsAhead: number }
  >(sql`
    select one.name, alive.workers, made.ahead as "monthsAhead",
      coalesce(one.waiting, 0)::int as waiting, coalesce(one.later, 0)::int as later,
      coalesce(one.running, 0)::int as running, coalesce(one.dead, 0)::int as dead,
      coalesce(one.late, 0)::float8 as "lateSeconds"
    from (
      select count(*)::int as workers from worker_heartbeats where seen_at > now() - interval '30 seconds'
    ) as alive
    cross join (
      select min(ahead)::int as ahead from unnest(array['notifications', 'notification_deliveries']) as parent cross join lateral (
        select count(*) as ahead from months_of(parent) where first_id > month_begins(now())) as one
    ) as made
    left join (
      select task_identifier as name,
        count(*) filter (where ${isDue}) as waiting,
        count(*) filter (where ${isOpen} and run_at > now()) as later,
        count(*) filter (where locked_at is not null) as running,
        count(*) filter (where locked_at is null and attempts >= max_attempts) as dead,
        extract(epoch from now() - min(run_at) filter (where ${isDue} and priority <= 0)) as late
      from graphile_worker.jobs
      group by task_identifier
    ) as one on true`);
  const jobs = rows.flatMap(({ name, workers: _, monthsAhead: __, ...figures }) =>
    name === null ? [] : [{ name, ...figures }],
  );
  return { jobs: fold(jobs), workers: rows[0]?.workers ?? 0, monthsAhead: rows[0]?.monthsAhead ?? 0 };
}

/** Kinds that are not in the catalogue stand together, however many there are. */
function fold(rows: (Omit<QueueLine, 'job'> & { name: string })[]): QueueLine[] {
  const lines = new Map<string, QueueLine>();
  for (const { name, ...row } of rows) {
    const job = isJobName(name) ? name : 'other';
    const line = lines.get(job);
    lines.set(job, line ? sum(line, row) : { job, ...row });
  }
  return [...lines.values()];
}

function sum(line: QueueLine, row: Omit<QueueLine, 'job'>): QueueLine {
  return {
    job: line.job,
    waiting: line.waiting + row.waiting,
    later: line.later + row.later,
    running: line.running + row.running,
    dead: line.dead + row.dead,
    lateSeconds: Math.max(line.lateSeconds, row.lateSeconds),
  };
}
