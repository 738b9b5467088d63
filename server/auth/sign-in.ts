import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import { completeAttempt, findAttempt } from './attempts';
import { verifyPassword } from './passwords';
import { countedProof } from './throttle';

/**
 * Proves a running attempt by password. An address without an account costs the same work, statement
 * for statement, and gets the same no.
 * @returns a ticket that next-auth's callback turns into a session
 * @throws ATTEMPT_EXPIRED, SIGN_IN_FAILED, EMAIL_UNVERIFIED (the same, where this browser has
 *   signed up with the address and not confirmed it), RATE_LIMITED, BUSY
 */
export async function signInWithPassword(
  db: Database,
  request: {
    attemptCookie: string | undefined;
    signUpCookie: string | undefined;
    password: string;
    ip: string;
    now: Date;
  },
): Promise<{ ticket: string }> {
  const { attemptCookie, signUpCookie, password, ip, now } = request;
  const attempt = attemptCookie && (await findAttempt(db, { cookie: attemptCookie, signUpCookie, now }));
  if (!attempt) throw new DomainError('ATTEMPT_EXPIRED');

  const uses = [
    { limit: 'proof.address', key: addressKey(ip) },
    { limit: 'proof.account', key: `password:${attempt.email}` },
  ] as const;
  const proven = await countedProof(db, {
    uses,
    check: () => verifyPassword({ hash: attempt.passwordHash ?? undefined, password }),
  });
  // Told by this browser's own sign-up alone, so that it says nothing about whether there is an account.
  if (!proven || !attempt.userId)
    throw new DomainError(attempt.waiting ? 'EMAIL_UNVERIFIED' : 'SIGN_IN_FAILED');

  const ticket = await completeAttempt(db, {
    attemptId: attempt.id,
    userId: attempt.userId,
    amr: ['pwd'],
    now,
  });
  if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
  return { ticket };
}
