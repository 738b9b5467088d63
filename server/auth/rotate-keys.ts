import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { totpAuthenticators } from '@/db/schema/factors';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { encryptReceiptKeysAnew } from '@/server/leaving/receipt-keys';
import { encryptAnew, rotateSigningKeys } from '@/server/oauth/rotate-signing-keys';
import { listSigningKeys } from '@/server/oauth/signing-keys';
import { decrypt, encrypt, keyPrefix } from './encryption';
import { totpRow } from './totp';

const BATCH = 500;

export interface Rotation {
  /** Encrypted anew. */
  rotated: number;
  /** Under the present secret already. */
  current: number;
  /** Under none of the secrets, or damaged: left as they are. */
  unreadable: number;
}

/**
 * Encrypts what is under an earlier secret with the present one, so that the earlier one can be forgotten, and lets a
 * new key sign access tokens (`rotateSigningKeys`). Can be run again, by several at once, and while people sign in.
 * @param rotate.secrets the present one, and earlier ones
 */
export async function rotateKeys(
  db: Database,
  { secrets, cause, now }: { secrets: [string, ...string[]]; cause: Cause; now: Date },
): Promise<Rotation & { signsFrom: Date }> {
  const result: Rotation = { rotated: 0, current: 0, unreadable: 0 };
  let after: string | undefined;
  do {
    const rows = await batchAfter(db, after);
    for (const row of rows) {
      const outcome = await rotateTotp(db, { row, secrets });
      if (outcome) result[outcome]++;
    }
    after = rows.at(BATCH - 1)?.id;
  } while (after !== undefined);
  for (const row of await listSigningKeys(db, { now })) {
    const outcome = await encryptAnew(db, { row, secrets });
    if (outcome) result[outcome]++;
  }
  for (const outcome of await encryptReceiptKeysAnew(db, { secrets })) result[outcome]++;
  if (result.rotated > 0)
    await recordAudit(db, { kind: 'keys.rotated', cause, subjectId: null, after: { ...result }, now });
  return { ...result, signsFrom: await rotateSigningKeys(db, { secrets, cause, now }) };
}

interface Row {
  id: string;
  userId: string;
  secret: string;
}

async function batchAfter(db: Database, after: string | undefined): Promise<Row[]> {
  const { id, userId, secret } = totpAuthenticators;
  return db
    .select({ id, userId, secret })
    .from(totpAuthenticators)
    .where(after === undefined ? undefined : gt(id, after))
    .orderBy(asc(id))
    .limit(BATCH);
}

async function rotateTotp(
  db: Database,
  { row, secrets }: { row: Row; secrets: [string, ...string[]] },
): Promise<keyof Rotation | undefined> {
  const [present] = secrets;
  if (row.secret.startsWith(keyPrefix(present))) return 'current';
  const boundTo = totpRow(row);
  const text = decrypt({ stored: row.secret, secrets, boundTo });
  if (text === undefined) return 'unreadable';
  const [rotated] = await db
    .update(totpAuthenticators)
    .set({ secret: encrypt({ text, secret: present, boundTo }) })
    // Somebody else may have done it, or the app is gone.
    .where(and(eq(totpAuthenticators.id, row.id), eq(totpAuthenticators.secret, row.secret)))
    .returning({ id: totpAuthenticators.id });
  return rotated && 'rotated';
}
