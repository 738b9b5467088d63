import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Tracing } from '@/server/tracing/tracing';
import { routeOf } from './route-of';

/** Of which there is nothing to tell: a balancer asks every second, and files of the build are files. */
const UNTOLD = ['health', 'static'];
/** What HTTP knows (RFC 9110 section 9.3, RFC 5789); a client may send any word. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/**
 * Tells of a request until all of its answer has gone: how it came, what it was for, in one of a few words, and how it ended. Its
 * address is not told, since that has handles, ids and the secrets of links in it.
 */
export async function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { tracing, requestId, work }: { tracing: Tracing; requestId: string; work: () => Promise<unknown> },
): Promise<void> {
  const route = routeOf((request.url ?? '/').split('?', 1)[0] ?? '/');
  if (UNTOLD.includes(route)) return void (await work());
  const method = METHODS.includes(request.method ?? '') ? request.method : '_OTHER';
  const { traceparent } = request.headers;
  const start = {
    name: `${method === '_OTHER' ? 'HTTP' : method} ${route}`,
    kind: 'server' as const,
    facts: { 'http.request.method': method, 'http.route': route, 'foyer.request.id': requestId },
    parent: typeof traceparent === 'string' ? traceparent : undefined,
  };
  await tracing.run(start, async (tell) => {
    const closed = response.closed ? undefined : once(response, 'close').catch(() => undefined);
    await work();
    await closed;
    const status = response.statusCode;
    tell({ 'http.response.status_code': status }, status >= 500 ? String(status) : undefined);
    if (!response.writableFinished) tell({ 'foyer.response.closed': true });
  });
}
