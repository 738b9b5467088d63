import type { IncomingMessage } from 'node:http';

/** Bytes. Nothing that a person fills in comes near it; photos have a route of their own. */
export const BODY_LIMIT = 1_000_000;

/**
 * Why a body is refused before a byte of it is read, as a status; undefined when it is fine.
 * @param limit bytes
 */
export function bodyRefusal(
  request: IncomingMessage,
  { limit = BODY_LIMIT } = {},
): 400 | 411 | 413 | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding !== undefined) return 411;
  if (length === undefined) return undefined;
  if (!/^\d{1,15}$/.test(length)) return 400;
  return Number(length) > limit ? 413 : undefined;
}
