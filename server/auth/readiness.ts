import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys, totpAuthenticators } from '@/db/schema/factors';
import { sessions } from '@/db/schema/sign-in';
import { DomainError } from '@/server/errors';
import { getFactors } from './factors';
import {
  canRemove,
  type Factors,
  needsSecondFactor,
  type Removable,
  readiness,
  waysIn,
  without,
} from './rules';
import { isAlive, type Session } from './sessions';
import { isInUse } from './totp';

/** How a person can get in, how ready they are for a loss, and what to do next. */
export async function getReadiness(db: Database, { userId }: { userId: string }) {
  const factors = await getFactors(db, { userId });
  return { factors, ...readiness(factors) };
}

export interface RemovalPreview {
  allowed: boolean;
  /** What would be left. */
  left: Factors;
  ways: number;
  secondFactorLeft: boolean;
  /** How many other sessions it opened. */
  sessions: number;
}

/**
 * What would be left without a factor, and which other sessions it opened; nothing changes.
 * @param of.id which passkey or authenticator app; without it, any of theirs
 * @throws NOT_FOUND when it is not theirs or they have none
 */
export async function previewRemoval(
  db: Database,
  { factor, id, session, now }: { factor: Removable; id?: string | undefined; session: Session; now: Date },
): Promise<RemovalPreview> {
  const { userId } = session;
  const factors = await getFactors(db, { userId });
  const found = await findFactor(db, { factor, id, factors, session, now });
  if (!found) throw new DomainError('NOT_FOUND');
  const left = without(factors, factor);
  if (found.deviceBound) left.deviceBound = factors.deviceBound - 1;
  return {
    allowed: canRemove(factors, factor),
    left,
    ways: waysIn(left),
    secondFactorLeft: needsSecondFactor(left),
    sessions: found.sessions,
  };
}

interface Found {
  sessions: number;
  /** Of a passkey: whether it lives on one device alone. */
  deviceBound: boolean;
}

async function findFactor(
  db: Database,
  of: { factor: Removable; id: string | undefined; factors: Factors; session: Session; now: Date },
): Promise<Found | undefined> {
  const { factor, id, factors, session, now } = of;
  const plain = { sessions: 0, deviceBound: false };
  if (id !== undefined && factor === 'passkey') return findPasskey(db, { id, session, now });
  if (id !== undefined && factor === 'totp') {
    const [app] = await db
      .select({ id: totpAuthenticators.id })
      .from(totpAuthenticators)
      .where(and(eq(totpAuthenticators.id, id), isInUse(session)))
      .limit(1);
    return app && plain;
  }
  const has = { password: factors.password, passkey: factors.passkeys, totp: factors.totp };
  return (factor === 'connection' ? factors.connections : has[factor]) ? plain : undefined;
}

async function findPasskey(
  db: Database,
  { id, session, now }: { id: string; session: Session; now: Date },
): Promise<Found | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const opened: SQL | undefined = and(
    eq(sessions.passkeyId, passkeys.id),
    eq(sessions.userId, passkeys.userId),
    ne(sessions.id, session.id),
    isAlive(at),
  );
  const [passkey] = await db
    .select({
      deviceBound: sql<boolean>`not ${passkeys.backedUp}`,
      sessions: sql<number>`(select count(*)::int from ${sessions} where ${opened})`,
    })
    .from(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, session.userId)))
    .limit(1);
  return passkey;
}
