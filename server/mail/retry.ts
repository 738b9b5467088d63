import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import type { JobTry } from '@/server/jobs/catalog';
import { JobFailure } from '@/server/jobs/job-failure';
import { addJob } from '@/server/jobs/queue';
import type { Mailer } from './deliver';
import { FAILURE_SENTENCES, MailFailure } from './failure';

/** Between two looks whether the mail server is back, in ms. */
const PROBE_INTERVAL = 20_000;
/** After a mail that may have arrived, in seconds: a second copy is a nuisance, so each wait is four times the last. */
const UNANSWERED_WAIT = 45;
const LONGEST_WAIT = 6 * 3600;

/**
 * The error to throw after a mail did not go out, and what has to be done so that it goes out in time: a refused
 * one becomes a dead letter; one whose fate is unknown waits longer; when there was no server, somebody has to
 * watch for its return, since the waits of a job grow to hours.
 */
export async function arrangeRetry(
  db: Database,
  { error, attempt, now }: { error: unknown; attempt: JobTry; now: Date },
) {
  if (!(error instanceof MailFailure)) return error;
  if (error.kind === 'unreachable') await watchForServer(db, { now });
  if (error.kind === 'refused') return new JobFailure(error.message, { retry: 'never', cause: error });
  if (error.kind === 'unanswered') {
    const after = Math.min(UNANSWERED_WAIT * 4 ** (attempt.attempt - 1), LONGEST_WAIT);
    return new JobFailure(error.message, { retry: { after }, cause: error });
  }
  return error;
}

/** Looks for the mail server: when it is back, the mails that could not reach it are tried at once. */
export async function probeMailServer(db: Database, { mailer, now }: { mailer: Mailer; now: Date }) {
  const waiting = await listStranded(db);
  if (!waiting.length) return;
  try {
    await mailer.greet();
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return watchForServer(db, { now });
  }
  await db.execute(sql`
    select from graphile_worker.reschedule_jobs(array(${stranded}), run_at => now())`);
}

function watchForServer(db: Database, { now }: { now: Date }) {
  const runAt = new Date(now.getTime() + PROBE_INTERVAL);
  return addJob(db, { name: 'mail.probe', payload: {}, key: 'mail.probe', runAt });
}

const stranded = sql`
  select id from graphile_worker.jobs
  where starts_with(last_error, ${FAILURE_SENTENCES.unreachable})
    and attempts < max_attempts and locked_at is null and run_at > now()`;

async function listStranded(db: Database) {
  return db.execute(sql`${stranded} limit 1`);
}
