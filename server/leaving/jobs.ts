import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { appeals, approvals, sanctions } from '@/db/schema/moderation';
import { emailChanges, passwordResets, securityEvents } from '@/db/schema/security';
import type { Erased } from './tables';

const BATCH = 1000;

/** Under which name a job names rows of a person, and whose they are. */
const NAMED: { name: string; table: PgTable; id: PgColumn; owners: PgColumn[] }[] = [
  { name: 'eventId', table: securityEvents, id: securityEvents.id, owners: [securityEvents.userId] },
  { name: 'resetId', table: passwordResets, id: passwordResets.id, owners: [passwordResets.userId] },
  { name: 'changeId', table: emailChanges, id: emailChanges.id, owners: [emailChanges.userId] },
  { name: 'exportId', table: dataExports, id: dataExports.id, owners: [dataExports.userId] },
  { name: 'messageId', table: messages, id: messages.id, owners: [messages.senderId, messages.recipientId] },
  { name: 'sanctionId', table: sanctions, id: sanctions.id, owners: [sanctions.personId] },
  { name: 'approvalId', table: approvals, id: approvals.id, owners: [approvals.personId] },
  { name: 'appealId', table: appeals, id: appeals.id, owners: [appeals.personId] },
];

/**
 * Takes the jobs out of the queue that name a person or rows of theirs, those included that failed for good. What is under way
 * at this moment finds nothing to do, or ends and is gone.
 */
export async function eraseJobsAbout(db: Database, person: Erased): Promise<void> {
  const ofRows = NAMED.map(({ name, table, id, owners }) => {
    const whose = sql.join(
      owners.map((owner) => sql`${owner} = ${person.userId}::uuid`),
      sql` or `,
    );
    return sql`exists (select from ${table} where ${id} = (job.payload->>${name}::text)::uuid and (${whose}))`;
  });
  await eraseJobs(db, sql.join([naming(person), ...ofRows], sql` or `));
}

/** The same for those that name the person themselves. */
export async function eraseJobsOf(db: Database, person: Erased): Promise<void> {
  await eraseJobs(db, naming(person));
}

function naming({ userId }: Erased) {
  return sql`${userId}::text in (job.payload->>'userId', job.payload->>'fromId', job.payload->>'toId')`;
}

// graphile-worker has no public way to find jobs by what they name; see server/jobs/failing.ts.
async function eraseJobs(db: Database, which: SQL) {
  let gone = BATCH;
  while (gone === BATCH) {
    const result = await db.execute(sql`
      delete from graphile_worker._private_jobs where id in (
        select job.id from graphile_worker._private_jobs as job
        where job.locked_at is null and (${which}) limit ${BATCH} for update skip locked)`);
    gone = result.count;
  }
}
