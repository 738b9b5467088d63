import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';

/** What a link in a mail is good for; a token made for one purpose is refused for every other. */
export type LinkPurpose =
  | 'verify-email'
  | 'reset-password'
  | 'email-approve'
  | 'email-confirm'
  | 'email-undo'
  | 'not-me'
  | 'keep-account'
  | 'unsubscribe';

const ID_BYTES = 16;
/** 16 bytes of id and 32 of signature are exactly 64 characters, so a token has only one spelling. */
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/**
 * The secret of a link in a mail, 64 characters of base64url. The same id always gives the same token: a mail
 * sent twice carries the same link, and nothing secret lies in the job queue. Whether the row still counts
 * (there, unused, not expired) is for its reader to decide.
 * @param id a UUID
 * @throws TypeError when the id is no UUID
 */
export function signLink({ secret, purpose, id }: { secret: string; purpose: LinkPurpose; id: string }) {
  const bytes = Buffer.from(parse(id));
  return Buffer.concat([bytes, signature({ secret, purpose, bytes })]).toString('base64url');
}

/** The id that a token was made for, or undefined when anything about it is not ours. Constant time. */
export function readLink({
  secret,
  purpose,
  token,
}: {
  secret: string;
  purpose: LinkPurpose;
  token: string;
}) {
  if (!TOKEN.test(token)) return undefined;
  const given = Buffer.from(token, 'base64url');
  const bytes = given.subarray(0, ID_BYTES);
  const genuine = timingSafeEqual(given.subarray(ID_BYTES), signature({ secret, purpose, bytes }));
  return genuine ? stringify(bytes) : undefined;
}

function signature({ secret, purpose, bytes }: { secret: string; purpose: LinkPurpose; bytes: Buffer }) {
  // A key of its own per purpose (HKDF, RFC 5869), so that no other use of the secret can make a link.
  const key = Buffer.from(hkdfSync('sha256', secret, '', `foyer link ${purpose}`, 32));
  return createHmac('sha256', key).update(bytes).digest();
}
