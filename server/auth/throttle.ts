import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/operations';
import { DomainError } from '@/server/errors';

/**
 * Limits, counted in PostgreSQL and so shared by all instances; when the database is away the answer is no.
 * `points` in `duration` seconds.
 */
const LIMITS = {
  /** Failed proofs from one address; an IPv6 /64 is one. */
  'proof.address': { points: 10, duration: 60 },
  /** Failed proofs of one account and factor. */
  'proof.account': { points: 5, duration: 15 * 60 },
  /** Mails to one address for one purpose. */
  'mail.address': { points: 3, duration: 3600 },
  /** Accounts begun from one address. */
  'signUp.address': { points: 30, duration: 3600 },
  /** Sign-ins begun from one address. */
  'attempt.address': { points: 100, duration: 60 },
  /** Saves of one's own profile. */
  'profile.person': { points: 60, duration: 600 },
} as const;

export type Limit = keyof typeof LIMITS;

const limiters = new WeakMap<Database, Map<Limit, RateLimiterDrizzle>>();

/**
 * Counts one use of a limit, before the work, so that a hundred at the same moment count a hundred.
 * @throws RATE_LIMITED with the seconds to wait
 */
export async function countUse(db: Database, { limit, key }: { limit: Limit; key: string }) {
  try {
    await limiter(db, limit).consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new DomainError('RATE_LIMITED', {
      retryAfter: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    });
  }
}

interface Use {
  limit: Limit;
  key: string;
}

/**
 * Counts a proof against its limits before it is checked, and takes it back unless the check says no: not after a
 * success, nor when the check could not be made. The failures of others stay counted.
 * @returns what `check` says @throws RATE_LIMITED, and whatever `check` throws
 */
export async function countedProof(
  db: Database,
  { uses, check }: { uses: readonly Use[]; check: () => Promise<boolean> },
) {
  const counted: Use[] = [];
  let failed = false;
  try {
    for (const use of uses) {
      await countUse(db, use);
      counted.push(use);
    }
    failed = !(await check());
    return !failed;
  } finally {
    if (!failed) for (const { limit, key } of counted) await limiter(db, limit).reward(key);
  }
}

function limiter(db: Database, limit: Limit) {
  const mine = limiters.get(db) ?? new Map<Limit, RateLimiterDrizzle>();
  limiters.set(db, mine);
  const known = mine.get(limit);
  if (known) return known;
  const made = new RateLimiterDrizzle({
    storeClient: db,
    schema: rateLimits,
    keyPrefix: limit,
    ...LIMITS[limit],
    // Expired rows are swept by the worker, in one place for all instances.
    clearExpiredByTimeout: false,
  });
  mine.set(limit, made);
  return made;
}
