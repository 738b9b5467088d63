import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { isAlive } from '@/server/auth/sessions';
import { MOST_COUNTED } from './rules';

/**
 * The figures of the front page of the dashboard, in one statement. Each is counted up to 10 000; of more people than that it is
 * told about how many there are (`isEstimate`), by what PostgreSQL knows of the table.
 */
export async function getOverview(db: Database, { now, most = MOST_COUNTED }: { now: Date; most?: number }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const upTo = (from: SQL) =>
    sql<number>`(select count(*)::int from (select ${from} limit ${sql.raw(String(most))}) as counted)`;
  const [figures] = await db
    .select({
      people: upTo(sql`from ${users}`),
      estimate: sql<number>`(select reltuples::int from pg_class where oid = 'users'::regclass)`,
      // By the index of that order, however many joined: where most are new all would be read otherwise.
      newThisWeek: upTo(
        sql`from ${users} where ${users.createdAt} > ${at} - interval '7 days' order by ${users.createdAt}`,
      ),
      unconfirmed: upTo(
        sql`from ${signUps} where ${signUps.expiresAt} > ${at} order by ${signUps.expiresAt}`,
      ),
      signedIn: upTo(sql`from ${sessions} where ${isAlive(at)} order by ${sessions.expiresAt} desc`),
    })
    .from(sql`(select 1) as one`);
  if (!figures) throw new Error('a statement without a table answered no row');
  const { estimate, ...counts } = figures;
  const isEstimate = counts.people >= most;
  return { ...counts, people: isEstimate ? Math.max(estimate, most) : counts.people, isEstimate };
}
