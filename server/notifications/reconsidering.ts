import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** Has it decided anew when what is held for somebody goes, in the transaction of what they changed: at most one such job waits. */
export async function reconsider(tx: Database, { userId }: { userId: string }): Promise<void> {
  await tx.execute(reconsideredPart({ userId, where: sql`true` }));
}

/** The same as a part of a larger statement, which has to read it. @param of.where under which condition, about `person` */
export function reconsideredPart({ userId, where }: { userId: string; where: SQL }): SQL {
  return sql`select graphile_worker.add_job(
      identifier => 'notifications.reconsider', payload => json_build_object('userId', person.id),
      job_key => 'notifications.reconsider:' || person.id, job_key_mode => 'preserve_run_at')
    from users as person where person.id = ${userId}::uuid and ${where}`;
}
