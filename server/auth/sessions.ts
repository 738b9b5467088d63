import { and, eq, lte, ne, type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { appSessions, authorizationCodes, deviceCodes } from '@/db/schema/oauth';
import { photos } from '@/db/schema/photos';
import { type Amr, type SessionMark, sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import type { Scope } from '@/server/oauth/catalog';
import type { Permission } from '@/server/roles/permissions';
import { permissionsEverywhere } from '@/server/roles/queries';
import { recordSecurityEvent } from '@/server/security/commands';
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

const NOW = parameter('now', 'timestamptz');

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
      provenAt: sessions.provenAt,
      provenAal: sessions.provenAal,
      email: users.email,
      status: users.status,
      locale: users.locale,
      timeZone: users.timeZone,
      handle: profiles.handle,
      displayName: profiles.displayName,
      photoId: photos.id,
      // As JSON, since the driver hands an array over as the text that PostgreSQL writes for it.
      permissions: sql<Permission[]>`to_json(${permissionsEverywhere(users.id, NOW)})`.as('permissions'),
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), ne(users.status, 'erasing')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(photos, and(eq(photos.userId, users.id), photos.isCurrent))
    .where(and(eq(sessions.tokenHash, sql.placeholder('tokenHash')), isAlive(NOW)))
    .prepare('session_by_token'),
);

/** Who acts, and how they came to: a session of a browser, or what an app may do for its person. */
export type Session = Awaited<ReturnType<ReturnType<typeof sessionByToken>['execute']>>[number] & {
  /** The app that acts; `id` is its app session then. */
  app?: { clientId: string; scopes: Scope[] };
};

/**
 * The living session of a cookie with what every request needs of its person, in one prepared statement. Whether the account
 * is active is for the caller to ask: `Context.session` does.
 */
export async function findSession(
  db: Database,
  { token, now }: { token: string; now: Date },
): Promise<Session | undefined> {
  const [session] = await sessionByToken(db).execute({ tokenHash: hashToken(token), now: now.toISOString() });
  return session;
}

/** Starts a session and returns the token for the cookie; it is stored nowhere else. */
export async function startSession(
  db: Database,
  start: {
    userId: string;
    amr: Amr;
    aal?: 1 | 2;
    passkeyId?: string | null;
    ip: string;
    userAgent: string | undefined;
    /** Why it stands out: `marksAtStart`. */
    marks?: SQL<SessionMark[]>;
    now: Date;
  },
) {
  const { now, aal = 1, ...facts } = start;
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
    provenAt: now,
    provenAal: aal,
    idleSeconds: seconds('idle'),
    expiresAt: sql`${at} + make_interval(secs => ${seconds('absolute')})`,
    aal,
  });
  return { id, token };
}

/**
 * Notes that the person of a session has proved again who they are. The session gets a new token, so that a copy of
 * its cookie does not rise with it (OWASP ASVS 5.0 7.2.4).
 * @returns the token for the cookie @throws SESSION_ENDED
 */
export async function renewSession(
  db: Database,
  proof: { sessionId: string; amr: Amr; aal: 1 | 2; now: Date },
): Promise<string> {
  const { sessionId, amr, aal, now } = proof;
  const token = randomToken();
  const [renewed] = await db
    .update(sessions)
    .set({
      tokenHash: hashToken(token),
      amr: sql`${sessions.amr} || ${JSON.stringify(amr)}::jsonb`,
      aal: sql`greatest(${sessions.aal}, ${aal})`,
      provenAt: now,
      provenAal: aal,
    })
    .where(eq(sessions.id, sessionId))
    .returning({ id: sessions.id });
  if (!renewed) throw new DomainError('SESSION_ENDED');
  return token;
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

/** Ends a session by its token, with its entry in the log; one that is gone already stays gone. */
export async function endSession(
  db: Database,
  {
    token,
    requestId,
    ip,
    userAgent,
    now,
  }: { token: string; requestId: string; ip: string; userAgent?: string | undefined; now: Date },
) {
  await db.transaction(async (tx) => {
    const [ended] = await tx
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashToken(token)))
      .returning({ id: sessions.id, userId: sessions.userId });
    if (!ended) return;
    const cause = { actorId: ended.userId, sessionId: ended.id, requestId, ip, userAgent };
    await recordSecurityEvent(tx, { kind: 'session.ended', userId: ended.userId, cause, now });
  });
}

/**
 * Ends everything that is signed in for a person: their sessions, all or all but one, and every app that acts for them.
 * @returns how many of both
 */
export async function endSessionsOf(db: Database, of: { userId: string; but?: string }) {
  const { endedSessions, endedApps } = await endEverySession(db, of);
  return endedSessions + endedApps;
}

/**
 * The same, and each counted.
 * @param of.but a session that stays, or an app session
 */
export async function endEverySession(db: Database, { userId, but }: { userId: string; but?: string }) {
  const endedApps = db.$with('ended_apps').as(
    db
      .delete(appSessions)
      .where(and(eq(appSessions.userId, userId), but === undefined ? undefined : ne(appSessions.id, but)))
      .returning({ id: appSessions.id }),
  );
  const ended = db.$with('ended').as(
    db
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), but === undefined ? undefined : ne(sessions.id, but)))
      .returning({ id: sessions.id }),
  );
  // What would sign an app in the next moment, with a yes that was given before.
  const codes = db
    .$with('codes')
    .as(
      db.delete(authorizationCodes).where(eq(authorizationCodes.userId, userId)).returning({ gone: sql`1` }),
    );
  const devices = db
    .$with('devices')
    .as(db.delete(deviceCodes).where(eq(deviceCodes.userId, userId)).returning({ gone: sql`1` }));
  // No union of the two: in one, PostgreSQL takes no statement that changes something.
  const [all] = await db
    .with(codes, devices, endedApps, ended)
    .select({
      endedSessions: sql<number>`count(*)::int`,
      endedApps: sql<number>`(select count(*)::int from ${endedApps})`,
    })
    .from(ended);
  return all ?? { endedSessions: 0, endedApps: 0 };
}
