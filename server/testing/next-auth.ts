import NextAuth from 'next-auth';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { authOptions } from '@/server/auth/next-auth';
import { contextFor, type Visit } from './callers';
import type { CookieJar } from './cookie-jar';

/** What next-auth answers: a status, and JSON or the address to go to. */
interface Answer {
  status: number;
  body: unknown;
}

/**
 * One request to /api/auth/*, with the cookies of a browser, which takes what it is sent. The request and answer
 * are the few members of Next's that next-auth looks at.
 */
export async function askNextAuth(
  db: Database,
  request: {
    path: string;
    query?: Record<string, string>;
    body?: Record<string, unknown>;
  } & Visit & { cookies: CookieJar },
): Promise<Answer> {
  const { path, query: parameters = {}, body, cookies, ...visit } = request;
  const handle = z
    .custom<(...pair: unknown[]) => Promise<void>>()
    .parse(NextAuth(authOptions(contextFor(db, null, { cookies, ...visit }))));
  const answer: Answer = { status: 200, body: undefined };
  const sent: string[] = [];
  const response = {
    getHeader: () => sent,
    setHeader: (name: string, value: string | string[]) => {
      if (name === 'Set-Cookie') sent.splice(0, sent.length, ...[value].flat());
      if (name === 'Location') answer.body = { url: value };
      return response;
    },
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    send: (what: unknown) => void Object.assign(answer, { body: what }),
    json: (what: unknown) => void Object.assign(answer, { body: what }),
    end: () => undefined,
  };
  const query = { ...parameters, nextauth: path.split('/') };
  const method = body ? 'POST' : 'GET';
  await handle({ method, query, cookies: cookies.all(), headers: {}, body }, response);
  for (const cookie of sent) cookies.receive(cookie);
  return answer;
}

/** Turns a ticket into a session as the sign-in page does. The cookies must hold the attempt. */
export async function redeem(db: Database, enter: { ticket: unknown } & Visit & { cookies: CookieJar }) {
  const { ticket, ...visit } = enter;
  const { body } = await askNextAuth(db, { path: 'csrf', ...visit });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(body);
  const form = { ticket, csrfToken, callbackUrl: '/', json: 'true' };
  return askNextAuth(db, { path: 'callback/ticket', body: form, ...visit });
}

/** Leaves for a provider as the pages do. @returns the address over there, or where the app sent the browser instead */
export async function leaveForProvider(
  db: Database,
  leave: { provider: string; callbackUrl?: unknown } & Visit & { cookies: CookieJar },
): Promise<URL> {
  const { provider, callbackUrl = '/settings/profile', ...visit } = leave;
  const { body } = await askNextAuth(db, { path: 'csrf', ...visit });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(body);
  const form = { csrfToken, callbackUrl, json: 'true' };
  return addressIn(await askNextAuth(db, { path: `signin/${provider}`, body: form, ...visit }));
}

/** Comes back from a provider with what its address says. @returns where the app sends the browser */
export async function returnFromProvider(
  db: Database,
  arrive: { from: URL } & Visit & { cookies: CookieJar },
): Promise<URL> {
  const { from, ...visit } = arrive;
  const path = from.pathname.replace('/api/auth/', '');
  const query = Object.fromEntries(from.searchParams);
  return addressIn(await askNextAuth(db, { path, query, ...visit }));
}

function addressIn({ body }: Answer): URL {
  return new URL(z.object({ url: z.string() }).parse(body).url, 'http://localhost:3000');
}
