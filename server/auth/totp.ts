import { and, asc, eq, isNotNull, isNull, lt, or, type Placeholder, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { recoveryCodes, totpAuthenticators } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { decrypt } from './encryption';
import { endSignIns } from './end-access';
import { forgetTrustedDevices, getFactors, lockPerson } from './factors';
import { canRemove, needsSecondFactor, without } from './rules';
import { countUse } from './throttle';
import { stepOfCode } from './totp-codes';

export interface TotpAuthenticator {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What a stored key is bound to, so that in another person's row, or another row of the same person, it is nothing. */
export function totpRow({ id, userId }: { id: string; userId: string }) {
  return `totp ${userId} ${id}`;
}

/** Of a person's authenticator apps, those that are in use; as part of a statement. */
export function isInUse({ userId }: { userId: string | Placeholder }) {
  return and(eq(totpAuthenticators.userId, userId), isNotNull(totpAuthenticators.confirmedAt));
}

/** The authenticator apps of a person that are in use, the oldest first. */
export async function listTotp(db: Database, { userId }: { userId: string }): Promise<TotpAuthenticator[]> {
  return db
    .select({
      id: totpAuthenticators.id,
      name: totpAuthenticators.name,
      createdAt: totpAuthenticators.createdAt,
      lastUsedAt: totpAuthenticators.lastUsedAt,
    })
    .from(totpAuthenticators)
    .where(isInUse({ userId }))
    .orderBy(asc(totpAuthenticators.id));
}

/** Gives an authenticator app another name; the same name again changes nothing. @throws NOT_FOUND, RATE_LIMITED */
export async function renameTotp(
  db: Database,
  { id, name, userId, cause, now }: { id: string; name: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [own] = await tx
      .select({ name: totpAuthenticators.name })
      .from(totpAuthenticators)
      .where(and(eq(totpAuthenticators.id, id), isInUse({ userId })))
      .for('update');
    if (!own) throw new DomainError('NOT_FOUND');
    await countUse(tx, { limit: 'rename.person', key: userId });
    if (own.name === name) return;
    await tx.update(totpAuthenticators).set({ name }).where(eq(totpAuthenticators.id, id));
    await recordSecurityEvent(tx, { kind: 'totp.renamed', userId, cause, details: { name }, now });
  });
}

/**
 * Takes an authenticator app out of use. All trust ends, and every sign-in under way. Recovery codes go with the last second
 * factor, since there is nothing left that they could stand in for.
 * @throws NOT_FOUND, LAST_WAY_IN, SESSION_ENDED, RATE_LIMITED
 */
export async function removeTotp(
  db: Database,
  { id, userId, cause, now }: { id: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  await countUse(db, { limit: 'security.person', key: userId });
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const factors = await getFactors(tx, { userId });
    // What the rule refuses afterwards is not done: the transaction ends with it.
    const [removed] = await tx
      .delete(totpAuthenticators)
      .where(and(eq(totpAuthenticators.id, id), isInUse({ userId })))
      .returning({ name: totpAuthenticators.name });
    if (!removed) throw new DomainError('NOT_FOUND');
    if (!canRemove(factors, 'totp')) throw new DomainError('LAST_WAY_IN');
    if (!needsSecondFactor(without(factors, 'totp')))
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await endSignIns(tx, { person });
    await forgetTrustedDevices(tx, { userId });
    const details = { name: removed.name };
    await recordSecurityEvent(tx, { kind: 'totp.removed', userId, cause, details, now });
  });
}

const storedKeys = prepared((db) =>
  db
    .select({ id: totpAuthenticators.id, stored: totpAuthenticators.secret })
    .from(totpAuthenticators)
    .where(isInUse({ userId: sql.placeholder('userId') }))
    .orderBy(asc(totpAuthenticators.id))
    .prepare('totp_keys'),
);

const codeTaken = prepared((db) => {
  const step = parameter('step', 'integer');
  return db
    .update(totpAuthenticators)
    .set({ lastStep: step, lastUsedAt: parameter('now', 'timestamptz') })
    .where(
      and(
        eq(totpAuthenticators.id, sql.placeholder('id')),
        isInUse({ userId: sql.placeholder('userId') }),
        or(isNull(totpAuthenticators.lastStep), lt(totpAuthenticators.lastStep, step)),
      ),
    )
    .returning({ id: totpAuthenticators.id, name: totpAuthenticators.name })
    .prepare('totp_taken');
});

/**
 * Takes a code up, once: of one person, of a step later than the last one used (RFC 6238 section 5.2).
 * @returns the authenticator, or undefined when the code is none of theirs or was used
 */
export async function takeTotpCode(
  db: Database,
  { userId, code, secrets, now }: { userId: string; code: string; secrets: string[]; now: Date },
): Promise<{ id: string; name: string } | undefined> {
  for (const { id, key } of await listKeys(db, { userId, secrets })) {
    const step = stepOfCode({ key, code, now });
    if (step === undefined) continue;
    const [used] = await codeTaken(db).execute({ id, userId, step, now: now.toISOString() });
    if (used) return used;
  }
  return undefined;
}

/**
 * The keys of a person that can be read. One alone that cannot is as if it were not there, or whoever guesses would
 * have their guesses taken back with the fault.
 */
async function listKeys(db: Database, { userId, secrets }: { userId: string; secrets: string[] }) {
  const rows = await storedKeys(db).execute({ userId });
  const keys = rows.flatMap(({ id, stored }) => {
    const key = decrypt({ stored, secrets, boundTo: totpRow({ id, userId }) });
    return key === undefined ? [] : [{ id, key }];
  });
  if (rows.length && !keys.length)
    throw new Error('no TOTP key can be read: AUTH_SECRET was changed without AUTH_SECRET_PREVIOUS');
  return keys;
}
