import { createPrivateKey, type KeyObject } from 'node:crypto';
import { and, desc, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { signingKeys } from '@/db/schema/oauth';
import { decrypt, encrypt } from '@/server/auth/encryption';
import type { Log } from '@/server/log';
import { ACCESS_TOKEN_SECONDS } from './catalog';

export const SIGNING_ALGORITHM = 'ES256';
/** Seconds for which a key is served before it signs, and after another one signs. */
export const KEY_OVERLAP_SECONDS = 600;

const LOCK = 5_140_026;
/** Seconds by which the clocks of two instances may differ. */
const CLOCKS = 60;

const PublicJwk = z.object({
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
});
const PrivateJwk = PublicJwk.extend({ d: z.string() });

export type PublicJwk = z.output<typeof PublicJwk>;
export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** What a private key is encrypted for: its own row, and no other. */
export function signingKeyRow({ kid }: { kid: string }) {
  return `signing_keys/${kid}`;
}

/**
 * The key that signs at `now`: the newest that has begun to, and that outlives a token signed with it. Where there is
 * none that one of the secrets can read, one is made, which signs at once; several instances at once make a single one.
 * Costs one statement, save for the making.
 * @param given.secrets the present one, and earlier ones
 */
export async function signingKey(
  db: Database,
  given: { secrets: [string, ...string[]]; now: Date; log?: Log | undefined },
): Promise<{ kid: string; key: KeyObject }> {
  const found = findSigning(await listSigningKeys(db, given), given);
  if (found) return found;
  return db.transaction(async (tx) => {
    await lockSigningKeys(tx);
    const rows = await listSigningKeys(tx, given);
    const madeMeanwhile = findSigning(rows, given);
    if (madeMeanwhile) return madeMeanwhile;
    const unreadable = rows.filter((row) => !isReadable(row, given));
    if (unreadable.length > 0)
      given.log?.warn(
        { kids: unreadable.map(({ kid }) => kid) },
        'signing keys not readable under any secret: a new one is made',
      );
    await retireSigningKeys(tx, { rows: unreadable, at: later(given.now, KEY_OVERLAP_SECONDS) });
    // Who began a moment earlier, or by a clock that is behind, finds it due as well, and makes none of their own.
    return addSigningKey(tx, { ...given, activeAt: later(given.now, -CLOCKS) });
  });
}

/** The public keys that apps and services verify access tokens with, as a JWK Set holds them (RFC 7517 section 4). */
export async function listPublicKeys(db: Database, { now }: { now: Date }) {
  const rows = await listSigningKeys(db, { now });
  return rows.map(({ kid, publicJwk: { kty, crv, x, y } }) => ({
    kid,
    kty,
    crv,
    x,
    y,
    alg: SIGNING_ALGORITHM,
    use: 'sig',
  }));
}

const servedKeys = prepared((db) =>
  db
    .select()
    .from(signingKeys)
    .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, parameter('now', 'timestamptz'))))
    .orderBy(desc(signingKeys.activeAt), desc(signingKeys.kid))
    .prepare('signing_keys_served'),
);

/** The keys that are served at `now`, the one that signs last first. */
export function listSigningKeys(db: Database, { now }: { now: Date }): Promise<SigningKeyRow[]> {
  return servedKeys(db).execute({ now: now.toISOString() });
}

/** From here to the end of the transaction nobody else adds a key, or retires one. */
export async function lockSigningKeys(tx: Database) {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

/** Adds a key pair that signs from `activeAt`; it is served at once. Under `lockSigningKeys`. */
export async function addSigningKey(
  tx: Database,
  { secrets, activeAt, now }: { secrets: [string, ...string[]]; activeAt: Date; now: Date },
) {
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = PrivateJwk.parse(await exportJWK(pair.privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  const privateKey = encrypt({
    text: JSON.stringify(jwk),
    secret: secrets[0],
    boundTo: signingKeyRow({ kid }),
  });
  const row = { kid, publicJwk: PublicJwk.parse(jwk), privateKey, createdAt: now, activeAt, retiredAt: null };
  await tx.insert(signingKeys).values(row);
  return { kid, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

/** Says when keys are served and believed no longer; where that is said already, it stays. Under `lockSigningKeys`. */
export async function retireSigningKeys(tx: Database, { rows, at }: { rows: SigningKeyRow[]; at: Date }) {
  const kids = rows.map(({ kid }) => kid);
  if (kids.length === 0) return;
  await tx
    .update(signingKeys)
    .set({ retiredAt: at })
    .where(and(inArray(signingKeys.kid, kids), isNull(signingKeys.retiredAt)));
}

/** Whether one of the secrets can read the private half of a key. */
export function isReadable(row: SigningKeyRow, { secrets }: { secrets: string[] }) {
  return privateKeyOf(row, secrets) !== undefined;
}

/** Of keys as `listSigningKeys` gives them, the one that signs at `now`. */
export function findSigning(rows: SigningKeyRow[], { secrets, now }: { secrets: string[]; now: Date }) {
  const endOfToken = later(now, ACCESS_TOKEN_SECONDS);
  for (const row of rows) {
    if (row.activeAt > now || (row.retiredAt && row.retiredAt <= endOfToken)) continue;
    const key = privateKeyOf(row, secrets);
    if (key) return { kid: row.kid, key };
  }
  return undefined;
}

/** Under which secret a key was last read is part of its ciphertext, so that what is kept here opens nothing more. */
const read = new Map<string, KeyObject>();
const READ_AT_MOST = 16;

function privateKeyOf(row: SigningKeyRow, secrets: string[]): KeyObject | undefined {
  const text = decrypt({ stored: row.privateKey, secrets, boundTo: signingKeyRow(row) });
  if (text === undefined) return undefined;
  const known = read.get(row.privateKey);
  if (known) return known;
  const key = createPrivateKey({ key: PrivateJwk.parse(JSON.parse(text)), format: 'jwk' });
  if (read.size >= READ_AT_MOST) read.clear();
  read.set(row.privateKey, key);
  return key;
}

function later(now: Date, seconds: number) {
  return new Date(now.getTime() + seconds * 1000);
}
