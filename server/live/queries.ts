import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { isAlive } from '@/server/auth/sessions';

const sessionById = prepared((db) =>
  db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.status, 'active')))
    .where(and(eq(sessions.id, sql.placeholder('id')), isAlive(parameter('now', 'timestamptz'))))
    .prepare('session_by_id'),
);

/** Whether a session still opens anything at `now`; one prepared statement, which counts as no use of the session. */
export async function isSessionLive(db: Database, { id, now }: { id: string; now: Date }): Promise<boolean> {
  const rows = await sessionById(db).execute({ id, now: now.toISOString() });
  return rows.length > 0;
}
