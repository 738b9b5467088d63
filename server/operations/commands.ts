import type { Database } from '@/db/client';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { retryJob } from '@/server/jobs/dead-letters';

/** Puts a failing job back at the head of the queue. @throws NOT_FOUND when it is gone or running by now */
export async function retryFailingJob(db: Database, retry: { id: string; cause: Cause; now: Date }) {
  const { id, cause, now } = retry;
  return db.transaction(async (tx) => {
    const retried = await retryJob(tx, id);
    if (!retried) throw new DomainError('NOT_FOUND');
    await recordAudit(tx, { kind: 'job.retried', cause, subjectId: null, after: { jobId: id }, now });
    return { id };
  });
}
