import { hashToken } from '@/server/auth/tokens';
import { verifyAccessToken } from './access-tokens';
import { type AppServices, secretsOf } from './app-request';
import { findAppSession } from './app-sessions';
import { isGenuine, readRefreshToken } from './refresh-tokens';

export type TokenSession = NonNullable<Awaited<ReturnType<typeof findTokenSession>>>;

/**
 * The app session that a token is of, which is ours by its signature or its hash, and whether that token itself still
 * opens anything; undefined when the token or its session is not there.
 */
export async function findTokenSession(services: AppServices, { token, now }: { token: string; now: Date }) {
  const { db, appUrl } = services;
  const refresh = readRefreshToken(token);
  const access = refresh ? undefined : await verifyAccessToken(db, { token, appUrl, now });
  const id = refresh?.sessionId ?? access?.sid;
  const session = id === undefined ? undefined : await findAppSession(db, { id, now });
  if (!session) return undefined;
  const current = !refresh || hashToken(token) === session.refreshHash;
  if (!current && !isGenuine(refresh, { ...session, secrets: secretsOf(services) })) return undefined;
  return { session, access, living: current && session.alive && session.allowed };
}
