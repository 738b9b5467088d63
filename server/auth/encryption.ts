import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D section 8.2.2: 96 random bits, for less than 2^32 texts under one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const STORED = /^v1\.([0-9a-f]{16})\.([\w-]{16})\.([\w-]+)$/;

/**
 * Encrypts what has to be read again, for a column: `v1.<key id>.<iv>.<ciphertext and tag>`. The key is made of the
 * installation's secret, and its id tells which secret that was.
 * @param given.boundTo names the row it is for; moved to another one it cannot be read
 */
export function encrypt({ text, secret, boundTo }: { text: string; secret: string; boundTo: string }) {
  const iv = randomBytes(IV_BYTES);
  const prefix = keyPrefix(secret);
  const cipher = createCipheriv(CIPHER, keyOf(secret), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(prefix + boundTo));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${prefix}${iv.toString('base64url')}.${body.toString('base64url')}`;
}

/**
 * What was encrypted, or undefined when none of the secrets made its key, it was made for another row, or anything
 * about it was changed.
 * @param given.secrets the current one, and earlier ones
 */
export function decrypt({
  stored,
  secrets,
  boundTo,
}: {
  stored: string;
  secrets: string[];
  boundTo: string;
}): string | undefined {
  const [, keyId, iv = '', body = ''] = STORED.exec(stored) ?? [];
  const secret = secrets.find((one) => keyIdOf(one) === keyId);
  if (secret === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, keyOf(secret), Buffer.from(iv, 'base64url'), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(keyPrefix(secret) + boundTo));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    // The tag does not fit: node says no more than that.
    return undefined;
  }
}

/** How everything begins that is encrypted under a secret. */
export function keyPrefix(secret: string) {
  return `v1.${keyIdOf(secret)}.`;
}

// A key of its own for each use of the secret (HKDF, RFC 5869). The id is derived as well, so it tells nothing of the key.
function keyOf(secret: string) {
  return Buffer.from(hkdfSync('sha256', secret, '', 'foyer encryption', 32));
}

function keyIdOf(secret: string) {
  return Buffer.from(hkdfSync('sha256', secret, '', 'foyer encryption key id', 8)).toString('hex');
}
