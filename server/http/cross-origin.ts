import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerOf } from '@/server/oauth/bearer';

/** Seconds that a browser may remember what it was told it may send. */
const PREFLIGHT_SECONDS = 600;

/**
 * Lets an app that is a page of any site read the answer, without what the browser knows of anybody: with `*` no
 * browser sends a cookie that counts, and we never allow credentials (Fetch standard, CORS protocol).
 */
export function allowPages(response: ServerResponse, { methods }: { methods: string[] }) {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Methods', methods.join(', '));
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
  response.setHeader('Access-Control-Expose-Headers', 'retry-after, www-authenticate, x-request-id');
  response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** Whether a request shows a bearer token. A browser adds none by itself, so no site can make one send it. */
export function showsToken({ headers }: IncomingMessage) {
  return bearerOf(headers.authorization) !== undefined;
}

/** Whether a browser asks if a page may send a token (a preflight). */
export function asksToShowToken({ method, headers }: IncomingMessage) {
  const names = headers['access-control-request-headers']?.toLowerCase().split(',') ?? [];
  return method === 'OPTIONS' && names.some((name) => name.trim() === 'authorization');
}
