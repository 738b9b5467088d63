import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TRPCError } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { Context } from '@/server/context';
import type { Reason } from '@/server/reasons';
import { appRouter } from '@/server/router';
import { errorFacts } from '@/server/trpc';
import { answerPlainCalls, readPlainCalls } from './plain-calls';
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

/** Answers calls of procedures over HTTP. */
export async function handleTrpc(request: IncomingMessage, response: ServerResponse, context: Context) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  // Whoever has gone is waited for no longer: neither for their body nor by the adapter, which does not notice it.
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  await Promise.race([answer(request, response, context), closed]);
}

async function answer(request: IncomingMessage, response: ServerResponse, context: Context) {
  // As it came, and not as a URL would put it right: by its beginning it is for us, and by the rest of it alone it names what it calls.
  const [, path = '', query = ''] =
    /^([^?#]*)\??([^#]*)/.exec(request.url?.slice(TRPC_PATH.length) ?? '') ?? [];
  const search = new URLSearchParams(query);
  const { calls, body } = await readPlainCalls(request, { path, search, most: BATCH_LIMIT });
  if (calls) return answerPlainCalls(response, calls, { context, headersOf });
  await nodeHTTPRequestHandler({
    router: appRouter,
    // What has been read of it cannot be read again.
    req: body === undefined ? request : Object.assign(request, { body }),
    res: response,
    path,
    createContext: async () => context,
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    responseMeta: ({ errors, type }) => {
      const headers = headersOf(errors);
      // Beside the adapter's own `no-cache, no-transform`: a stream is nobody else's either.
      if (type === 'subscription') headers.set('Cache-Control', 'no-store');
      return { headers };
    },
  });
}

/** What the head of an answer says of the calls in it that were refused. */
function headersOf(errors: TRPCError[]) {
  const headers = new Headers();
  const refusals = errors.map(errorFacts);
  const waits = refusals.map(({ retryAfter }) => retryAfter).filter((seconds) => seconds !== undefined);
  if (waits.length) headers.set('Retry-After', String(Math.max(...waits)));
  const challenge = refusals.map(({ reason }) => BEARER_ERRORS[reason]).find((error) => error !== undefined);
  if (challenge) headers.set('WWW-Authenticate', `Bearer error="${challenge}"`);
  return headers;
}
