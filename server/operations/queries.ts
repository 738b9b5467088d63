import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { isAlive } from '@/server/auth/sessions';

/** The figures of the front page of the dashboard, in one statement. */
export async function getOverview(db: Database, { now }: { now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [figures] = await db
    .select({
      people: sql<number>`(select count(*)::int from ${users})`,
      newThisWeek: sql<number>`(select count(*)::int from ${users} where ${users.createdAt} > ${at} - interval '7 days')`,
      unconfirmed: sql<number>`(select count(*)::int from ${signUps} where ${signUps.expiresAt} > ${at})`,
      signedIn: sql<number>`(select count(*)::int from ${sessions} where ${isAlive(at)})`,
    })
    .from(sql`(select 1) as one`);
  if (!figures) throw new Error('a statement without a table answered no row');
  return figures;
}
