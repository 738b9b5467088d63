import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '@/db/client';
import { parameter } from '@/db/prepared';
import { rateLimits } from '@/db/schema/operations';
import { DomainError } from '@/server/errors';

/**
 * Limits, counted in PostgreSQL and so shared by all instances; when the database is away the answer is no.
 * `points` in `duration` seconds.
 */
const LIMITS = {
  /** Failed proofs from one address; an IPv6 /64 is one. */
  'proof.address': { points: 10, duration: 60 },
  /** Mails to one address for one purpose. */
  'mail.address': { points: 3, duration: 3600 },
  /** Links for a new password asked for from one address. */
  'reset.address': { points: 30, duration: 3600 },
  /** Notices by mail to one person of one kind; the log has them all. */
  'notice.person': { points: 10, duration: 3600 },
  /** Changes of one person's ways in. */
  'security.person': { points: 60, duration: 600 },
  /** "This was not me", said again of an event that was reported before. */
  'notMe.person': { points: 3, duration: 3600 },
  /** New names for them. */
  'rename.person': { points: 60, duration: 600 },
  /** Accounts begun from one address. */
  'signUp.address': { points: 30, duration: 3600 },
  /** Sign-ins begun from one address. */
  'attempt.address': { points: 100, duration: 60 },
  /** Requests from one address whose client did not prove itself, and codes and refresh tokens that are not valid. */
  'client.address': { points: 30, duration: 60 },
  'grant.address': { points: 30, duration: 60 },
  /** Devices that begin to wait, from one address. */
  'device.address': { points: 30, duration: 60 },
  /** Codes of devices under which nothing waits, by one person and from one address (RFC 8628 section 5.1). */
  'userCode.person': { points: 10, duration: 600 },
  'userCode.address': { points: 30, duration: 600 },
  /** Saves of one's own profile. */
  'profile.person': { points: 60, duration: 600 },
  /** Pages of a search by the beginning of a name: who types asks at each pause. */
  'search.person': { points: 600, duration: 600 },
  /** People looked for by their whole address, by one person: nobody walks through a list of addresses. */
  'findByEmail.person': { points: 60, duration: 600 },
  /** Photos that one person begins to send. */
  'photo.person': { points: 30, duration: 600 },
  /** Questions of one person whether somebody wants to be a contact. */
  'contact.asks': { points: 50, duration: 86_400 },
  /** Groups that one person makes or changes. */
  'group.person': { points: 60, duration: 3600 },
  /** Invitations of one person into groups, whichever. */
  'group.invites': { points: 50, duration: 86_400 },
  /** Groups that one person comes into, or asks to. */
  'group.asks': { points: 50, duration: 86_400 },
  /** Mails to one person that they are invited into the same group. */
  'group.mails': { points: 1, duration: 86_400 },
  /** What one person reports to the moderators, or sends again. */
  'report.person': { points: 30, duration: 3600 },
  /** Messages of one person, to whomever. */
  'message.sender': { points: 30, duration: 3600 },
  /** Mails to one person about what others wrote and asked; the inbox has them all. */
  'message.mails': { points: 10, duration: 3600 },
  /** Mails to one person that the same one asks to be a contact. */
  'contact.mails': { points: 1, duration: 86_400 },
  /** Links of mails that are none of ours, from one address. */
  'unsubscribe.address': { points: 30, duration: 60 },
  /** What one service sends, and what of it goes to a group or to all who see something. */
  'sending.client': { points: 600, duration: 600 },
  'sending.many': { points: 60, duration: 3600 },
  /** Mails to one person of one service; those beyond it wait. */
  'service.mails': { points: 10, duration: 3600 },
  /** Browsers that one person has take pushes, or take them no more. */
  'push.person': { points: 60, duration: 600 },
  /** Pushes that one person sends to their browsers to try them. */
  'pushTest.person': { points: 20, duration: 600 },
  /** Questions whether a handle is free, asked while one types. */
  'handle.person': { points: 120, duration: 600 },
} as const;

export type Limit = keyof typeof LIMITS;

/** The clock of this machine, which the limits go by. */
const CLOCK = parameter('clock', 'timestamptz');

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
    throw refusalUntil(Date.now() + refusal.msBeforeNext);
  }
}

/**
 * One use of a limit as the first part of a statement, `used`; the rest goes on where its points are `within` the limit.
 * It counts in the row and the window of `countUse`, for what everybody does who signs in: one way to the database and
 * one wait for its disk instead of two. Whoever executes it gives `placeholdersOf`, and the answer to `refuseBeyond`.
 */
export function countedUse(db: Database, limit: Limit) {
  const { points, duration } = LIMITS[limit];
  const end = sql`${CLOCK} + make_interval(secs => ${sql.raw(String(duration))})`;
  const isOver = sql`${rateLimits.expire} <= ${CLOCK}`;
  const used = db.$with('used').as(
    db
      .insert(rateLimits)
      .values({ key: parameter('useKey', 'text'), points: 1, expire: end })
      .onConflictDoUpdate({
        target: rateLimits.key,
        set: {
          points: sql`(case when ${isOver} then 1 else ${rateLimits.points} + 1 end)`,
          expire: sql`(case when ${isOver} then ${end} else ${rateLimits.expire} end)`,
        },
      })
      .returning({ points: rateLimits.points, expire: rateLimits.expire }),
  );
  return { used, within: lte(used.points, sql.raw(String(points))) };
}

/** The same for a use that is taken back, `takenBack`. */
export function returnedUse(db: Database) {
  return db.$with('taken_back').as(
    db
      .update(rateLimits)
      .set({ points: sql`greatest(${rateLimits.points} - 1, 0)` })
      .where(and(eq(rateLimits.key, sql.placeholder('useKey')), gt(rateLimits.expire, CLOCK)))
      .returning({ key: rateLimits.key }),
  );
}

/** What a statement with `countedUse` or `returnedUse` in it is executed with. */
export function placeholdersOf({ limit, key }: { limit: Limit; key: string }) {
  return { useKey: `${limit}:${key}`, clock: new Date().toISOString() };
}

/** @throws RATE_LIMITED with the seconds to wait, when a use was one too many */
export function refuseBeyond(limit: Limit, used: { points: number; expire: Date | null } | undefined) {
  if (used && used.points <= LIMITS[limit].points) return;
  throw refusalUntil(used?.expire?.getTime() ?? 0);
}

/** Takes one use back, in the window that it was counted in: what is over has nothing left to take from. */
export async function takeBackUse(db: Database, { limit, key }: { limit: Limit; key: string }) {
  // The limiter's own `reward` begins a new window there, at less than nothing.
  await db
    .update(rateLimits)
    .set({ points: sql`greatest(${rateLimits.points} - 1, 0)` })
    .where(and(eq(rateLimits.key, `${limit}:${key}`), gt(rateLimits.expire, new Date())));
}

function refusalUntil(time: number) {
  return new DomainError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil((time - Date.now()) / 1000)) });
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
