import { and, eq, lte } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { signingKeys } from '@/db/schema/oauth';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { decrypt, encrypt, keyPrefix } from '@/server/auth/encryption';
import {
  addSigningKey,
  findSigning,
  isReadable,
  KEY_OVERLAP_SECONDS,
  listSigningKeys,
  lockSigningKeys,
  retireSigningKeys,
  type SigningKeyRow,
  signingKeyRow,
} from './signing-keys';

interface Rotate {
  /** The present secret, and earlier ones. */
  secrets: [string, ...string[]];
  cause: Cause;
  now: Date;
}

/**
 * Adds a key that is served at once and signs ten minutes later, so that no cache of the key set is without it; the one
 * that signs now is served and believed for ten minutes more, and refused after that. Where no key signs there is
 * nothing to wait for. While one is on its way already none is added, so that two rotations at once are one. Rows of
 * keys that are over are deleted.
 * @returns when the new key signs
 */
export async function rotateSigningKeys(db: Database, rotate: Rotate): Promise<Date> {
  const { cause, now } = rotate;
  return db.transaction(async (tx) => {
    await lockSigningKeys(tx);
    await tx.delete(signingKeys).where(lte(signingKeys.retiredAt, now));
    const rows = await listSigningKeys(tx, { now });
    const onItsWay = rows.find(
      (row) =>
        (row.activeAt > now || row.createdAt >= now) && row.retiredAt === null && isReadable(row, rotate),
    );
    if (onItsWay) return onItsWay.activeAt;
    const activeAt = findSigning(rows, rotate) ? later(now, KEY_OVERLAP_SECONDS) : now;
    await retireSigningKeys(tx, { rows, at: later(activeAt, KEY_OVERLAP_SECONDS) });
    const { kid } = await addSigningKey(tx, { ...rotate, activeAt });
    await recordAudit(tx, {
      kind: 'signingKeys.rotated',
      cause,
      subjectId: null,
      after: { kid, activeAt: activeAt.toISOString() },
      now,
    });
    return activeAt;
  });
}

/**
 * Encrypts the private half of a key under the present secret. @returns what was done; undefined when somebody else
 * has done it meanwhile, or the key is gone
 */
export async function encryptAnew(
  db: Database,
  { row, secrets }: { row: SigningKeyRow; secrets: [string, ...string[]] },
) {
  const [present] = secrets;
  if (row.privateKey.startsWith(keyPrefix(present))) return 'current';
  const boundTo = signingKeyRow(row);
  const text = decrypt({ stored: row.privateKey, secrets, boundTo });
  if (text === undefined) return 'unreadable';
  const [rotated] = await db
    .update(signingKeys)
    .set({ privateKey: encrypt({ text, secret: present, boundTo }) })
    .where(and(eq(signingKeys.kid, row.kid), eq(signingKeys.privateKey, row.privateKey)))
    .returning({ kid: signingKeys.kid });
  return rotated && 'rotated';
}

function later(date: Date, seconds: number) {
  return new Date(date.getTime() + seconds * 1000);
}
