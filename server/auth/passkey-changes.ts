import { and, eq, ne } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys, recoveryCodes } from '@/db/schema/factors';
import { sessions } from '@/db/schema/sign-in';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { endSignIns } from './end-access';
import { forgetTrustedDevices, getFactors, lockPerson } from './factors';
import { canRemove, needsSecondFactor, without } from './rules';
import type { Session } from './sessions';
import { countUse } from './throttle';

/** Gives one's own passkey another name; the same name again changes nothing. @throws NOT_FOUND, RATE_LIMITED */
export async function renamePasskey(
  db: Database,
  request: { id: string; name: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  const { id, name, userId, cause, now } = request;
  await db.transaction(async (tx) => {
    const passkey = await getOwn(tx, { id, userId });
    await countUse(tx, { limit: 'rename.person', key: userId });
    if (passkey.name === name) return;
    await tx.update(passkeys).set({ name }).where(eq(passkeys.id, id));
    await recordSecurityEvent(tx, { kind: 'passkey.renamed', userId, cause, details: { name }, now });
  });
}

/**
 * Removes one's own passkey, and every sign-in under way. Recovery codes go with the last second factor,
 * since there is nothing left that they could stand in for.
 * @param request.endSessions also ends the sessions that it opened, all but the one that asks; else they stay
 * @returns what the browser's Signal API is told, and how many sessions were ended
 * @throws NOT_FOUND, LAST_WAY_IN, SESSION_ENDED, RATE_LIMITED
 */
export async function removePasskey(
  db: Database,
  request: { id: string; endSessions: boolean; session: Session; cause: Cause; now: Date },
): Promise<{ credentialId: string; endedSessions: number }> {
  const { id, session, cause, now } = request;
  const { userId } = session;
  await countUse(db, { limit: 'security.person', key: userId });
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: session.id });
    const { name, credentialId } = await getOwn(tx, { id, userId });
    const factors = await getFactors(tx, { userId });
    if (!canRemove(factors, 'passkey')) throw new DomainError('LAST_WAY_IN');
    // Before the row goes: a ticket that is being turned into a session holds the attempt, and refers to the row after it.
    await endSignIns(tx, { person });
    const endedSessions = request.endSessions ? await endSessionsBy(tx, { passkeyId: id, session }) : 0;
    await tx.delete(passkeys).where(eq(passkeys.id, id));
    if (!needsSecondFactor(without(factors, 'passkey')))
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await forgetTrustedDevices(tx, { userId });
    const details = { name, endedSessions };
    await recordSecurityEvent(tx, { kind: 'passkey.removed', userId, cause, details, now });
    return { credentialId, endedSessions };
  });
}

/**
 * One's own passkey, held until the transaction ends: it is not used meanwhile, though what it opened may refer to it.
 * @throws NOT_FOUND, also when it is somebody else's
 */
async function getOwn(db: Database, { id, userId }: { id: string; userId: string }) {
  const [own] = await db
    .select({ name: passkeys.name, credentialId: passkeys.credentialId })
    .from(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .for('no key update');
  if (!own) throw new DomainError('NOT_FOUND');
  return own;
}

async function endSessionsBy(
  db: Database,
  { passkeyId, session }: { passkeyId: string; session: Pick<Session, 'id'> },
) {
  const ended = await db
    .delete(sessions)
    .where(and(eq(sessions.passkeyId, passkeyId), ne(sessions.id, session.id)))
    .returning({ id: sessions.id });
  return ended.length;
}
