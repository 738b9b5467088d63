import { desc, eq, sql } from 'drizzle-orm';
import {
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { receiptKeys } from '@/db/schema/leaving';
import { decrypt, encrypt, keyPrefix } from '@/server/auth/encryption';

const ALGORITHM = 'ES256';
const LOCK = 5_140_027;

/** A thumbprint (RFC 7638): anything else names no key of ours. */
const Kid = z.string().regex(/^[\w-]{43}$/);
const PublicJwk = z.object({ kty: z.string(), crv: z.string(), x: z.string(), y: z.string() });
const PrivateJwk = PublicJwk.extend({ d: z.string() });

type Secrets = [string, ...string[]];

/** What a private key is encrypted for: its own row, and no other. */
function receiptKeyRow({ kid }: { kid: string }) {
  return `receipt_keys/${kid}`;
}

/**
 * Signs a receipt as a compact JWS (RFC 7515), by the newest key that one of the secrets can read; where there is none, one is
 * made, in the transaction of the receipt: a key that signed something is there for good, and one that signed nothing is not.
 * @param given.secrets the present one, and earlier ones
 */
export async function signReceipt(
  db: Database,
  { document, secrets, now }: { document: string; secrets: Secrets; now: Date },
): Promise<string> {
  const { kid, jwk } = (await findKey(db, secrets)) ?? (await makeKey(db, { secrets, now }));
  return new CompactSign(Buffer.from(document))
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'foyer-receipt+jws' })
    .sign(await importJWK(jwk, ALGORITHM));
}

/** Whether a receipt is ours, as it was signed, whoever shows it. Nothing about a person is asked or told. */
export async function verifyReceipt(
  db: Database,
  { document, signature }: { document: string; signature: string },
): Promise<{ genuine: boolean }> {
  try {
    const { payload } = await compactVerify(
      signature,
      async ({ kid }) => {
        const [key] = await db
          .select({ publicJwk: receiptKeys.publicJwk })
          .from(receiptKeys)
          .where(eq(receiptKeys.kid, Kid.parse(kid)))
          .limit(1);
        return importJWK(PublicJwk.parse(JSON.parse(key?.publicJwk ?? '{}')), ALGORITHM);
      },
      { algorithms: [ALGORITHM] },
    );
    return { genuine: Buffer.from(payload).equals(Buffer.from(document)) };
  } catch (error) {
    // What jose and zod refuse is not ours; anything else is a fault of our own.
    if (error instanceof z.ZodError || isRefusal(error)) return { genuine: false };
    throw error;
  }
}

/** Encrypts private halves anew under the present secret. @returns what was done with each key */
export async function encryptReceiptKeysAnew(db: Database, { secrets }: { secrets: Secrets }) {
  const [present] = secrets;
  const outcomes: ('rotated' | 'current' | 'unreadable')[] = [];
  for (const row of await db.select().from(receiptKeys)) {
    const boundTo = receiptKeyRow(row);
    const text = decrypt({ stored: row.privateKey, secrets, boundTo });
    if (row.privateKey.startsWith(keyPrefix(present))) outcomes.push('current');
    else if (text === undefined) outcomes.push('unreadable');
    else {
      await db
        .update(receiptKeys)
        .set({ privateKey: encrypt({ text, secret: present, boundTo }) })
        .where(eq(receiptKeys.kid, row.kid));
      outcomes.push('rotated');
    }
  }
  return outcomes;
}

async function findKey(db: Database, secrets: Secrets) {
  for (const row of await db.select().from(receiptKeys).orderBy(desc(receiptKeys.createdAt))) {
    const text = decrypt({ stored: row.privateKey, secrets, boundTo: receiptKeyRow(row) });
    if (text !== undefined) return { kid: row.kid, jwk: PrivateJwk.parse(JSON.parse(text)) };
  }
  return undefined;
}

/** Several instances at once make a single one. */
async function makeKey(db: Database, { secrets, now }: { secrets: Secrets; now: Date }) {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const madeMeanwhile = await findKey(tx, secrets);
    if (madeMeanwhile) return madeMeanwhile;
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const jwk = PrivateJwk.parse(await exportJWK(pair.privateKey));
    const kid = await calculateJwkThumbprint(jwk);
    const privateKey = encrypt({
      text: JSON.stringify(jwk),
      secret: secrets[0],
      boundTo: receiptKeyRow({ kid }),
    });
    const publicJwk = JSON.stringify(PublicJwk.parse(jwk));
    await tx.insert(receiptKeys).values({ kid, publicJwk, privateKey, createdAt: now });
    return { kid, jwk };
  });
}

/** By shape: jose's errors have codes of their own; a signature that no key can read is a `TypeError` or a `DOMException`. */
function isRefusal(error: unknown) {
  return (
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    error instanceof DOMException ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J'))
  );
}
