import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passwords } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import type { SignInSettings } from '@/server/context';
import { DomainError } from '@/server/errors';
import type { Log } from '@/server/log';
import { recordForAddress, recordSecurityEvent } from '@/server/security/commands';
import { closeResets, endAccess, endSignIns } from './end-access';
import { forgetTrustedDevices, getFactors, hasSecondFactor, lockPerson } from './factors';
import { refuseWeakPassword } from './password-policy';
import { hashPassword, isOutdated, verifyPassword } from './passwords';
import { CLOSED_AFTER, countedProof, forgetFailures, passwordKey, passwordKeyIn } from './proofs';
import { canRemove } from './rules';
import { renewSession, type Session } from './sessions';

interface NewPassword {
  password: string;
  session: Session;
  policy: SignInSettings;
  log: Log;
  cause: Cause;
  now: Date;
}

/**
 * Puts another password in the place of the one that somebody knows. Every other session ends, and all trust.
 * @returns the new token of this session, and how many others there were
 * @throws PASSWORD_WRONG (also when it was changed a moment ago), NOT_FOUND without a password, SESSION_ENDED, RATE_LIMITED,
 *   FACTOR_CLOSED, BUSY, and what `refuseWeakPassword` throws
 */
export async function changePassword(
  db: Database,
  request: NewPassword & { current: string; ip: string },
): Promise<{ token: string; endedSessions: number }> {
  const { current, password, session, cause, ip, now } = request;
  const { userId } = session;
  const { hash: known, alone } = await getPassword(db, { userId });
  if (known === null) throw new DomainError('NOT_FOUND');
  await proveCurrent(db, { hash: known, current, session, cause, ip, now });
  await refuseWeakPassword({ ...request, alone, words: wordsOf(session) });
  const hash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    const [changed] = await tx
      .update(passwords)
      .set({ hash, changedAt: now })
      .where(and(eq(passwords.userId, userId), eq(passwords.hash, known)))
      .returning({ userId: passwords.userId });
    if (!changed) throw new DomainError('PASSWORD_WRONG');
    await forgetFailures(tx, { key: passwordKey(person.email), userId });
    await closeResets(tx, { userId, now });
    const { endedSessions } = await endAccess(tx, { person, but: session.id });
    // A new token, while the proof stays as old as it was: where there is a second factor, a password is less than that.
    const token = await renewSession(tx, {
      sessionId: session.id,
      amr: { pwd: now.toISOString() },
      aal: session.provenAal >= 2 ? 2 : 1,
      now: session.provenAt,
    });
    const details = { endedSessions };
    await recordSecurityEvent(tx, { kind: 'password.changed', userId, cause, details, now });
    return { token, endedSessions };
  });
}

/**
 * Gives a password to an account that has none. All trust ends.
 * @throws ALREADY_THERE, SESSION_ENDED, BUSY, and what `refuseWeakPassword` throws
 */
export async function setPassword(db: Database, request: NewPassword): Promise<void> {
  const { password, session, cause, now } = request;
  const { userId } = session;
  const { hash: known, alone } = await getPassword(db, { userId });
  if (known !== null) throw new DomainError('ALREADY_THERE');
  await refuseWeakPassword({ ...request, alone, words: wordsOf(session) });
  const hash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: session.id });
    const [set] = await tx
      .insert(passwords)
      .values({ userId, hash, changedAt: now })
      .onConflictDoNothing()
      .returning({ userId: passwords.userId });
    if (!set) throw new DomainError('ALREADY_THERE');
    await forgetFailures(tx, { key: passwordKey(person.email), userId });
    await closeResets(tx, { userId, now });
    await forgetTrustedDevices(tx, { userId });
    await recordSecurityEvent(tx, { kind: 'password.added', userId, cause, now });
  });
}

/**
 * Takes the password away from somebody who can do without. All trust ends, and every sign-in under way; the sessions
 * stay.
 * @throws NOT_FOUND without a password, LAST_WAY_IN, SESSION_ENDED
 */
export async function removePassword(
  db: Database,
  { userId, cause, now }: { userId: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const factors = await getFactors(tx, { userId });
    if (!factors.password) throw new DomainError('NOT_FOUND');
    if (!canRemove(factors, 'password')) throw new DomainError('LAST_WAY_IN');
    await tx.delete(passwords).where(eq(passwords.userId, userId));
    await closeResets(tx, { userId, now });
    await endSignIns(tx, { person });
    await forgetTrustedDevices(tx, { userId });
    await recordSecurityEvent(tx, { kind: 'password.removed', userId, cause, now });
  });
}

/** Hashes a password that has just been proven anew, when its hash is from other parameters than those of today. */
export async function renewHash(
  db: Database,
  { userId, hash: old, password }: { userId: string; hash: string | null; password: string },
) {
  if (old === null || !isOutdated(old)) return;
  const hash = await hashPassword(password).catch((error: unknown) => {
    // Nobody has to wait outside for what the next sign-in does as well.
    if (error instanceof DomainError && error.reason === 'BUSY') return undefined;
    throw error;
  });
  if (hash === undefined) return;
  await db
    .update(passwords)
    .set({ hash })
    .where(and(eq(passwords.userId, userId), eq(passwords.hash, old)));
}

async function getPassword(db: Database, { userId }: { userId: string }) {
  const [found] = await db
    .select({ hash: passwords.hash, hasSecondFactor: hasSecondFactor(users.id) })
    .from(users)
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .where(eq(users.id, userId))
    .limit(1);
  if (!found) throw new DomainError('NOT_FOUND');
  return { hash: found.hash, alone: !found.hasSecondFactor };
}

async function proveCurrent(
  db: Database,
  proof: { hash: string; current: string; session: Session; cause: Cause; ip: string; now: Date },
) {
  const { hash, current, session, cause, ip, now } = proof;
  const { proven, inARow } = await countedProof(db, {
    ip,
    key: passwordKeyIn(session),
    now,
    check: () => verifyPassword({ hash, password: current }),
  });
  if (proven) return;
  const { userAgent } = cause;
  await recordForAddress(db, {
    kind: 'signIn.failed',
    email: session.email,
    ip,
    userAgent,
    details: { factor: 'password' },
    now,
  });
  if (inARow === CLOSED_AFTER) {
    const details = { factor: 'password' };
    await recordSecurityEvent(db, { kind: 'factor.closed', userId: session.userId, cause, details, now });
  }
  throw new DomainError('PASSWORD_WRONG');
}

function wordsOf({ displayName, handle, email }: Session) {
  return [displayName, handle, email];
}
