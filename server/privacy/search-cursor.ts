import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { parse, stringify } from 'uuid';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A word has 100 characters at most (`search_fold`), each of 4 bytes at most. */
const WORD_BYTES = 400;
const WORD_AT = 2;
const ID_AT = WORD_AT + WORD_BYTES;
const SKIP_AT = ID_AT + 16;
const PLACE_BYTES = SKIP_AT + 4;
const CURSOR_BYTES = IV_BYTES + PLACE_BYTES + TAG_BYTES;

/** Where a page of a search ended: the last person shown, the word they were found by, and how many were passed over since. */
export interface Place {
  word: string;
  userId: string;
  skip: number;
}

/** Who asks for what; a cursor is read by the same person for the same question alone. */
interface Asking {
  viewerId: string;
  query: string;
}

/**
 * A place as it leaves the process: encrypted, since how many were passed over is how many hide from who asks, and always of
 * one length. Every instance with the secret can read it.
 */
export function sealPlace({ place, of, secret }: { place: Place; of: Asking; secret: string }): string {
  const word = Buffer.from(place.word);
  if (word.length > WORD_BYTES) throw new RangeError('no word of a search is that long');
  const bytes = Buffer.alloc(PLACE_BYTES);
  bytes.writeUInt16BE(word.length);
  word.copy(bytes, WORD_AT);
  bytes.set(parse(place.userId), ID_AT);
  bytes.writeUInt32BE(place.skip, SKIP_AT);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, of), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(of.query));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/**
 * The place, or undefined for what none of the secrets sealed, for another person or another question, or what was changed.
 * @param given.secrets the current one, and earlier ones
 */
export function openPlace({
  cursor,
  of,
  secrets,
}: {
  cursor: string;
  of: Asking;
  secrets: string[];
}): Place | undefined {
  const sealed = Buffer.from(cursor, 'base64url');
  if (sealed.length !== CURSOR_BYTES || sealed.toString('base64url') !== cursor) return undefined;
  for (const secret of secrets) {
    const bytes = unseal(sealed, keyOf(secret, of), of.query);
    if (bytes)
      return {
        word: bytes.toString('utf8', WORD_AT, WORD_AT + bytes.readUInt16BE()),
        userId: stringify(bytes.subarray(ID_AT, SKIP_AT)),
        skip: bytes.readUInt32BE(SKIP_AT),
      };
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

// A key of its own for this use of the secret (HKDF, RFC 5869), and for each person: no key seals more than they can ask for.
function keyOf(secret: string, { viewerId }: Asking) {
  return Buffer.from(hkdfSync('sha256', secret, viewerId, 'foyer search cursor', 32));
}
