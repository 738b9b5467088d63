import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { loginAttempts, passwords, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { hashToken, randomToken } from './tokens';

/** Seconds that a sign-in may take, and that the ticket at its end is good for. */
export const ATTEMPT_SECONDS = 600;
const TICKET_SECONDS = 60;

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

/** Begins a sign-in for an address, known or not; the cookie binds it to the browser. */
export async function beginAttempt(db: Database, { email, now }: { email: string; now: Date }) {
  const cookie = randomToken();
  const id = uuid();
  await db.insert(loginAttempts).values({
    id,
    cookieHash: hashToken(cookie),
    email,
    expiresAt: later(now, ATTEMPT_SECONDS),
  });
  return { id, cookie };
}

/**
 * The running attempt of a browser, with the account and password hash behind its address if there are any.
 * `waiting`: this same browser has signed up with the address and not confirmed it yet, account or not.
 */
export async function findAttempt(
  db: Database,
  { cookie, signUpCookie, now }: { cookie: string; signUpCookie?: string | undefined; now: Date },
) {
  const ownSignUp = db
    .select({ id: signUps.id })
    .from(signUps)
    .where(
      and(
        eq(signUps.cookieHash, hashToken(signUpCookie ?? '')),
        eq(signUps.email, loginAttempts.email),
        gt(signUps.expiresAt, now),
      ),
    );
  const [attempt] = await db
    .select({
      id: loginAttempts.id,
      email: loginAttempts.email,
      userId: users.id,
      passwordHash: passwords.hash,
      waiting: sql<boolean>`exists ${ownSignUp}`,
    })
    .from(loginAttempts)
    .leftJoin(users, eq(users.email, loginAttempts.email))
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .where(
      and(
        eq(loginAttempts.cookieHash, hashToken(cookie)),
        gt(loginAttempts.expiresAt, now),
        isNull(loginAttempts.ticketHash),
      ),
    )
    .limit(1);
  return attempt;
}

/**
 * Ends an attempt with the proof given: a ticket, good for one session in the same browser within a minute.
 * An attempt gives one ticket: the second of two proofs at the same moment gets none.
 */
export async function completeAttempt(
  db: Database,
  proof: { attemptId: string; userId: string; amr: string[]; now: Date },
) {
  const { attemptId, userId, amr, now } = proof;
  const ticket = randomToken();
  const [completed] = await db
    .update(loginAttempts)
    .set({ userId, amr, ticketHash: hashToken(ticket), ticketExpiresAt: later(now, TICKET_SECONDS) })
    .where(and(eq(loginAttempts.id, attemptId), isNull(loginAttempts.ticketHash)))
    .returning({ id: loginAttempts.id });
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
    .returning({ userId: sql<string>`${loginAttempts.userId}`, amr: loginAttempts.amr });
  return redeemed;
}
