import { and, eq, gt, isNotNull, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { trustedDevices } from '@/db/schema/factors';
import { knownBrowsers } from '@/db/schema/security';
import { type Amr, loginAttempts, passwords, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { BROWSER_SECONDS } from './browsers';
import { hasSecondFactor } from './factors';
import { hashToken, randomToken } from './tokens';

/** Seconds that a sign-in may take, and that the ticket at its end is good for. */
export const ATTEMPT_SECONDS = 600;
const TICKET_SECONDS = 60;

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);
const NOW = parameter('now', 'timestamptz');

/** Begins a sign-in for an address, known or not, or for whoever a passkey names; the cookie binds it to the browser. */
export async function beginAttempt(db: Database, { email, now }: { email: string | null; now: Date }) {
  const { cookie, ...attempt } = makeAttempt(now);
  await db.insert(loginAttempts).values({ ...attempt, email });
  return { id: attempt.id, cookie };
}

/** What an attempt that begins now is made of; the cookie itself is stored nowhere. */
export function makeAttempt(now: Date) {
  const cookie = randomToken();
  return { id: uuid(), cookie, cookieHash: hashToken(cookie), expiresAt: later(now, ATTEMPT_SECONDS) };
}

const ongoingAttempt = prepared((db) =>
  db
    .select({
      id: loginAttempts.id,
      userId: users.id,
      email: users.email,
      secondFactorDue: loginAttempts.secondFactorDue,
      expiresAt: loginAttempts.expiresAt,
    })
    .from(loginAttempts)
    .leftJoin(users, eq(users.id, loginAttempts.userId))
    .where(isRunning({ cookieHash: sql.placeholder('cookieHash'), now: NOW }))
    .limit(1)
    .prepare('attempt_ongoing'),
);

/**
 * The attempt of a browser and how far it is: open to whoever proves themselves, or of somebody whose first proof was
 * given. Whose address was typed is not asked, so that it makes no difference.
 */
export async function findOngoingAttempt(db: Database, { cookie, now }: { cookie: string; now: Date }) {
  const [attempt] = await ongoingAttempt(db).execute({
    cookieHash: hashToken(cookie),
    now: now.toISOString(),
  });
  return attempt;
}

const attemptWithAccount = prepared((db) => {
  const ownSignUp = db
    .select({ id: signUps.id })
    .from(signUps)
    .where(
      and(
        eq(signUps.cookieHash, sql.placeholder('signUpHash')),
        eq(signUps.email, loginAttempts.email),
        gt(signUps.expiresAt, NOW),
      ),
    );
  return db
    .select({
      id: loginAttempts.id,
      email: sql<string>`${loginAttempts.email}`,
      userId: users.id,
      passwordHash: passwords.hash,
      waiting: sql<boolean>`exists ${ownSignUp}`,
      hasSecondFactor: hasSecondFactor(users.id),
      trustedDeviceId: trustedDevices.id,
      knownBrowserHash: knownBrowsers.browserHash,
    })
    .from(loginAttempts)
    .leftJoin(users, eq(users.email, loginAttempts.email))
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .leftJoin(
      trustedDevices,
      and(
        eq(trustedDevices.userId, users.id),
        eq(trustedDevices.tokenHash, sql.placeholder('deviceHash')),
        gt(trustedDevices.expiresAt, NOW),
      ),
    )
    .leftJoin(
      knownBrowsers,
      and(
        eq(knownBrowsers.userId, users.id),
        eq(knownBrowsers.browserHash, sql.placeholder('browserHash')),
        gt(
          knownBrowsers.lastSeenAt,
          sql`${NOW} - make_interval(secs => ${sql.raw(String(BROWSER_SECONDS))})`,
        ),
      ),
    )
    .where(
      and(
        isRunning({ cookieHash: sql.placeholder('cookieHash'), now: NOW }),
        isNull(loginAttempts.userId),
        isNotNull(loginAttempts.email),
      ),
    )
    .limit(1)
    .prepare('attempt_with_account');
});

/**
 * The attempt of a browser that waits for a password, with the account and password hash behind its address if there
 * are any, in one prepared statement. `waiting`: this same browser has signed up with the address and not confirmed it
 * yet, account or not. `trustedDeviceId`: this browser is trusted by that account; `knownBrowserHash`: that account has
 * signed in here before.
 */
export async function findAttempt(
  db: Database,
  brought: {
    cookie: string;
    signUpCookie?: string | undefined;
    deviceCookie?: string | undefined;
    browserCookie?: string | undefined;
    now: Date;
  },
) {
  const { cookie, signUpCookie = '', deviceCookie = '', browserCookie = '', now } = brought;
  const [attempt] = await attemptWithAccount(db).execute({
    cookieHash: hashToken(cookie),
    signUpHash: hashToken(signUpCookie),
    deviceHash: hashToken(deviceCookie),
    browserHash: hashToken(browserCookie),
    now: now.toISOString(),
  });
  return attempt;
}

const provenAttempt = prepared((db) =>
  db
    .select({
      id: loginAttempts.id,
      userId: users.id,
      email: users.email,
      secondFactorDue: loginAttempts.secondFactorDue,
      amr: loginAttempts.amr,
    })
    .from(loginAttempts)
    .innerJoin(users, eq(users.id, loginAttempts.userId))
    .where(isRunning({ cookieHash: sql.placeholder('cookieHash'), now: NOW }))
    .limit(1)
    .prepare('attempt_proven'),
);

/** The attempt of a browser whose first proof was given, and who it is: a second factor is due, or only the ticket. */
export async function findProvenAttempt(db: Database, { cookie, now }: { cookie: string; now: Date }) {
  const [attempt] = await provenAttempt(db).execute({
    cookieHash: hashToken(cookie),
    now: now.toISOString(),
  });
  return attempt;
}

/** What a proof adds to an attempt. */
export interface Proof {
  attemptId: string;
  userId: string;
  amr: Amr;
  now: Date;
}

/**
 * Notes the first proof of an attempt that needs a second one. There is no ticket yet, and the attempt alone opens
 * nothing. @returns false when the attempt has moved on meanwhile
 */
export async function awaitSecondFactor(db: Database, { attemptId, userId, amr }: Proof) {
  const [moved] = await db
    .update(loginAttempts)
    .set({ userId, amr, secondFactorDue: true })
    .where(
      and(eq(loginAttempts.id, attemptId), isNull(loginAttempts.userId), isNull(loginAttempts.ticketHash)),
    )
    .returning({ id: loginAttempts.id });
  return Boolean(moved);
}

/**
 * Writes an attempt as it is. Noting a failure for an address that nobody has writes nothing, and a transaction that
 * wrote nothing does not wait for the disk: some 2 ms, by which the two could be told apart.
 */
export async function rewriteAttempt(db: Database, { attemptId }: { attemptId: string }) {
  await db
    .update(loginAttempts)
    .set({ email: sql`${loginAttempts.email}` })
    .where(eq(loginAttempts.id, attemptId));
}

/**
 * Notes the one proof that an attempt needs, where no ticket can be handed over at once: somebody came back from a
 * provider, and the page that they land on asks for it. Good for as long as a ticket is.
 */
export async function awaitFinish(db: Database, { attemptId, userId, amr, now }: Proof) {
  await db
    .update(loginAttempts)
    .set({ userId, amr, secondFactorDue: false, expiresAt: later(now, TICKET_SECONDS) })
    .where(
      and(eq(loginAttempts.id, attemptId), isNull(loginAttempts.userId), isNull(loginAttempts.ticketHash)),
    );
}

const attemptCompletion = prepared((db) => {
  const userId = parameter('userId', 'uuid');
  return (
    db
      .update(loginAttempts)
      .set({
        userId,
        amr: sql`${loginAttempts.amr} || ${sql.placeholder('amr')}::jsonb`,
        aal: parameter('aal', 'smallint'),
        passkeyId: parameter('passkeyId', 'uuid'),
        secondFactorDue: false,
        ticketHash: sql`${sql.placeholder('ticketHash')}`,
        ticketExpiresAt: sql`${NOW} + make_interval(secs => ${sql.raw(String(TICKET_SECONDS))})`,
      })
      // Nobody ends what somebody else began.
      .where(
        and(
          eq(loginAttempts.id, sql.placeholder('attemptId')),
          isNull(loginAttempts.ticketHash),
          sql`coalesce(${loginAttempts.userId}, ${userId}) = ${userId}`,
        ),
      )
      .returning({ id: loginAttempts.id })
      .prepare('attempt_completion')
  );
});

/**
 * Ends an attempt with all the proof it needs: a ticket, good for one session in the same browser within a minute.
 * An attempt gives one ticket: the second of two proofs at the same moment gets none.
 * @param proof.aal 2 once two factors, or a passkey with user verification, were proven
 */
export async function completeAttempt(
  db: Database,
  proof: Proof & { aal?: 1 | 2; passkeyId?: string | undefined },
) {
  const { attemptId, userId, amr, aal = 1, passkeyId = null, now } = proof;
  const ticket = randomToken();
  const [completed] = await attemptCompletion(db).execute({
    attemptId,
    userId,
    amr: JSON.stringify(amr),
    aal,
    passkeyId,
    ticketHash: hashToken(ticket),
    now: now.toISOString(),
  });
  return completed && ticket;
}

/** Uses a ticket up: whom it signs in, once, in the browser that holds the attempt's cookie, within its minute. */
export async function redeemTicket(db: Database, redeem: { ticket: string; cookie: string; now: Date }) {
  const { ticket, cookie, now } = redeem;
  const [redeemed] = await db
    .update(loginAttempts)
    .set({ ticketUsedAt: now })
    .where(
      and(
        eq(loginAttempts.ticketHash, hashToken(ticket)),
        eq(loginAttempts.cookieHash, hashToken(cookie)),
        isNull(loginAttempts.ticketUsedAt),
        gt(loginAttempts.ticketExpiresAt, now),
      ),
    )
    .returning({
      userId: sql<string>`${loginAttempts.userId}`,
      amr: loginAttempts.amr,
      aal: sql<1 | 2>`${loginAttempts.aal}`,
      passkeyId: loginAttempts.passkeyId,
    });
  return redeemed;
}

function isRunning({
  cookieHash,
  now,
}: {
  cookieHash: string | Placeholder;
  now: Date | SQL;
}): SQL | undefined {
  return and(
    eq(loginAttempts.cookieHash, cookieHash),
    gt(loginAttempts.expiresAt, now),
    isNull(loginAttempts.ticketHash),
  );
}
