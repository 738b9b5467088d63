import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { type SessionMark, sessions } from '@/db/schema/sign-in';
import { startSession } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';

/** What a test says of a session. */
interface SessionWish {
  ip?: string;
  userAgent?: string;
  marks?: SessionMark[];
  now?: Date;
}

/** Makes sessions that are looked at, and ended, by their id. */
export function sessionFactories(db: Database) {
  const factories = {
    /** The same person in another browser, with the id of the session there. */
    async signedIn<P extends { id: string }>(person: P, wish: SessionWish = {}) {
      const { ip = '192.0.2.1', userAgent = 'a browser', marks = [], now = new Date() } = wish;
      const amr = { pwd: now.toISOString() };
      const { id, token } = await startSession(db, { userId: person.id, amr, ip, userAgent, now });
      await db.update(sessions).set({ marks }).where(eq(sessions.id, id));
      return { ...person, token, sessionId: id };
    },

    /** The id of the session that a browser has. */
    async sessionId({ token }: { token: string }): Promise<string> {
      const [session] = await db
        .select({ id: sessions.id })
        .from(sessions)
        .where(eq(sessions.tokenHash, hashToken(token)));
      if (!session) throw new Error('the session is gone');
      return session.id;
    },
  };
  return factories;
}
