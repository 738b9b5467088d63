import type { IncomingMessage, ServerResponse } from 'node:http';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { negotiateLocale } from './locale';

const MESSAGES = { en, fr };

/**
 * The page for when the database is away: no script, no file, nothing that could fail in turn. It does not load
 * itself again, which would interrupt who reads it (WCAG 2.2.1); its link leads to the page that was asked for.
 */
export function answerUnavailable(request: IncomingMessage, response: ServerResponse) {
  const locale = negotiateLocale(request.headers['accept-language']);
  const { title, text, retry } = MESSAGES[locale].unavailable;
  response.statusCode = 503;
  response.setHeader('Retry-After', 2);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
  response.end(`<!doctype html><html lang="${locale}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:20px}a{display:inline-block;padding:.6rem 0;color:inherit}</style>
<h1>${title}</h1><p>${text}</p><p><a href="">${retry}</a></p></html>`);
}
