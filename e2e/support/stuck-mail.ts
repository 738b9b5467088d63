import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { addJob } from '@/server/jobs/queue';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/**
 * Two mails that did not go out, as after a bad night of the mail server: one is given up, one is tried again later.
 * @returns takes them away
 */
export async function leaveMailStuck(db: Database) {
  const runAt = new Date(Date.now() + 86_400_000);
  await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: NOBODY }, runAt, key: 'stuck' });
  const payload = { userId: NOBODY, locale: 'en' as const };
  await addJob(db, { name: 'mail.accountExists', payload, runAt, key: 'given up' });
  await db.execute(sql`
    update graphile_worker._private_jobs set attempts = 6, created_at = now() - interval '125 minutes',
      run_at = now() + interval '12 minutes 30 seconds', last_error = 'The mail server cannot be reached'
    where key = 'stuck'`);
  await db.execute(sql`
    update graphile_worker._private_jobs set attempts = max_attempts, created_at = now() - interval '3 days 1 hour',
      last_error = 'The mail server refused the mail: 550 mailbox unavailable'
    where key = 'given up'`);
  return async () => {
    await db.execute(sql`delete from graphile_worker._private_jobs where key in ('stuck', 'given up')`);
  };
}
