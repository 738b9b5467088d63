import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse } from 'uuid';

const ID_BYTES = 16;
const GENERATION_BYTES = 4;
const BYTES = ID_BYTES + GENERATION_BYTES + 32;

/** The family that a refresh token says it is of, and which of its tokens it is. Nothing of it is proven. */
export interface ReadRefreshToken {
  /** Of the app session: 32 hexadecimal digits, as PostgreSQL also takes them. */
  sessionId: string;
  generation: number;
  text: string;
}

/** One token of a family. `seed` is the family's own secret. */
interface Derived {
  id: string;
  generation: number;
  seed: string;
}

/**
 * A refresh token: the id of its family, its number there, and an HMAC-SHA256 over both and the family's seed under a
 * key of the installation. The same numbers always give the same token, so that it can be given again without being
 * stored, and an older one is recognised however long ago it was.
 */
export function deriveRefreshToken({ id, generation, seed }: Derived, { secret }: { secret: string }) {
  const head = Buffer.alloc(ID_BYTES + GENERATION_BYTES);
  head.set(parse(id));
  head.writeUInt32BE(generation, ID_BYTES);
  // A key of its own for this use of the secret (HKDF, RFC 5869).
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer refresh token', 32));
  const mac = createHmac('sha256', key).update(head).update(seed).digest();
  return Buffer.concat([head, mac]).toString('base64url');
}

/** What a refresh token says of itself; undefined when it cannot be one of ours. There is one spelling of each. */
export function readRefreshToken(text: string): ReadRefreshToken | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== BYTES || bytes.toString('base64url') !== text) return undefined;
  return {
    sessionId: bytes.subarray(0, ID_BYTES).toString('hex'),
    generation: bytes.readUInt32BE(ID_BYTES),
    text,
  };
}

/** Whether a token was derived by us, with one of the secrets. Constant time. */
export function isGenuine(
  token: ReadRefreshToken,
  { id, seed, secrets }: { id: string; seed: string; secrets: string[] },
) {
  const given = Buffer.from(token.text);
  return secrets.some((secret) => {
    const ours = Buffer.from(deriveRefreshToken({ id, seed, generation: token.generation }, { secret }));
    return ours.length === given.length && timingSafeEqual(ours, given);
  });
}
