import { and, desc, eq, like, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { readUserAgent } from '@/server/security/user-agent';
import { lockPerson } from './factors';
import { shutOut } from './not-me';
import { endEverySession } from './sessions';

/** Who asks: the session of a browser, or of an app that acts for its person. */
interface Asking {
  session: { id: string; userId: string };
  cause: Cause;
  now: Date;
}

/**
 * Ends one of a person's sessions, in one browser; also the one that asks. One that is gone already is fine, and not told
 * again.
 * @returns whether there was one to end @throws NOT_FOUND (somebody else's), SESSION_ENDED (the one that asks)
 */
export async function revokeSession(
  db: Database,
  { id, session, cause, now }: Asking & { id: string },
): Promise<{ ended: boolean }> {
  const { userId } = session;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: session.id });
    const [ended] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
      .returning({ ip: sessions.ip, userAgent: sessions.userAgent });
    if (!ended) {
      if (await findSessionById(tx, { id })) throw new DomainError('NOT_FOUND');
      return { ended: false };
    }
    const { details, ownDetails } = told(ended);
    const by = { by: 'owner', ...details };
    await recordSecurityEvent(tx, { kind: 'session.ended', userId, cause, details: by, ownDetails, now });
    return { ended: true };
  });
}

/**
 * Ends every session of a person and every app that acts for them, but for the one that asks: a browser keeps its
 * session and ends all apps; an app that may do this stays signed in itself, and ends all browsers and all other apps.
 * @returns how many of each @throws SESSION_ENDED
 */
export async function revokeOtherSessions(
  db: Database,
  { session, cause, now }: Asking,
): Promise<{ endedSessions: number; endedApps: number }> {
  const { userId } = session;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: session.id });
    const ended = await endEverySession(tx, { userId, but: session.id });
    if (ended.endedSessions + ended.endedApps > 0)
      await recordSecurityEvent(tx, { kind: 'session.othersEnded', userId, cause, details: ended, now });
    return ended;
  });
}

/**
 * "This was not me", said of a session in the list: all that `reportNotMe` ends, but for the session that asks, unless it
 * is that one. It counts for a session that is over by now as well, and once: said again it ends nothing.
 * @returns what it has ended, counted; sessions and apps together
 * @throws NOT_FOUND (none that this person ever had), SESSION_ENDED (the one that asks)
 */
export async function reportUnknownSession(
  db: Database,
  { id, session, cause, now }: Asking & { id: string },
): Promise<{ endedSessions: number; forgottenDevices: number }> {
  const { userId } = session;
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: session.id });
    const reported = await findReported(tx, { id, userId });
    if (!reported) throw new DomainError('NOT_FOUND');
    if (reported.before) return { endedSessions: 0, forgottenDevices: 0 };
    const but = id === session.id ? undefined : session.id;
    const { endedSessions, forgottenDevices } = await shutOut(tx, { person, but, now });
    const ended = { endedSessions, forgottenDevices };
    const { details, ownDetails } = told(reported);
    await recordSecurityEvent(tx, {
      kind: 'account.reportedUnknown',
      userId,
      cause,
      details: { ...ended, ...details, reportedId: id },
      ownDetails,
      now,
    });
    return ended;
  });
}

async function findSessionById(db: Database, { id }: { id: string }) {
  const [found] = await db
    .select({ userId: sessions.userId, ip: sessions.ip, userAgent: sessions.userAgent })
    .from(sessions)
    .where(eq(sessions.id, id));
  return found;
}

/** A session of a person that is there, or was. `before`: it has been reported already. */
async function findReported(db: Database, { id, userId }: { id: string; userId: string }) {
  const living = await findSessionById(db, { id });
  if (living) return living.userId === userId ? { ...living, before: false } : undefined;
  const begun = and(like(securityEvents.kind, 'session.started%'), eq(securityEvents.sessionId, id));
  const reported = and(
    eq(securityEvents.kind, 'account.reportedUnknown'),
    sql`${securityEvents.details}->>'reportedId' = ${id}`,
  );
  const [last] = await db
    .select({ kind: securityEvents.kind, ip: securityEvents.ip, userAgent: securityEvents.userAgent })
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, userId), or(begun, reported)))
    .orderBy(desc(securityEvents.id))
    .limit(1);
  return last && { ...last, before: last.kind === 'account.reportedUnknown' };
}

/** What the log tells of a session that is over; its address is for its person alone. */
function told({ ip, userAgent }: { ip: string | null; userAgent: string | null }) {
  const { browser, system } = readUserAgent(userAgent);
  return {
    details: { ...(browser !== null && { browser }), ...(system !== null && { system }) },
    ownDetails: ip === null ? {} : { ip },
  };
}
