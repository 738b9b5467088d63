import { and, eq, lte, type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import { permissionsEverywhere } from '@/server/roles/queries';
import { hashToken, randomToken } from './tokens';

/**
 * Seconds. A person's own devices stay signed in for long; holders of staff permissions prove themselves again
 * within a day and after a working day unused (NIST SP 800-63B-4 section 2.2.3).
 */
export const LIFETIME = {
  member: { idle: 14 * 86_400, absolute: 90 * 86_400 },
  staff: { idle: 8 * 3600, absolute: 86_400 },
};
const TOUCH_EVERY_MS = 60_000;

const NOW = sql`${sql.placeholder('now')}::timestamptz`;

/** Whether a session still counts at `now`, neither too old nor unused for too long; as part of a statement. */
export function isAlive(now: SQL) {
  return sql`(${sessions.expiresAt} > ${now} and ${sessions.lastSeenAt} + make_interval(secs => ${sessions.idleSeconds}) > ${now})`;
}

const sessionByToken = prepared((db) =>
  db
    .select({
      id: sessions.id,
      userId: sessions.userId,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      aal: sessions.aal,
      amr: sessions.amr,
      authTime: sessions.authTime,
      email: users.email,
      locale: users.locale,
      timeZone: users.timeZone,
      handle: profiles.handle,
      displayName: profiles.displayName,
      // As JSON, since the driver hands an array over as the text that PostgreSQL writes for it.
      permissions: sql<Permission[]>`to_json(${permissionsEverywhere(users.id, NOW)})`.as('permissions'),
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(sessions.tokenHash, sql.placeholder('tokenHash')), isAlive(NOW)))
    .prepare('session_by_token'),
);

export type Session = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** The living session of a cookie with what every request needs of its person, in one prepared statement. */
export async function findSession(db: Database, { token, now }: { token: string; now: Date }) {
  const [session] = await sessionByToken(db).execute({ tokenHash: hashToken(token), now: now.toISOString() });
  return session;
}

/** Starts a session and returns the token for the cookie; it is stored nowhere else. */
export async function startSession(
  db: Database,
  start: { userId: string; amr: string[]; ip: string; userAgent: string | undefined; now: Date },
) {
  const { now, ...facts } = start;
  const token = randomToken();
  const id = uuid();
  const at = sql`${now.toISOString()}::timestamptz`;
  const isStaff = sql`cardinality(${permissionsEverywhere(sql`${facts.userId}::uuid`, at)}) > 0`;
  const seconds = (kind: 'idle' | 'absolute') =>
    sql`(case when ${isStaff} then ${LIFETIME.staff[kind]}::int else ${LIFETIME.member[kind]}::int end)`;
  await db.insert(sessions).values({
    ...facts,
    id,
    tokenHash: hashToken(token),
    createdAt: now,
    lastSeenAt: now,
    authTime: now,
    idleSeconds: seconds('idle'),
    expiresAt: sql`${at} + make_interval(secs => ${seconds('absolute')})`,
    aal: 1,
  });
  return { id, token };
}

/** Writes when and from where a session was last used, at most once a minute. */
export async function touchSession(
  db: Database,
  touch: { session: { id: string; lastSeenAt: Date }; ip: string; now: Date },
) {
  const { session, ip, now } = touch;
  if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_EVERY_MS) return;
  // Asked again by the statement: of twenty requests at the same moment one writes, and none waits for another.
  const due = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db
    .update(sessions)
    .set({ lastSeenAt: now, ip })
    .where(and(eq(sessions.id, session.id), lte(sessions.lastSeenAt, due)));
}

/** Ends a session by its token, with its audit entry; one that is gone already stays gone. */
export async function endSession(
  db: Database,
  { token, requestId, ip, now }: { token: string; requestId: string; ip: string; now: Date },
) {
  await db.transaction(async (tx) => {
    const [ended] = await tx
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashToken(token)))
      .returning({ id: sessions.id, userId: sessions.userId });
    if (!ended) return;
    const cause = { actorId: ended.userId, requestId, ip };
    const after = { sessionId: ended.id };
    await recordAudit(tx, { kind: 'session.ended', cause, subjectId: ended.userId, after, now });
  });
}

/** Ends every session of the person with this address. @returns how many @throws NOT_FOUND */
export async function revokeSessions(
  db: Database,
  { email, cause, now }: { email: string; cause: Cause; now: Date },
) {
  return db.transaction(async (tx) => {
    const [person] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
    if (!person) throw new DomainError('NOT_FOUND');
    const ended = await tx
      .delete(sessions)
      .where(eq(sessions.userId, person.id))
      .returning({ id: sessions.id });
    await recordAudit(tx, {
      kind: 'sessions.revoked',
      cause,
      subjectId: person.id,
      after: { sessions: ended.length },
      now,
    });
    return ended.length;
  });
}
