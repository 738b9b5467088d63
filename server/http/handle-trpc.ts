import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { Context } from '@/server/context';
import { appRouter } from '@/server/router';
import { errorFacts } from '@/server/trpc';
import { BODY_LIMIT } from './request-body';
import { NO_CONTENT_POLICY } from './security-headers';

export const TRPC_PATH = '/api/trpc/';
/** Calls in one batch; the interface sends a handful, and each counts for itself against the limits. */
const BATCH_LIMIT = 20;

/** Answers a procedure call over HTTP. */
export async function handleTrpc(request: IncomingMessage, response: ServerResponse, context: Context) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(TRPC_PATH.length);
  await nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path,
    createContext: async () => context,
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    responseMeta: ({ errors }) => {
      const waits = errors
        .map((error) => errorFacts(error).retryAfter)
        .filter((seconds) => seconds !== undefined);
      return waits.length ? { headers: new Headers({ 'Retry-After': String(Math.max(...waits)) }) } : {};
    },
  });
}
