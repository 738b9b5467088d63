import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { APP_SESSION_SECONDS, REFRESH_IDLE_SECONDS, type Scope } from './catalog';
import { deriveRefreshToken } from './refresh-tokens';

/**
 * Whether an app is still signed in at `now`, neither too old nor unused for too long; as part of a statement. The columns stand by themselves, so
 * that those that are over are found by the indexes of both.
 */
export function isAppAlive(now: SQL) {
  return sql`(${appSessions.expiresAt} > ${now} and ${appSessions.refreshedAt} > ${now} - make_interval(secs => ${REFRESH_IDLE_SECONDS}))`;
}

/** Signs an app in for a person. @returns its id, the `sid` of its access tokens, and its first refresh token */
export async function startAppSession(
  db: Database,
  start: {
    id: string;
    userId: string;
    clientId: string;
    scopes: Scope[];
    authTime: Date;
    secret: string;
    ip: string;
    userAgent: string | undefined;
    now: Date;
  },
): Promise<{ id: string; refreshToken: string }> {
  const { id, secret, ip, userAgent, now, ...facts } = start;
  const seed = randomToken();
  const refreshToken = deriveRefreshToken({ id, generation: 0, seed }, { secret });
  await db.insert(appSessions).values({
    ...facts,
    id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + APP_SESSION_SECONDS * 1000),
    refreshedAt: now,
    refreshHash: hashToken(refreshToken),
    seed,
    refreshedIp: ip,
    refreshedUserAgent: userAgent,
    lastSeenAt: now,
    lastIp: ip,
    userAgent,
  });
  return { id, refreshToken };
}

const standing = prepared((db) => selectStanding(db).prepare('app_session_standing'));
const heldStanding = prepared((db) =>
  selectStanding(db).for('update', { of: appSessions }).prepare('app_session_held'),
);

/**
 * An app session with what its tokens are worth. `alive`: neither too old nor unused
 * for too long; `allowed`: its person is active and has not taken it back, and the app is on; `askable`: the scopes
 * that the app may ask for today; `consented`: those that its person allows it today.
 * @param find.hold within a transaction: nobody changes or ends it until that ends
 */
export async function findAppSession(
  db: Database,
  { id, now, hold = false }: { id: string; now: Date; hold?: boolean },
) {
  const [session] = await (hold ? heldStanding : standing)(db).execute({ id, now: now.toISOString() });
  return session;
}

function selectStanding(db: Database) {
  return db
    .select({
      id: appSessions.id,
      userId: appSessions.userId,
      clientId: appSessions.clientId,
      scopes: appSessions.scopes,
      expiresAt: appSessions.expiresAt,
      generation: appSessions.generation,
      refreshHash: appSessions.refreshHash,
      refreshedAt: appSessions.refreshedAt,
      seed: appSessions.seed,
      authTime: appSessions.authTime,
      askable: oauthClients.scopes,
      consented: oauthConsents.scopes,
      alive: sql<boolean>`${isAppAlive(parameter('now', 'timestamptz'))}`,
      allowed: sql<boolean>`(${users.status} = 'active' and ${oauthClients.enabled} and ${oauthConsents.userId} is not null)`,
    })
    .from(appSessions)
    .innerJoin(users, eq(users.id, appSessions.userId))
    .innerJoin(oauthClients, eq(oauthClients.id, appSessions.clientId))
    .leftJoin(
      oauthConsents,
      and(eq(oauthConsents.userId, appSessions.userId), eq(oauthConsents.clientId, appSessions.clientId)),
    )
    .where(eq(appSessions.id, sql.placeholder('id')));
}

/**
 * Ends an app session: from now on neither its refresh token nor its access tokens open anything.
 * @returns whose it was, of which app, and where its refresh token was used last; undefined when it was gone already
 */
export async function endAppSession(db: Database, { id }: { id: string }) {
  const gone = db.$with('gone').as(
    db.delete(appSessions).where(eq(appSessions.id, id)).returning({
      userId: appSessions.userId,
      clientId: appSessions.clientId,
      refreshedAt: appSessions.refreshedAt,
      refreshedIp: appSessions.refreshedIp,
      refreshedUserAgent: appSessions.refreshedUserAgent,
    }),
  );
  const [ended] = await db
    .with(gone)
    .select({
      userId: gone.userId,
      name: oauthClients.name,
      refreshedAt: gone.refreshedAt,
      refreshedIp: gone.refreshedIp,
      refreshedUserAgent: gone.refreshedUserAgent,
    })
    .from(gone)
    .innerJoin(oauthClients, eq(oauthClients.id, gone.clientId));
  return ended;
}
