import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { completeAttempt, findProvenAttempt } from './attempts';
import { getFactors } from './factors';
import { lastUsedFirst, type SecondFactor, secondFactors } from './rules';

/** What a request to go on with a sign-in brings. */
export interface Visit {
  attemptCookie: string | undefined;
  deviceCookie: string | undefined;
  ip: string;
  userAgent: string | undefined;
  requestId: string;
  now: Date;
}

/** A second proof that was taken: the ticket, and the token of a browser that is trusted from now on. */
export interface SecondProof {
  next: 'done';
  ticket: string;
  deviceToken?: string | undefined;
  /** After a recovery code: how many are left. */
  codesLeft?: number | undefined;
}

/**
 * Where a sign-in stands whose first proof was given: what its person can give as a second, the one they used last
 * first. @throws ATTEMPT_EXPIRED
 */
export async function getSecondStep(
  db: Database,
  { attemptCookie, now }: Visit,
): Promise<{ email: string; due: boolean; methods: SecondFactor[] }> {
  const attempt = await getProvenAttempt(db, { attemptCookie, now });
  const factors = await getFactors(db, { userId: attempt.userId });
  const methods = lastUsedFirst(secondFactors(factors), factors);
  return { email: attempt.email, due: attempt.secondFactorDue, methods };
}

/** The ticket of an attempt that was proven and needs no second factor. @throws ATTEMPT_EXPIRED */
export async function finishSignIn(db: Database, { attemptCookie, now }: Visit): Promise<{ ticket: string }> {
  const attempt = await getProvenAttempt(db, { attemptCookie, now });
  if (attempt.secondFactorDue) throw new DomainError('ATTEMPT_EXPIRED');
  const ticket = await completeAttempt(db, {
    attemptId: attempt.id,
    userId: attempt.userId,
    amr: attempt.amr,
    now,
  });
  if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
  return { ticket };
}

/** @throws ATTEMPT_EXPIRED */
export async function getProvenAttempt(
  db: Database,
  { attemptCookie, now }: Pick<Visit, 'attemptCookie' | 'now'>,
) {
  const attempt = attemptCookie && (await findProvenAttempt(db, { cookie: attemptCookie, now }));
  if (!attempt) throw new DomainError('ATTEMPT_EXPIRED');
  return attempt;
}
