import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { type Amr, passwords } from '@/db/schema/sign-in';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { takeCode } from './code-proofs';
import { getFactors } from './factors';
import { clearDoubts } from './passkey-use';
import { verifyPassword } from './passwords';
import { CLOSED_AFTER, countedProof, passwordKeyIn, totpKeyIn } from './proofs';
import { findRecoveryHash, takeRecoveryCode } from './recovery-codes';
import { lastUsedFirst, type StepUpMethod, stepUpMethods } from './rules';
import { renewSession, type Session } from './sessions';
import { noteFailure } from './sign-in';
import { hasFreshProof } from './step-up';
import { takeTotpCode } from './totp';

/** A signed-in request that confirms who it is. */
export interface StepUpVisit {
  session: Session;
  cause: Cause;
  ip: string;
  now: Date;
}

/** Whether a session has confirmed lately who it is, and with what its person can, the one used last first. */
export async function getStepUpStatus(
  db: Database,
  { session, now }: StepUpVisit,
): Promise<{ fresh: boolean; methods: StepUpMethod[]; email: string }> {
  const factors = await getFactors(db, { userId: session.userId });
  const fresh = await hasFreshProof(db, { session, now });
  return { fresh, methods: lastUsedFirst(stepUpMethods(factors), factors), email: session.email };
}

/**
 * Confirms by password who is behind a session, where there is no second factor.
 * @returns the session's new token; so do its neighbours
 * @throws NOT_ALLOWED where a password is not enough or there is none, PASSWORD_WRONG, RATE_LIMITED, FACTOR_CLOSED, BUSY,
 *   SESSION_ENDED
 */
export async function confirmByPassword(
  db: Database,
  proof: StepUpVisit & { password: string },
): Promise<string> {
  const { session, password, cause, ip, now } = proof;
  const { userId, email } = session;
  await refuseUnless(db, { userId, method: 'password' });
  const { proven, inARow } = await countedProof(db, {
    ip,
    key: passwordKeyIn(session),
    now,
    check: async () => verifyPassword({ hash: await findHash(db, { userId }), password }),
  });
  if (proven)
    return db.transaction((tx) => confirm(tx, { visit: proof, method: 'password', amr: 'pwd', aal: 1 }));
  await noteFailure(db, { email, factor: 'password', ip, userAgent: cause.userAgent, now });
  if (inARow === CLOSED_AFTER) {
    const details = { factor: 'password' };
    await recordSecurityEvent(db, { kind: 'factor.closed', userId, cause, details, now });
  }
  throw new DomainError('PASSWORD_WRONG');
}

/** By the code of an authenticator app. @throws NOT_ALLOWED without one, CODE_WRONG, RATE_LIMITED, FACTOR_CLOSED, SESSION_ENDED */
export async function confirmByTotp(
  db: Database,
  proof: StepUpVisit & { code: string; secrets: string[] },
): Promise<string> {
  const { session, code, secrets, now } = proof;
  const { userId } = session;
  await refuseUnless(db, { userId, method: 'totp' });
  return takeCode(db, {
    ...proof,
    factor: 'totp',
    key: totpKeyIn(session),
    person: session,
    take: () =>
      db.transaction(async (tx) => {
        const used = await takeTotpCode(tx, { userId, code, secrets, now });
        if (!used) return undefined;
        await clearDoubts(tx, { userId });
        return confirm(tx, { visit: proof, method: 'totp', amr: 'otp', aal: 2 });
      }),
  });
}

/**
 * By a recovery code, which is used up.
 * @throws NOT_ALLOWED without any, CODE_WRONG, RATE_LIMITED, BUSY, SESSION_ENDED
 */
export async function confirmByRecoveryCode(
  db: Database,
  proof: StepUpVisit & { code: string },
): Promise<string> {
  const { session, code, cause, now } = proof;
  const { userId } = session;
  await refuseUnless(db, { userId, method: 'recoveryCode' });
  return takeCode(db, {
    ...proof,
    factor: 'recoveryCode',
    key: undefined,
    person: session,
    take: async () => {
      const hash = await findRecoveryHash(db, { userId, code });
      if (hash === undefined) return undefined;
      return db.transaction(async (tx) => {
        const used = await takeRecoveryCode(tx, { userId, hash, cause, now });
        if (!used) return undefined;
        await clearDoubts(tx, { userId });
        return confirm(tx, { visit: proof, method: 'recoveryCode', amr: 'recovery', aal: 2 });
      });
    },
  });
}

/** Not STEP_UP_REQUIRED: that is answered by asking again, and this will never be enough. */
async function refuseUnless(db: Database, { userId, method }: { userId: string; method: StepUpMethod }) {
  if (!stepUpMethods(await getFactors(db, { userId })).includes(method)) throw new DomainError('NOT_ALLOWED');
}

async function findHash(db: Database, { userId }: { userId: string }) {
  const [found] = await db
    .select({ hash: passwords.hash })
    .from(passwords)
    .where(eq(passwords.userId, userId))
    .limit(1);
  return found?.hash;
}

async function confirm(
  db: Database,
  proof: { visit: StepUpVisit; method: StepUpMethod; amr: keyof Amr; aal: 1 | 2 },
) {
  const { visit, method, amr, aal } = proof;
  const { session, cause, now } = visit;
  const token = await renewSession(db, {
    sessionId: session.id,
    amr: { [amr]: now.toISOString() },
    aal,
    now,
  });
  const details = { method };
  await recordSecurityEvent(db, {
    kind: 'identity.confirmed',
    userId: session.userId,
    cause,
    details,
    now,
  });
  return token;
}
