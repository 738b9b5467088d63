import { rm } from 'node:fs/promises';
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { jobKey } from './commands';
import { listExportFiles } from './files';

const BATCH = 1000;
const DAY = 86_400_000;

/**
 * Removes copies whose time is over with their files, and files that no export names: of one that was cut off, or whose person
 * has left. What is under way without a job to do it was cut off at its last try: it has failed.
 */
export async function sweepExports(db: Database, { dataDir, now }: { dataDir: string; now: Date }) {
  await failAbandoned(db);
  let removed = BATCH;
  while (removed === BATCH) removed = await removeOver(db, now);
  const files = await listExportFiles(dataDir);
  for (let at = 0; at < files.length; at += BATCH) {
    const some = files.slice(at, at + BATCH);
    const states = await statesOf(db, [...new Set(some.map(({ id }) => id))]);
    for (const { id, finished, path } of some)
      if (!isOfUse(states.get(id), finished)) await rm(path, { force: true });
  }
}

/** A finished file is in its place a moment before its row says so; one under way is only where its row is as well. */
function isOfUse(state: string | undefined, finished: boolean) {
  if (state === undefined) return false;
  return finished ? state !== 'failed' : state !== 'failed' && state !== 'ready';
}

async function removeOver(db: Database, now: Date) {
  const over = or(
    lt(dataExports.expiresAt, now),
    and(
      eq(dataExports.state, 'failed'),
      isNull(dataExports.expiresAt),
      lt(dataExports.requestedAt, new Date(now.getTime() - DAY)),
    ),
  );
  const some = db.select({ id: dataExports.id }).from(dataExports).where(over).limit(BATCH);
  const gone = await db
    .delete(dataExports)
    .where(inArray(dataExports.id, some))
    .returning({ id: dataExports.id });
  return gone.length;
}

async function failAbandoned(db: Database) {
  const hasJob = sql`exists (
    select from graphile_worker._private_jobs as job
    where job.key = ${jobKey('')} || ${dataExports.id}::text
      and (job.attempts < job.max_attempts or job.locked_at is not null))`;
  await db
    .update(dataExports)
    .set({ state: 'failed' })
    .where(and(inArray(dataExports.state, ['queued', 'running']), sql`not ${hasJob}`));
}

async function statesOf(db: Database, ids: string[]) {
  const rows = await db
    .select({ id: dataExports.id, state: dataExports.state })
    .from(dataExports)
    .where(inArray(dataExports.id, ids));
  return new Map(rows.map(({ id, state }) => [id, state]));
}
