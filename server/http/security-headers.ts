import type { ServerResponse } from 'node:http';

/** Headers for every answer, whatever it is. HSTS only where the site is https: two years, as preload lists ask. */
export function setSecurityHeaders(response: ServerResponse, { secure }: { secure: boolean }) {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader(
    'Permissions-Policy',
    'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  );
  if (secure) response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
}

/**
 * The policy of a page. Scripts run by nonce only, DOM sinks take Trusted Types only. Styles may stand inline:
 * React and the positioning of menus write style attributes, and a style cannot act for the person.
 * @param given.development hot reload evaluates code and opens a socket
 * @param given.uploads where else files are sent
 */
export function contentSecurityPolicy(given: { nonce: string; development: boolean; uploads?: string[] }) {
  const { nonce, development, uploads = [] } = given;
  const connect = ["'self'", ...uploads, ...(development ? ['ws:'] : [])];
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    // The one of pushes; without these words the nonce would be asked of it.
    "worker-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect.join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'self'",
    ...(development ? [] : ["require-trusted-types-for 'script'"]),
  ].join('; ');
}

/** The policy of an answer that is no page: it may load and do nothing. */
export const NO_CONTENT_POLICY =
  "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
