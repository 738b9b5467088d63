import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/operations';
import { loginAttempts, sessions, signUps } from '@/db/schema/sign-in';
import { isAlive } from '@/server/auth/sessions';
import { forgetSilentWorkers } from './heartbeat';

const BATCH = 1000;

const SWEPT = [
  {
    table: loginAttempts,
    key: loginAttempts.id,
    over: (now: SQL) => sql`${loginAttempts.expiresAt} < ${now}`,
  },
  { table: signUps, key: signUps.id, over: (now: SQL) => sql`${signUps.expiresAt} < ${now}` },
  { table: sessions, key: sessions.id, over: (now: SQL) => sql`not ${isAlive(now)}` },
  { table: rateLimits, key: rateLimits.key, over: (now: SQL) => sql`${rateLimits.expire} < ${now}` },
];

/** Deletes what has expired, 1000 rows a statement so that none holds its locks for long. */
export async function sweep(db: Database, { now }: { now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  for (const { table, key, over } of SWEPT) {
    let deleted = BATCH;
    while (deleted === BATCH) {
      const result = await db.execute(sql`
        delete from ${table} where ${key} in (
          select ${key} from ${table} where ${over(at)} limit ${BATCH}
        )`);
      deleted = result.count;
    }
  }
  await forgetSilentWorkers(db);
}
