import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { trustedDevices } from '@/db/schema/factors';
import { knownBrowsers } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import { beginAttempt } from './attempts';
import { BROWSER_SECONDS } from './browsers';
import { countUse } from './throttle';
import { hashToken } from './tokens';

interface Start {
  email: string;
  ip: string;
  deviceCookie: string | undefined;
  browserCookie: string | undefined;
  now: Date;
}

/**
 * Begins a sign-in for an address, known or not. How many begin at one IP address is limited; a browser that the
 * account trusts or knows is let through beyond that, or whoever shares the IP address could keep its owner out.
 * @returns the cookie that binds it to the browser @throws RATE_LIMITED
 */
export async function startSignIn(db: Database, start: Start): Promise<{ cookie: string }> {
  try {
    await countUse(db, { limit: 'attempt.address', key: addressKey(start.ip) });
  } catch (error) {
    const isLimit = error instanceof DomainError && error.reason === 'RATE_LIMITED';
    if (!isLimit || !(await isTheirs(db, start))) throw error;
  }
  return beginAttempt(db, start);
}

/** Whether the account with this address, if there is one, trusts or knows the browser. */
async function isTheirs(db: Database, { email, deviceCookie, browserCookie, now }: Start) {
  const trusted = db
    .select({ id: trustedDevices.id })
    .from(trustedDevices)
    .where(
      and(
        eq(trustedDevices.userId, users.id),
        eq(trustedDevices.tokenHash, hashToken(deviceCookie ?? '')),
        gt(trustedDevices.expiresAt, now),
      ),
    );
  const known = db
    .select({ userId: knownBrowsers.userId })
    .from(knownBrowsers)
    .where(
      and(
        eq(knownBrowsers.userId, users.id),
        eq(knownBrowsers.browserHash, hashToken(browserCookie ?? '')),
        gt(knownBrowsers.lastSeenAt, new Date(now.getTime() - BROWSER_SECONDS * 1000)),
      ),
    );
  const theirs = sql`(exists ${trusted} or exists ${known})`;
  return (await db.$count(users, and(eq(users.email, email), theirs))) > 0;
}
