import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { trustedDevices } from '@/db/schema/factors';
import { knownBrowsers, proofFailures } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import type { Session } from './sessions';
import { countedUse, countUse, placeholdersOf, refuseBeyond, returnedUse, takeBackUse } from './throttle';

/** Failures in a row that cost nothing; after them the waits grow from one minute to fifteen. */
const FREE_FAILURES = 4;
const LONGEST_WAIT = 15;
/** No wait. */
const OPEN = sql`to_timestamp(0)`;
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

/** What a proof counts against: the key of an IP address, of a factor, or both. */
interface Counters {
  address: string | undefined;
  key: string | undefined;
}

const PROOF = 'proof.address';
const KEY = parameter('key', 'text');
const NOW = parameter('now', 'timestamptz');
const FIRST = { key: KEY, failures: sql`1`, inARow: sql`1`, lastAt: NOW, openAt: OPEN };
const FAILURES = sql`(case when ${proofFailures.lastAt} < ${NOW} - ${sql.raw(`interval '${QUIET_HOURS} hours'`)} then 1 else ${proofFailures.failures} + 1 end)`;
const WAIT = waitAfter(FAILURES);
const ANOTHER = {
  target: proofFailures.key,
  set: {
    failures: FAILURES,
    inARow: sql`${proofFailures.inARow} + 1`,
    lastAt: NOW,
    // Untouched while there is no wait: of two tries at the same moment the earlier may come second.
    openAt: sql`(case when ${WAIT} = 0 then ${proofFailures.openAt} else ${NOW} + make_interval(mins => ${WAIT}) end)`,
  },
  setWhere: sql`${proofFailures.openAt} <= ${NOW} and ${proofFailures.inARow} < ${sql.raw(String(CLOSED_AFTER))}`,
};

const failureCounted = prepared((db) =>
  db
    .insert(proofFailures)
    .values(FIRST)
    .onConflictDoUpdate(ANOTHER)
    .returning({ inARow: proofFailures.inARow })
    .prepare('failure_counted'),
);

/** Both counters in one statement, always the address first: there is one order of locks. */
const bothCounted = prepared((db) => {
  const { used, within } = countedUse(db, PROOF);
  const first = {
    key: FIRST.key.as('key'),
    failures: FIRST.failures.as('failures'),
    inARow: FIRST.inARow.as('in_a_row'),
    lastAt: FIRST.lastAt.as('last_at'),
    openAt: FIRST.openAt.as('open_at'),
  };
  const failed = db
    .$with('failed')
    .as(
      db
        .insert(proofFailures)
        .select(db.select(first).from(used).where(within))
        .onConflictDoUpdate(ANOTHER)
        .returning({ inARow: proofFailures.inARow }),
    );
  return db
    .with(used, failed)
    .select({ points: used.points, expire: used.expire, inARow: failed.inARow })
    .from(used)
    .leftJoin(failed, sql`true`)
    .prepare('both_counted');
});

const failuresForgotten = prepared((db) =>
  db.delete(proofFailures).where(eq(proofFailures.key, KEY)).prepare('failures_forgotten'),
);

const bothForgotten = prepared((db) => {
  const takenBack = returnedUse(db);
  return db
    .with(takenBack)
    .delete(proofFailures)
    .where(and(eq(proofFailures.key, KEY), sql`(select count(*) from ${takenBack}) >= 0`))
    .prepare('both_forgotten');
});

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
  const address = ip === undefined ? undefined : addressKey(ip);
  const inARow = await countFailure(db, { address, key, now });
  let proven: boolean | undefined;
  try {
    proven = await check();
  } finally {
    if (proven) await forgetFailure(db, { address, key });
    else if (proven === undefined) await takeBackFailure(db, { address, key });
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

/**
 * Counts a failure before it is one.
 * @returns how many failures in a row there are now; 0 without a key
 * @throws RATE_LIMITED with the seconds to wait, FACTOR_CLOSED; then nothing is counted but a use of the address that
 *   was one too many
 */
async function countFailure(db: Database, { address, key, now }: Counters & { now: Date }): Promise<number> {
  const use = address === undefined ? undefined : limitOf(address);
  if (key === undefined) {
    if (use) await countUse(db, use);
    return 0;
  }
  const placeholders = { key, now: now.toISOString() };
  if (!use) {
    const [row] = await failureCounted(db).execute(placeholders);
    if (row) return row.inARow;
    throw await refusalFor(db, { key, now });
  }
  const [row] = await bothCounted(db).execute({ ...placeholdersOf(use), ...placeholders });
  refuseBeyond(PROOF, row);
  if (row && row.inARow !== null) return row.inARow;
  await takeBackUse(db, use);
  throw await refusalFor(db, { key, now });
}

/** After a success: there are no failures, and the address has used nothing. */
async function forgetFailure(db: Database, { address, key }: Counters): Promise<void> {
  const use = address === undefined ? undefined : limitOf(address);
  if (use && key !== undefined) await bothForgotten(db).execute({ ...placeholdersOf(use), key });
  else if (use) await takeBackUse(db, use);
  else if (key !== undefined) await failuresForgotten(db).execute({ key });
}

/** After a check that could not be made: nothing was tried. */
async function takeBackFailure(db: Database, { address, key }: Counters): Promise<void> {
  if (key !== undefined) {
    await db
      .update(proofFailures)
      .set({
        failures: sql`greatest(0, ${proofFailures.failures} - 1)`,
        inARow: sql`greatest(0, ${proofFailures.inARow} - 1)`,
        openAt: OPEN,
      })
      .where(eq(proofFailures.key, key));
  }
  if (address !== undefined) await takeBackUse(db, limitOf(address));
}

function limitOf(address: string) {
  return { limit: PROOF, key: address } as const;
}

/** Whole minutes to wait after so many failures: 0 up to the fourth, then 1, 2, 4, 8, and 15 from there on. */
function waitAfter(failures: SQL): SQL {
  const [free, longest] = [sql.raw(String(FREE_FAILURES)), sql.raw(String(LONGEST_WAIT))];
  return sql`(case when ${failures} <= ${free} then 0 else least(${longest}, power(2, least(${failures} - ${free} - 1, 4)))::int end)`;
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
