import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Who asks for what of which list; a cursor is read by the same person for the same question alone. */
export interface Asking {
  /** Of which list it is: each has keys of its own. */
  purpose: string;
  viewerId: string;
  query: string;
}

/**
 * Where a page of a list ended, as it leaves the process: encrypted, since it may name what who asks is not shown. It is as long as
 * its bytes, so these are always of one length. Every instance with the secret can read it.
 */
export function sealCursor({ bytes, of, secret }: { bytes: Buffer; of: Asking; secret: string }): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, of), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(of.query));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/**
 * Its bytes, or undefined for what none of the secrets sealed, for another person or another question, or what was changed.
 * @param given.length of the bytes
 * @param given.secrets the current one, and earlier ones
 */
export function openCursor(given: {
  cursor: string;
  length: number;
  of: Asking;
  secrets: string[];
}): Buffer | undefined {
  const { cursor, length, of, secrets } = given;
  const sealed = Buffer.from(cursor, 'base64url');
  if (sealed.length !== IV_BYTES + length + TAG_BYTES || sealed.toString('base64url') !== cursor)
    return undefined;
  for (const secret of secrets) {
    const bytes = unseal(sealed, keyOf(secret, of), of.query);
    if (bytes) return bytes;
  }
  return undefined;
}

function unseal(sealed: Buffer, key: Buffer, query: string): Buffer | undefined {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(query));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The tag does not fit: node says no more than that.
    return undefined;
  }
}

// A key of its own for each use of the secret (HKDF, RFC 5869), and for each person: no key seals more than they can ask for.
function keyOf(secret: string, { purpose, viewerId }: Asking) {
  return Buffer.from(hkdfSync('sha256', secret, viewerId, purpose, 32));
}
