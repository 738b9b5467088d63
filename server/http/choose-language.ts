import type { IncomingMessage, ServerResponse } from 'node:http';
import { LOCALE_COOKIE, LOCALE_SECONDS } from './cookies';
import { isLocale } from './locale';

/**
 * Keeps the language chosen on this device, before anybody is signed in, and goes back to where the choice was
 * made: /api/language?to=fr, a form's POST with an empty body, so that it works before any script has loaded.
 */
export function chooseLanguage(
  request: IncomingMessage,
  response: ServerResponse,
  { secure }: { secure: boolean },
) {
  const choice = new URL(request.url ?? '/', 'http://localhost').searchParams.get('to');
  if (isLocale(choice)) {
    const attributes = `Path=/; Max-Age=${LOCALE_SECONDS}; SameSite=Lax${secure ? '; Secure' : ''}`;
    response.appendHeader('Set-Cookie', `${LOCALE_COOKIE}=${choice}; ${attributes}`);
  }
  // Only the path of the page before: the guard has seen to it that it is one of ours.
  const from = request.headers.referer;
  const { pathname, search } = new URL(from && URL.canParse(from) ? from : '/', 'http://localhost');
  response.statusCode = 303;
  response.setHeader('Location', `/${pathname.replace(/^\/+/, '')}${search}`);
  response.setHeader('Cache-Control', 'no-store');
  response.end();
}
