import { randomBytes } from 'node:crypto';
import { and, count, eq, isNull, max, min, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { recoveryCodes } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { findHasSecondFactor, forgetTrustedDevices, lockPerson } from './factors';
import { hashWithSalt } from './passwords';
import { countUse } from './throttle';

const CODES = 10;
const CHARACTERS = 16;
/** Crockford's base32: no I, L, O and U, https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SALT_BYTES = 16;

export interface RecoveryCodeStatus {
  left: number;
  total: number;
  createdAt: Date | null;
  savedAt: Date | null;
}

/** How many recovery codes a person has left of how many, and when they made them and said that they saved them. */
export async function getRecoveryCodeStatus(
  db: Database,
  { userId }: { userId: string },
): Promise<RecoveryCodeStatus> {
  const [status] = await db
    .select({
      total: count(),
      left: sql<number>`count(*) filter (where ${recoveryCodes.usedAt} is null)::int`,
      createdAt: min(recoveryCodes.createdAt),
      savedAt: max(recoveryCodes.savedAt),
    })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return status ?? { left: 0, total: 0, createdAt: null, savedAt: null };
}

/**
 * Makes ten codes of sixteen characters in Crockford's base32 (80 bits), in place of those of before: XXXX-XXXX-XXXX-XXXX.
 * They are told this once. All trust ends.
 * @throws NOT_FOUND without a second factor, since there is nothing that they could stand in for; SESSION_ENDED,
 *   RATE_LIMITED, BUSY
 */
export async function generateRecoveryCodes(
  db: Database,
  { userId, cause, now }: { userId: string; cause: Cause; now: Date },
): Promise<string[]> {
  await countUse(db, { limit: 'security.person', key: userId });
  const codes = Array.from({ length: CODES }, newCode);
  const salt = randomBytes(SALT_BYTES);
  const hashes: string[] = [];
  // One after the other, so that a set takes one place in the line before the processor, like everybody.
  for (const code of codes) hashes.push(await hashOf({ code, salt }));
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    if (!(await findHasSecondFactor(tx, { userId }))) throw new DomainError('NOT_FOUND');
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    const set = { userId, salt: salt.toString('base64url'), createdAt: now };
    await tx.insert(recoveryCodes).values(hashes.map((hash) => ({ ...set, hash })));
    await forgetTrustedDevices(tx, { userId });
    await recordSecurityEvent(tx, { kind: 'recoveryCodes.generated', userId, cause, now });
  });
  return codes.map((code) => code.replace(/(?<=.)(?=(?:.{4})+$)/g, '-'));
}

/** Notes that a person has put their set of codes away; saying it again changes nothing. */
export async function markRecoveryCodesSaved(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  await db
    .update(recoveryCodes)
    .set({ savedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.savedAt)));
}

/**
 * What the table would hold of a code, if it is one of a person's; undefined when they have none left.
 * @param of.code as `RecoveryCode` of inputs.ts gives it @throws BUSY
 */
export async function findRecoveryHash(
  db: Database,
  { userId, code }: { userId: string; code: string },
): Promise<string | undefined> {
  const [set] = await db
    .select({ salt: recoveryCodes.salt })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
    .limit(1);
  return set && hashOf({ code, salt: Buffer.from(set.salt, 'base64url') });
}

/**
 * Uses a code up, once, in the transaction of what it opens; its person is told. @param use.hash of `findRecoveryHash`
 * @returns how many are left, or undefined when it is none of theirs
 */
export async function takeRecoveryCode(
  db: Database,
  { userId, hash, cause, now }: { userId: string; hash: string; cause: Cause; now: Date },
): Promise<{ left: number } | undefined> {
  // Two codes at the same moment count each other.
  await lockPerson(db, { userId });
  const [used] = await db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
    .returning({ hash: recoveryCodes.hash });
  if (!used) return undefined;
  const { left } = await getRecoveryCodeStatus(db, { userId });
  await recordSecurityEvent(db, { kind: 'recoveryCode.used', userId, cause, details: { left }, now });
  return { left };
}

function newCode() {
  // 256 is a multiple of 32, so every character is as likely as any other.
  return Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

async function hashOf({ code, salt }: { code: string; salt: Uint8Array }) {
  return Buffer.from(await hashWithSalt({ text: code, salt })).toString('base64url');
}
