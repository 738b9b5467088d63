import { parse, stringify } from 'uuid';
import { openCursor, sealCursor } from '@/server/sealed-cursor';

const PURPOSE = 'foyer search cursor';
/** A word has 100 characters at most (`search_fold`), each of 4 bytes at most. */
const WORD_BYTES = 400;
const WORD_AT = 2;
const ID_AT = WORD_AT + WORD_BYTES;
const SKIP_AT = ID_AT + 16;
const PLACE_BYTES = SKIP_AT + 4;

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
 * one length.
 */
export function sealPlace({ place, of, secret }: { place: Place; of: Asking; secret: string }): string {
  const word = Buffer.from(place.word);
  if (word.length > WORD_BYTES) throw new RangeError('no word of a search is that long');
  const bytes = Buffer.alloc(PLACE_BYTES);
  bytes.writeUInt16BE(word.length);
  word.copy(bytes, WORD_AT);
  bytes.set(parse(place.userId), ID_AT);
  bytes.writeUInt32BE(place.skip, SKIP_AT);
  return sealCursor({ bytes, of: { ...of, purpose: PURPOSE }, secret });
}

/**
 * The place, or undefined for what none of the secrets sealed, for another person or another question, or what was changed.
 * @param given.secrets the current one, and earlier ones
 */
export function openPlace(given: { cursor: string; of: Asking; secrets: string[] }): Place | undefined {
  const { cursor, of, secrets } = given;
  const bytes = openCursor({ cursor, length: PLACE_BYTES, of: { ...of, purpose: PURPOSE }, secrets });
  return (
    bytes && {
      word: bytes.toString('utf8', WORD_AT, WORD_AT + bytes.readUInt16BE()),
      userId: stringify(bytes.subarray(ID_AT, SKIP_AT)),
      skip: bytes.readUInt32BE(SKIP_AT),
    }
  );
}
