import type { IncomingHttpHeaders } from 'node:http';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something on the strength of its cookies (OWASP: CSRF, Fetch Metadata).
 * Browsers say where a request comes from in Sec-Fetch-Site; older ones in Origin. A request with neither comes
 * from no page, but may carry cookies that somebody made it carry, so it is refused as well.
 */
export function isFromOurselves(
  request: { method?: string | undefined; headers: IncomingHttpHeaders },
  { origin }: { origin: string },
): boolean {
  if (SAFE_METHODS.has(request.method ?? '')) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return request.headers.origin === origin;
}
