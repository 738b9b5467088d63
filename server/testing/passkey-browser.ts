import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions } from '@/db/schema/sign-in';
import { hashToken } from '@/server/auth/tokens';
import type { Authenticator } from './authenticator';
import { callerFor } from './callers';
import type { CookieJar } from './cookie-jar';

/** One sign-in of a browser with an authenticator, as far as the ticket. */
export async function enterByPasskey(
  db: Database,
  enter: {
    cookies: CookieJar;
    authenticator: Authenticator;
    lies?: Parameters<Authenticator['get']>[1];
    trustDevice?: boolean;
    ip?: string;
  },
) {
  const { cookies, authenticator, lies, trustDevice = false, ip } = enter;
  const { auth } = callerFor(db, null, { cookies, ...(ip && { ip }) });
  const options = await auth.signIn.passkeyOptions({});
  return auth.signIn.passkey({ response: authenticator.get(options, lies), trustDevice });
}

/** The session of a browser, as it is stored. */
export async function sessionOf(db: Database, cookies: CookieJar) {
  const tokenHash = hashToken(cookies.get('foyer.session') ?? '');
  const [session] = await db.select().from(sessions).where(eq(sessions.tokenHash, tokenHash));
  if (!session) throw new Error('there is no session');
  return session;
}
