import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { recordForAddress } from '@/server/security/commands';
import { awaitSecondFactor, completeAttempt, findAttempt, type Proof, rewriteAttempt } from './attempts';
import { renewHash } from './password';
import { verifyPassword } from './passwords';
import { CLOSED_AFTER, countedProof, passwordKey } from './proofs';

/** What comes after a proof: a ticket that next-auth's callback turns into a session, or the second factor. */
export type NextStep = { next: 'done'; ticket: string } | { next: 'secondFactor'; ticket?: never };

/**
 * Proves a running attempt by password. An address without an account costs the same work, statement
 * for statement, and gets the same no.
 * @throws ATTEMPT_EXPIRED, SIGN_IN_FAILED, EMAIL_UNVERIFIED (the same, where this browser has
 *   signed up with the address and not confirmed it), RATE_LIMITED, FACTOR_CLOSED, BUSY
 */
export async function signInWithPassword(
  db: Database,
  request: {
    attemptCookie: string | undefined;
    signUpCookie: string | undefined;
    deviceCookie: string | undefined;
    browserCookie: string | undefined;
    password: string;
    ip: string;
    userAgent: string | undefined;
    now: Date;
  },
): Promise<NextStep> {
  const { attemptCookie, password, ip, userAgent, now } = request;
  const attempt = attemptCookie && (await findAttempt(db, { ...request, cookie: attemptCookie }));
  if (!attempt) throw new DomainError('ATTEMPT_EXPIRED');

  // A browser of theirs has failures of its own, or whoever knows the address could lock its owner out.
  const theirs = attempt.trustedDeviceId ?? attempt.knownBrowserHash;
  const { proven, inARow } = await countedProof(db, {
    ip: theirs ? undefined : ip,
    key: passwordKey(attempt.email, theirs),
    now,
    check: () => verifyPassword({ hash: attempt.passwordHash ?? undefined, password }),
  });
  if (!proven || !attempt.userId) {
    const failure = { email: attempt.email, ip, userAgent, now };
    await db.transaction(async (tx) => {
      // The attempt first: the order of locks at `endAccess`.
      await rewriteAttempt(tx, { attemptId: attempt.id });
      await noteFailure(tx, { ...failure, factor: 'password' });
    });
    if (inARow === CLOSED_AFTER)
      await recordForAddress(db, { kind: 'factor.closed', ...failure, details: { factor: 'password' } });
    // Told by this browser's own sign-up alone, so that it says nothing about whether there is an account.
    throw new DomainError(attempt.waiting ? 'EMAIL_UNVERIFIED' : 'SIGN_IN_FAILED');
  }
  await renewHash(db, { userId: attempt.userId, hash: attempt.passwordHash, password });
  const proof = { attemptId: attempt.id, userId: attempt.userId, amr: { pwd: now.toISOString() }, now };
  return afterFirstProof(db, { proof, needsSecond: attempt.hasSecondFactor && !attempt.trustedDeviceId });
}

/** A first proof opens the account, or asks for the second. @throws ATTEMPT_EXPIRED when the attempt has moved on */
async function afterFirstProof(
  db: Database,
  { proof, needsSecond }: { proof: Proof; needsSecond: boolean },
): Promise<NextStep> {
  if (needsSecond) {
    if (!(await awaitSecondFactor(db, proof))) throw new DomainError('ATTEMPT_EXPIRED');
    return { next: 'secondFactor' };
  }
  const ticket = await completeAttempt(db, proof);
  if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
  return { next: 'done', ticket };
}

/** Writes a failed try into the log of whoever has the address; the same statement when nobody has. */
export async function noteFailure(
  db: Database,
  failure: {
    email: string;
    factor: 'password' | 'totp' | 'recoveryCode' | 'passkey';
    ip: string;
    userAgent: string | undefined;
    now: Date;
  },
) {
  const { factor, ...facts } = failure;
  await recordForAddress(db, { kind: 'signIn.failed', ...facts, details: { factor } });
}
