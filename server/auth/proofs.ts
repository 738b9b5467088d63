import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { trustedDevices } from '@/db/schema/factors';
import { knownBrowsers, proofFailures } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import type { Session } from './sessions';
import { countUse, takeBackUse } from './throttle';

/** Failures in a row that cost nothing; after them the waits grow from one minute to fifteen. */
const FREE_FAILURES = 4;
const LONGEST_WAIT = 15;
/** No wait. */
const OPEN = new Date(0);
/** After so many quiet hours the waits begin anew. */
const QUIET_HOURS = 12;
/** NIST SP 800-63B-4 section 3.2.2: after 100 failures in a row the factor is closed until it is set up anew. */
export const CLOSED_AFTER = 100;

/**
 * What is guessed at, as the key of its failures. What others cannot have has failures of its own, so that nobody locks
 * its owner out there: a trusted device, a browser that the account knows, a session.
 * @param apart the id of the device or session, or the hash of the browser
 */
export const passwordKey = (email: string, apart?: string | null) => keyOf('password', email, apart);
export const totpKey = (userId: string, apart?: string | null) => keyOf('totp', userId, apart);

/**
 * The key of a session that asks for the password: one of its own, so that nobody outside closes the password in here,
 * and whoever guesses in here does not close it outside. A session that only an account elsewhere has opened shares the
 * one of sign-in, or it would be a hundred guesses more with every session.
 */
export function passwordKeyIn({ id, email, amr, aal }: Session) {
  return passwordKey(email, amr.pwd !== undefined || aal >= 2 ? id : undefined);
}

/** The same for the codes of an app: a session of one factor, of which there can be any number, shares the one of sign-in. */
export function totpKeyIn({ id, userId, aal }: Session) {
  return totpKey(userId, aal >= 2 ? id : undefined);
}

function keyOf(factor: string, whose: string, apart: string | null | undefined) {
  return apart ? `${factor}:${whose}:${apart}` : `${factor}:${whose}`;
}

/**
 * Counts a proof as failed before it is checked, so that a hundred guesses at the same moment count a hundred; a
 * success forgets the failures, and a check that could not be made takes its own count back.
 * @param proof.ip where it comes from; undefined for a trusted device and a browser that the account knows, which others
 *   at the same address must not lock out
 * @param proof.key of `passwordKey` or `totpKey`; undefined for a recovery code: nobody guesses 80 random bits, and whoever
 *   counted them per account would let others close the last door of its owner
 * @returns what `check` says, and how many failures in a row there are now
 * @throws RATE_LIMITED with the seconds to wait, FACTOR_CLOSED, and whatever `check` throws
 */
export async function countedProof(
  db: Database,
  proof: { ip: string | undefined; key: string | undefined; now: Date; check: () => Promise<boolean> },
): Promise<{ proven: boolean; inARow: number }> {
  const { ip, key, now, check } = proof;
  const address = ip === undefined ? undefined : ({ limit: 'proof.address', key: addressKey(ip) } as const);
  if (address) await countUse(db, address);
  let inARow = 0;
  try {
    if (key !== undefined) inARow = await countFailure(db, { key, now });
  } catch (error) {
    if (address) await takeBackUse(db, address);
    throw error;
  }
  let proven: boolean | undefined;
  try {
    proven = await check();
  } finally {
    if (key !== undefined && proven === undefined) await takeBackFailure(db, { key });
    if (key !== undefined && proven) await db.delete(proofFailures).where(eq(proofFailures.key, key));
    if (proven !== false && address) await takeBackUse(db, address);
  }
  return { proven, inARow: proven ? 0 : inARow };
}

/**
 * Opens a factor again that was set up anew.
 * @param of.userId whose it is: it opens in their sessions, and the browsers that they trust or are known by, as well
 */
export async function forgetFailures(db: Database, { key, userId }: { key: string; userId?: string }) {
  const apart =
    userId !== undefined &&
    sql` union all select ${key} || ':' || ${knownBrowsers.browserHash} from ${knownBrowsers} where ${eq(knownBrowsers.userId, userId)}
      union all select ${key} || ':' || ${trustedDevices.id} from ${trustedDevices} where ${eq(trustedDevices.userId, userId)}
      union all select ${key} || ':' || ${sessions.id} from ${sessions} where ${eq(sessions.userId, userId)}`;
  await db.delete(proofFailures).where(sql`${proofFailures.key} in (select ${key}::text${apart || sql``})`);
}

async function countFailure(db: Database, { key, now }: { key: string; now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const counted = sql`(case when ${proofFailures.lastAt} < ${at} - make_interval(hours => ${QUIET_HOURS}) then 1 else ${proofFailures.failures} + 1 end)`;
  const [row] = await db
    .insert(proofFailures)
    .values({ key, failures: 1, inARow: 1, lastAt: now, openAt: OPEN })
    .onConflictDoUpdate({
      target: proofFailures.key,
      set: {
        failures: counted,
        inARow: sql`${proofFailures.inARow} + 1`,
        lastAt: now,
        // Untouched while there is no wait: of two tries at the same moment the earlier may come second.
        openAt: sql`(case when ${waitAfter(counted)} = 0 then ${proofFailures.openAt} else ${at} + make_interval(mins => ${waitAfter(counted)}) end)`,
      },
      setWhere: sql`${proofFailures.openAt} <= ${at} and ${proofFailures.inARow} < ${CLOSED_AFTER}`,
    })
    .returning({ inARow: proofFailures.inARow });
  if (row) return row.inARow;
  throw await refusalFor(db, { key, now });
}

/** Whole minutes to wait after so many failures: 0 up to the fourth, then 1, 2, 4, 8, and 15 from there on. */
function waitAfter(failures: SQL): SQL {
  return sql`(case when ${failures} <= ${FREE_FAILURES} then 0 else least(${LONGEST_WAIT}, power(2, least(${failures} - ${FREE_FAILURES + 1}, 4)))::int end)`;
}

async function refusalFor(db: Database, { key, now }: { key: string; now: Date }) {
  const [row] = await db
    .select({ openAt: proofFailures.openAt, inARow: proofFailures.inARow })
    .from(proofFailures)
    .where(eq(proofFailures.key, key))
    .limit(1);
  if (row && row.inARow >= CLOSED_AFTER) return new DomainError('FACTOR_CLOSED');
  const seconds = row ? Math.ceil((row.openAt.getTime() - now.getTime()) / 1000) : 1;
  return new DomainError('RATE_LIMITED', { retryAfter: Math.max(1, seconds) });
}

async function takeBackFailure(db: Database, { key }: { key: string }) {
  await db
    .update(proofFailures)
    .set({
      failures: sql`greatest(0, ${proofFailures.failures} - 1)`,
      inARow: sql`greatest(0, ${proofFailures.inARow} - 1)`,
      openAt: OPEN,
    })
    .where(eq(proofFailures.key, key));
}
