import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import type { App } from '@/e2e/fixtures';
import { startSession } from '@/server/auth/sessions';
import type { Person } from './people';

type SessionRow = typeof sessions.$inferInsert;

export const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0';
export const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

/** Sessions of other browsers, without these browsers. */
export function sessionsIn({ db }: App) {
  return {
    /** One that began a day ago, unless said otherwise. */
    async session(person: Person, { userAgent = FIREFOX, ...facts }: Partial<SessionRow> = {}) {
      const now = new Date(Date.now() - 86_400_000);
      const ip = facts.ip ?? '203.0.113.7';
      const amr = { pwd: now.toISOString() };
      const { id } = await startSession(db, {
        userId: person.id,
        amr,
        ip,
        userAgent: userAgent ?? undefined,
        now,
      });
      await db
        .update(sessions)
        .set({ lastSeenAt: new Date(Date.now() - 7_200_000), ...facts })
        .where(eq(sessions.id, id));
      return id;
    },
    /** The ids of all that a person has. */
    async of(person: Person) {
      const rows = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, person.id));
      return rows.map(({ id }) => id);
    },
    /** What a stranger's program may send for a name. */
    oddUserAgent: `${'W'.repeat(300)}/${randomUUID()}`,
  };
}
