import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** Milliseconds. A query waits longer for a database that is away; a health check must not. */
const PING_LIMIT = 1000;

export interface Health {
  ready: boolean;
  problems: string[];
}

/** Whether this instance can serve people now: the database answers and it is not about to stop. */
export async function checkReady({ db, draining }: { db: Database; draining: boolean }): Promise<Health> {
  const problems: string[] = [];
  if (draining) problems.push('this instance is stopping');
  if (!(await answersInTime(db))) problems.push('the database does not answer');
  return { ready: problems.length === 0, problems };
}

async function answersInTime(db: Database) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, PING_LIMIT, false);
  });
  const answered = Promise.resolve(db.execute(sql`select 1`)).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
