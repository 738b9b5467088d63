import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { appSessions, oauthClients, oauthConsents, signingKeys } from '@/db/schema/oauth';
import { photos } from '@/db/schema/photos';
import { profiles, users } from '@/db/schema/users';
import type { Session } from '@/server/auth/sessions';
import type { Permission } from '@/server/roles/permissions';
import { permissionsEverywhere } from '@/server/roles/queries';
import { isValid, readAccessToken } from './access-tokens';
import { isAppAlive } from './app-sessions';
import { scopesToday } from './standing';

const TOUCH_EVERY_MS = 60_000;
/** Long before anybody could have proven anything. */
const NEVER = new Date(0);

const NOW = parameter('now', 'timestamptz');

const sessionByBearer = prepared((db) =>
  db
    .select({
      id: appSessions.id,
      userId: appSessions.userId,
      createdAt: appSessions.createdAt,
      lastSeenAt: appSessions.lastSeenAt,
      expiresAt: appSessions.expiresAt,
      authTime: appSessions.authTime,
      clientId: appSessions.clientId,
      scopes: appSessions.scopes,
      askable: oauthClients.scopes,
      allowed: oauthConsents.scopes,
      publicJwk: signingKeys.publicJwk,
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
    .from(appSessions)
    .innerJoin(users, and(eq(users.id, appSessions.userId), eq(users.status, 'active')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(photos, and(eq(photos.userId, users.id), photos.isCurrent))
    .innerJoin(oauthClients, and(eq(oauthClients.id, appSessions.clientId), eq(oauthClients.enabled, true)))
    .innerJoin(
      oauthConsents,
      and(eq(oauthConsents.userId, appSessions.userId), eq(oauthConsents.clientId, appSessions.clientId)),
    )
    .innerJoin(
      signingKeys,
      and(
        eq(signingKeys.kid, sql.placeholder('kid')),
        or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, NOW)),
      ),
    )
    .where(and(eq(appSessions.id, sql.placeholder('sid')), isAppAlive(NOW)))
    .prepare('session_by_bearer'),
);

/**
 * The token of an `Authorization` header, if it is one of a bearer (RFC 6750 section 2.1): whatever stands behind the
 * word, also when it can be no token. Undefined for a header of another kind.
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  const [scheme = '', ...token] = (authorization ?? '').trim().split(/\s+/);
  return scheme.toLowerCase() === 'bearer' ? token.join(' ') : undefined;
}

/**
 * What an access token opens at this moment, in the shape of a session, for at most one prepared statement. A token is
 * believed only together with its rows: app session, person, app, consent and key as they are now. It never counts as a
 * fresh proof of who somebody is.
 * @returns undefined for a token that is not ours or opens nothing any more
 */
export async function findBearer(
  db: Database,
  { token, appUrl, now }: { token: string; appUrl: string; now: Date },
): Promise<Session | undefined> {
  const read = readAccessToken(token);
  if (!read) return undefined;
  const { sid, kid } = read;
  const [row] = await sessionByBearer(db).execute({ sid, kid, now: now.toISOString() });
  if (!row) return undefined;
  const { publicJwk, scopes, askable, allowed, clientId, ...session } = row;
  if (session.userId !== read.sub || clientId !== read.clientId) return undefined;
  if (!(await isValid(read, { publicJwk, appUrl, now }))) return undefined;
  const today = scopesToday({ granted: scopes, askable, allowed });
  const app = { clientId, scopes: today.filter((scope) => read.scopes.includes(scope)) };
  return { ...session, app, aal: 0, amr: {}, provenAt: NEVER, provenAal: 0 };
}

/** Writes when and from where an app last called, at most once a minute. */
export async function touchAppSession(
  db: Database,
  touch: { session: { id: string; lastSeenAt: Date }; ip: string; now: Date },
) {
  const { session, ip, now } = touch;
  if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_EVERY_MS) return;
  // Asked again by the statement: of twenty calls at the same moment one writes, and none waits for another.
  const due = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db
    .update(appSessions)
    .set({ lastSeenAt: now, lastIp: ip })
    .where(and(eq(appSessions.id, session.id), lte(appSessions.lastSeenAt, due)));
}
