import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { trustedDevices } from '@/db/schema/factors';
import { knownBrowsers } from '@/db/schema/security';
import { loginAttempts } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { addressKey } from '@/server/http/client-address';
import { beginAttempt, makeAttempt } from './attempts';
import { BROWSER_SECONDS } from './browsers';
import { countedUse, placeholdersOf, refuseBeyond } from './throttle';
import { hashToken } from './tokens';

interface Start {
  email: string;
  ip: string;
  deviceCookie: string | undefined;
  browserCookie: string | undefined;
  now: Date;
}

const LIMIT = 'attempt.address';

/** A use of the limit and, within it, the attempt. */
const attemptBegun = prepared((db) => {
  const { used, within } = countedUse(db, LIMIT);
  const attempt = newAttempt({
    id: parameter('id', 'uuid'),
    cookieHash: parameter('cookieHash', 'text'),
    email: parameter('email', 'text'),
    expiresAt: parameter('expiresAt', 'timestamptz'),
  });
  const begun = db
    .$with('begun')
    .as(
      db
        .insert(loginAttempts)
        .select(db.select(attempt).from(used).where(within))
        .returning({ id: loginAttempts.id }),
    );
  return db
    .with(used, begun)
    .select({ points: used.points, expire: used.expire })
    .from(used)
    .prepare('attempt_begun');
});

/**
 * Begins a sign-in for an address, known or not. How many begin at one IP address is limited; a browser that the
 * account trusts or knows is let through beyond that, or whoever shares the IP address could keep its owner out.
 * @returns the cookie that binds it to the browser @throws RATE_LIMITED
 */
export async function startSignIn(db: Database, start: Start): Promise<{ cookie: string }> {
  const { email, ip, now } = start;
  const { id, cookie, cookieHash, expiresAt } = makeAttempt(now);
  const [used] = await attemptBegun(db).execute({
    ...placeholdersOf({ limit: LIMIT, key: addressKey(ip) }),
    id,
    cookieHash,
    email,
    expiresAt: expiresAt.toISOString(),
  });
  try {
    refuseBeyond(LIMIT, used);
    return { cookie };
  } catch (error) {
    if (!(await isTheirs(db, start))) throw error;
    return beginAttempt(db, start);
  }
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

/** An attempt at its beginning as what a statement selects: every column, in the order of the table. */
function newAttempt(begun: Record<'id' | 'cookieHash' | 'email' | 'expiresAt', SQL>) {
  return {
    id: begun.id.as('id'),
    cookieHash: begun.cookieHash.as('cookie_hash'),
    email: begun.email.as('email'),
    expiresAt: begun.expiresAt.as('expires_at'),
    userId: sql`null::uuid`.as('user_id'),
    secondFactorDue: sql`false`.as('second_factor_due'),
    amr: sql`'{}'::jsonb`.as('amr'),
    aal: sql`1::smallint`.as('aal'),
    passkeyId: sql`null::uuid`.as('passkey_id'),
    ticketHash: sql`null::text`.as('ticket_hash'),
    ticketExpiresAt: sql`null::timestamptz`.as('ticket_expires_at'),
    ticketUsedAt: sql`null::timestamptz`.as('ticket_used_at'),
  };
}
