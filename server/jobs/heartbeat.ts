import { inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { workerHeartbeats } from '@/db/schema/operations';

// All times here are the database's, so that a wrong clock of one instance takes no job away from another.

/** Says that these workers are alive. */
export async function beat(db: Database, workerIds: string[]) {
  if (!workerIds.length) return;
  const seenAt = sql`now()`;
  await db
    .insert(workerHeartbeats)
    .values(workerIds.map((workerId) => ({ workerId, seenAt })))
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { seenAt } });
}

/** Gives back the jobs of workers that have not been heard of for `silence` ms. Their next try is at once. */
export async function releaseSilentWorkers(db: Database, { silence }: { silence: number }) {
  const since = sql`now() - make_interval(secs => ${silence / 1000})`;
  const rows = await db.execute<{ worker: string }>(sql`
    select distinct locked_by as worker from graphile_worker.jobs
    where locked_at < ${since} and not exists (
      select from worker_heartbeats where worker_id = locked_by and seen_at >= ${since}
    )`);
  const silent = rows.map(({ worker }) => worker);
  await releaseWorkers(db, silent);
  return silent;
}

/** Gives back the jobs of workers that are known to be gone. */
export async function releaseWorkers(db: Database, workerIds: string[]) {
  if (!workerIds.length) return;
  await db.execute(
    sql`select graphile_worker.force_unlock_workers(array[${sql.join(
      workerIds.map((id) => sql`${id}`),
      sql`, `,
    )}]::text[])`,
  );
  await db.delete(workerHeartbeats).where(inArray(workerHeartbeats.workerId, workerIds));
}

/** Forgets workers that have been silent for a day; `releaseSilentWorkers` needs no row of theirs. */
export async function forgetSilentWorkers(db: Database) {
  await db.delete(workerHeartbeats).where(lt(workerHeartbeats.seenAt, sql`now() - interval '1 day'`));
}
