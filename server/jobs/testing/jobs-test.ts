import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { test as base } from 'vitest';
import type { Database } from '@/db/client';
import type { Tasks } from '@/server/jobs/catalog';
import { startWorker, type Worker } from '@/server/jobs/worker';
import type { Metrics } from '@/server/metrics/metrics';
import { createTestDatabase, type TestDatabase } from '@/server/testing/database';
import { onlyTasks, quickTimes } from './only-tasks';

interface Fixtures {
  database: TestDatabase;
  db: Database;
  /** Starts a worker that is stopped after the test. */
  work(given: {
    tasks: Partial<Tasks>;
    databaseUrl?: string;
    concurrency?: number;
    metrics?: Metrics;
  }): Worker;
}

/** Each test has a database of its own. */
export const test = base.extend<Fixtures>({
  database: async ({}, use) => {
    const database = await createTestDatabase();
    await use(database);
    await database.drop();
  },
  db: ({ database }, use) => use(database.connection.db),
  work: async ({ database }, use) => {
    const workers: Worker[] = [];
    await use(({ tasks, databaseUrl = database.url, concurrency = 2, metrics }) => {
      const worker = startWorker({
        db: database.connection.db,
        databaseUrl,
        tasks: onlyTasks(tasks),
        log: pino({ level: 'silent' }),
        metrics,
        concurrency,
        times: quickTimes,
      });
      workers.push(worker);
      return worker;
    });
    await Promise.all(workers.map((worker) => worker.stop()));
  },
});

/** What the queue holds, by name of the job. */
export async function queued(db: Database) {
  return db.execute<{ id: string; name: string; attempts: number; wait: number; locked: boolean }>(sql`
    select id, task_identifier as name, attempts, extract(epoch from run_at - now())::float8 as wait,
      locked_at is not null as locked
    from graphile_worker.jobs order by id`);
}

/** Makes every waiting job due, instead of waiting for it. */
export async function hurry(db: Database) {
  await db.execute(sql`
    select from graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())`);
}
