import type { Database } from '@/db/client';
import type { Amr } from '@/db/schema/sign-in';
import { DomainError } from '@/server/errors';
import { completeAttempt } from './attempts';
import { takeCode } from './code-proofs';
import { totpKey } from './proofs';
import { findRecoveryHash, takeRecoveryCode } from './recovery-codes';
import { getProvenAttempt, type SecondProof, type Visit } from './second-step';
import { takeTotpCode } from './totp';
import { trustDevice } from './trusted-devices';

/**
 * Proves the second step of a running sign-in by the code of an authenticator app. Of the same code sent twice at once
 * one is taken.
 * @throws ATTEMPT_EXPIRED, CODE_WRONG, RATE_LIMITED, FACTOR_CLOSED
 */
export async function signInWithTotp(
  db: Database,
  request: Visit & { code: string; trustDevice: boolean; secrets: string[] },
): Promise<SecondProof> {
  const { code, secrets, now } = request;
  const person = await getDueAttempt(db, request);
  const { userId } = person;
  return takeCode(db, {
    factor: 'totp',
    key: totpKey(userId),
    person,
    cause: strangerOf(request),
    ip: request.ip,
    now,
    take: () =>
      db.transaction(async (tx) => {
        const used = await takeTotpCode(tx, { userId, code, secrets, now });
        return used && complete(tx, { person, amr: { otp: now.toISOString() }, request });
      }),
  });
}

/**
 * Proves the second step of a running sign-in by a recovery code, which is used up.
 * @returns with how many are left
 * @throws ATTEMPT_EXPIRED, CODE_WRONG, RATE_LIMITED, BUSY
 */
export async function signInWithRecoveryCode(
  db: Database,
  request: Visit & { code: string; trustDevice: boolean },
): Promise<SecondProof> {
  const { code, now } = request;
  const person = await getDueAttempt(db, request);
  const { userId } = person;
  return takeCode(db, {
    factor: 'recoveryCode',
    key: undefined,
    person,
    cause: strangerOf(request),
    ip: request.ip,
    now,
    take: async () => {
      const hash = await findRecoveryHash(db, { userId, code });
      if (hash === undefined) return undefined;
      return db.transaction(async (tx) => {
        const used = await takeRecoveryCode(tx, { userId, hash, cause: causeOf(request, userId), now });
        if (!used) return undefined;
        const proof = await complete(tx, { person, amr: { recovery: now.toISOString() }, request });
        return { ...proof, codesLeft: used.left };
      });
    },
  });
}

async function getDueAttempt(db: Database, visit: Visit) {
  const attempt = await getProvenAttempt(db, visit);
  if (!attempt.secondFactorDue) throw new DomainError('ATTEMPT_EXPIRED');
  return attempt;
}

async function complete(
  db: Database,
  proof: {
    person: { id: string; userId: string };
    amr: Amr;
    request: Visit & { trustDevice: boolean };
  },
): Promise<SecondProof> {
  const { person, amr, request } = proof;
  const { userId } = person;
  const { deviceCookie, ip, userAgent, now } = request;
  const ticket = await completeAttempt(db, { attemptId: person.id, userId, amr, aal: 2, now });
  if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
  if (!request.trustDevice) return { next: 'done', ticket };
  // Whoever removes the factor at this moment waits for its row, or the attempt's, and forgets this trust with the rest.
  const cause = causeOf(request, userId);
  const trust = { userId, deviceCookie, ip, userAgent, cause, now };
  return { next: 'done', ticket, deviceToken: await trustDevice(db, trust) };
}

function causeOf({ requestId, ip, userAgent }: Visit, userId: string) {
  return { actorId: userId, requestId, ip, userAgent };
}

/** Whoever gives a wrong code may be anybody. */
function strangerOf({ requestId, ip, userAgent }: Visit) {
  return { actorId: null, requestId, ip, userAgent };
}
