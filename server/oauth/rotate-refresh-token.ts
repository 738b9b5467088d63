import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { appSessions } from '@/db/schema/oauth';
import type { Cause } from '@/server/audit/commands';
import { hashToken } from '@/server/auth/tokens';
import { findAppSession } from './app-sessions';
import { REFRESH_GRACE_SECONDS, type Scope } from './catalog';
import { protocolError } from './errors';
import { deriveRefreshToken, isGenuine, readRefreshToken } from './refresh-tokens';
import { endReused } from './reuse';
import { scopesToday, scopeWords } from './standing';

/** A refresh token as it came, and from where. */
interface Refresh {
  token: string;
  /** The `scope` parameter: what the access token shall do, of what the person gave. */
  scope: string | undefined;
  clientId: string;
  /** The present secret, and earlier ones. */
  secrets: [string, ...string[]];
  cause: Cause;
  now: Date;
}

/**
 * Uses a refresh token, under the lock of its family: the living one gets a successor, the one before gets that same
 * successor for half a minute (two tabs, a lost answer), and any older one ends the family (RFC 9700 section 4.14.2).
 * What was not made by us changes nothing. In a transaction that is committed also when this throws.
 * @throws invalid_grant; invalid_scope, with nothing changed
 */
export async function rotateRefreshToken(
  db: Database,
  refresh: Refresh,
): Promise<{ appSessionId: string; userId: string; scopes: Scope[]; authTime: Date; refreshToken: string }> {
  const { cause, secrets, now } = refresh;
  const { family, age } = await lockFamily(db, refresh);
  const { id, userId, seed } = family;
  if (!family.alive) throw protocolError('invalid_grant', 'The refresh token has expired');
  const inGrace = now.getTime() - family.refreshedAt.getTime() <= REFRESH_GRACE_SECONDS * 1000;
  if (age > 1 || (age === 1 && !inGrace)) {
    await endReused(db, { id, what: 'refreshToken', cause, now });
    throw protocolError('invalid_grant', 'The refresh token was used before, so the app was signed out');
  }
  if (!family.allowed) throw protocolError('invalid_grant', 'The person no longer allows this');
  const scopes = narrowed(family, refresh);
  const session = { appSessionId: id, userId, scopes, authTime: family.authTime };
  if (age === 0) return { ...session, refreshToken: await rotate(db, family, refresh) };
  const successor = secrets
    .map((secret) => deriveRefreshToken({ id, seed, generation: family.generation }, { secret }))
    .find((token) => hashToken(token) === family.refreshHash);
  // It was made with a secret that is no longer among ours.
  if (successor === undefined) throw protocolError('invalid_grant', 'The refresh token was used before');
  return { ...session, refreshToken: successor };
}

const rotated = prepared((db) => {
  const moment = parameter('now', 'timestamptz');
  const [ip, userAgent] = [parameter('ip', 'text'), parameter('userAgent', 'text')];
  return db
    .update(appSessions)
    .set({
      generation: parameter('generation', 'integer'),
      refreshHash: parameter('refreshHash', 'text'),
      refreshedAt: moment,
      refreshedIp: ip,
      refreshedUserAgent: userAgent,
      lastSeenAt: moment,
      lastIp: ip,
      userAgent,
    })
    .where(eq(appSessions.id, sql.placeholder('id')))
    .prepare('app_session_rotated');
});

type Family = Awaited<ReturnType<typeof lockFamily>>['family'];

/** The family of a token that is ours and this client's, and how many of it came after this one. */
async function lockFamily(db: Database, { token, clientId, secrets, now }: Refresh) {
  const invalid = protocolError('invalid_grant', 'The refresh token is not valid');
  const read = readRefreshToken(token);
  if (!read) throw invalid;
  const family = await findAppSession(db, { id: read.sessionId, now, hold: true });
  if (family?.clientId !== clientId) throw invalid;
  const age = family.generation - read.generation;
  // The living one is known by its hash, so that it outlives the secret that it was made with.
  const ours = age === 0 ? hashToken(token) === family.refreshHash : isGenuine(read, { ...family, secrets });
  if (!ours || age < 0) throw invalid;
  return { family, age };
}

/** @throws invalid_scope for a scope that the person did not give, RFC 6749 section 6 */
function narrowed({ scopes, askable, consented: allowed }: Family, { scope }: Refresh) {
  const words = scopeWords(scope);
  if (words?.some((word) => !scopes.includes(word)))
    throw protocolError('invalid_scope', 'The scope is more than the person gave');
  return scopesToday({ granted: words ?? scopes, askable, allowed });
}

async function rotate(db: Database, family: Family, { secrets: [secret], cause, now }: Refresh) {
  const generation = family.generation + 1;
  const successor = deriveRefreshToken({ id: family.id, seed: family.seed, generation }, { secret });
  await rotated(db).execute({
    ...{ id: family.id, generation, refreshHash: hashToken(successor) },
    ...{ now: now.toISOString(), ip: cause.ip ?? null, userAgent: cause.userAgent ?? null },
  });
  return successor;
}
