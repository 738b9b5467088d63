import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { appSessions } from '@/db/schema/oauth';
import { type Amr, type SessionMark, sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { Locale } from '@/server/http/locale';
import { isAppAlive } from '@/server/oauth/app-sessions';
import type { Places } from '@/server/places/places';
import { readUserAgent } from '@/server/security/user-agent';
import { isAlive } from './sessions';

/** A browser that is signed in, as its person sees it. */
export interface ListedSession {
  id: string;
  /** It is the one that asks. */
  current: boolean;
  browser: string | null;
  system: string | null;
  /** Where it was last seen. */
  ip: string | null;
  /** Roughly where that is; null unless the operator has given a database of places. */
  place: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  /** What its person has proven themselves with, first steps first. */
  methods: (keyof Amr)[];
  /** Of the passkey that opened it, if it is still there. */
  passkeyName: string | null;
  /** Authenticator assurance level, NIST SP 800-63B-4. */
  aal: 1 | 2;
  /** Why it stands out. */
  marks: SessionMark[];
}

const METHODS = ['pwd', 'fed', 'hwk', 'swk', 'otp', 'recovery'] as const satisfies (keyof Amr)[];

/** Of more sessions than that the ones seen longest ago are not listed; ending all others ends them as well. */
const MOST_LISTED = 200;

/**
 * Where a person is signed in, in one statement: this browser first, then the one seen last, two hundred at most.
 * @returns `apps`: how many app sessions are alive beside them
 */
export async function listSessions(
  db: Database,
  of: { userId: string; sessionId: string; locale: Locale; places: Places; now: Date },
): Promise<{ sessions: ListedSession[]; apps: number }> {
  const { userId, sessionId, locale, places, now } = of;
  const at = sql`${now.toISOString()}::timestamptz`;
  // Of the person by their id and not by the row, or they were counted for each session.
  const ofApps = and(eq(appSessions.userId, userId), isAppAlive(at));
  const rows = await db
    .select({
      apps: sql<number>`(select count(*)::int from ${appSessions} where ${ofApps})`,
      passkeyName: passkeys.name,
      session: {
        id: sessions.id,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        aal: sessions.aal,
        amr: sessions.amr,
        ip: sessions.ip,
        userAgent: sessions.userAgent,
        marks: sessions.marks,
      },
    })
    // From the person on: an app asks as well where no browser is signed in.
    .from(users)
    .leftJoin(sessions, and(eq(sessions.userId, users.id), isAlive(at)))
    .leftJoin(passkeys, eq(passkeys.id, sessions.passkeyId))
    .where(eq(users.id, userId))
    .orderBy(desc(sql`(${sessions.id} = ${sessionId}::uuid)`), desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(MOST_LISTED);
  return {
    apps: rows[0]?.apps ?? 0,
    sessions: rows.flatMap(({ session, passkeyName }) => {
      if (!session) return [];
      const { amr, userAgent, ...facts } = session;
      return {
        ...facts,
        ...readUserAgent(userAgent),
        aal: facts.aal === 2 ? 2 : 1,
        current: facts.id === sessionId,
        place: places.nameOf(facts.ip, locale),
        methods: METHODS.filter((method) => amr[method] !== undefined),
        passkeyName,
      };
    }),
  };
}
