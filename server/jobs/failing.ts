import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

// graphile-worker has no public way to say how the try that is under way shall end, so these two write to its own
// table; package.json pins its version, and the tests of dead letters and of waits fail when the table changes.

/** The try that is under way is the last one: failing makes the job a dead letter. */
export async function stopRetrying(db: Database, jobId: string) {
  await db.execute(sql`
    update graphile_worker._private_jobs set max_attempts = attempts where id = ${jobId}::bigint`);
}

/** When the try that is under way fails, the next comes this many seconds later than it would. */
export async function postponeRunningJob(
  db: Database,
  { jobId, seconds }: { jobId: string; seconds: number },
) {
  await db.execute(sql`
    update graphile_worker._private_jobs set run_at = now() + make_interval(secs => ${seconds})
    where id = ${jobId}::bigint`);
}
