import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a cookie, a ticket or a link, as 43 characters of base64url. */
export function randomToken() {
  return randomBytes(32).toString('base64url');
}

/** Whether a cookie can be one that `randomToken` made. */
export function isToken(cookie: string | undefined): cookie is string {
  return cookie !== undefined && /^[\w-]{43}$/.test(cookie);
}

/** What a table keeps of a token. The tokens are random, so a plain SHA-256 cannot be guessed back. */
export function hashToken(token: string) {
  return createHash('sha256').update(token).digest('base64url');
}
