import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { Context } from '@/server/context';
import type { Reason } from '@/server/reasons';
import { appRouter } from '@/server/router';
import { type ErrorFacts, errorFacts } from '@/server/trpc';
import { BODY_LIMIT } from './request-body';
import { NO_CONTENT_POLICY } from './security-headers';

export const TRPC_PATH = '/api/trpc/';
/** Calls in one batch; the interface sends a handful, and each counts for itself against the limits. */
const BATCH_LIMIT = 20;
/** What an app's library reads (RFC 6750 section 3.1). */
const BEARER_ERRORS: Partial<Record<Reason, string>> = {
  TOKEN_REFUSED: 'invalid_token',
  SCOPE_REQUIRED: 'insufficient_scope',
};

/** Answers a procedure call over HTTP. */
export async function handleTrpc(request: IncomingMessage, response: ServerResponse, context: Context) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(TRPC_PATH.length);
  // The adapter does not notice that a client has gone before the end.
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const answered = nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path,
    createContext: async () => context,
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    responseMeta: ({ errors, type }) => {
      const headers = headersOf(errors.map(errorFacts));
      // Beside the adapter's own `no-cache, no-transform`: a stream is nobody else's either.
      if (type === 'subscription') headers.set('Cache-Control', 'no-store');
      return { headers };
    },
  });
  await Promise.race([answered, closed]);
}

/** What the head of an answer says of the calls in it that were refused. */
function headersOf(refusals: ErrorFacts[]) {
  const headers = new Headers();
  const waits = refusals.map(({ retryAfter }) => retryAfter).filter((seconds) => seconds !== undefined);
  if (waits.length) headers.set('Retry-After', String(Math.max(...waits)));
  const challenge = refusals.map(({ reason }) => BEARER_ERRORS[reason]).find((error) => error !== undefined);
  if (challenge) headers.set('WWW-Authenticate', `Bearer error="${challenge}"`);
  return headers;
}
