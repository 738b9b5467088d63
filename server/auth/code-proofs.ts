import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { CLOSED_AFTER, countedProof } from './proofs';
import { noteFailure } from './sign-in';

/**
 * Takes a typed code of one person, counted before it is looked at, at sign-in and at step-up alike. A wrong one is
 * written into the person's log, and the one that closes the factor is mailed.
 * @param proof.key as `countedProof` takes it
 * @param proof.take uses the code up with what it opens, in one transaction; undefined when the code is wrong
 * @throws CODE_WRONG, RATE_LIMITED, FACTOR_CLOSED, and whatever `take` throws, after which nothing is counted
 */
export async function takeCode<Opened>(
  db: Database,
  proof: {
    factor: 'totp' | 'recoveryCode';
    key: string | undefined;
    person: { userId: string; email: string };
    cause: Cause;
    ip: string;
    now: Date;
    take: () => Promise<Opened | undefined>;
  },
): Promise<Opened> {
  const { factor, key, person, cause, ip, now, take } = proof;
  const { userId, email } = person;
  let opened: Opened | undefined;
  const { inARow } = await countedProof(db, {
    ip,
    key,
    now,
    check: async () => {
      opened = await take();
      return opened !== undefined;
    },
  });
  if (opened !== undefined) return opened;
  await noteFailure(db, { email, factor, ip, userAgent: cause.userAgent, now });
  if (inARow === CLOSED_AFTER)
    await recordSecurityEvent(db, { kind: 'factor.closed', userId, cause, details: { factor }, now });
  throw new DomainError('CODE_WRONG');
}
