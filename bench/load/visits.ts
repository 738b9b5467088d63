import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { emailOf, PASSWORD, tokenOf } from '@/bench/people';
import { cookieNames } from '@/server/http/cookies';
import { CookieJar } from '@/server/testing/cookie-jar';
import { ask, WrongStatus } from './ask';
import { leanBrowser } from './lean-browser';
import type { Wire } from './wire';

/** One person with one browser: `n` says who. Its connection is the agent's or, where little is to be spent on it, the wire. */
export interface Visitor {
  agent: Agent;
  wire: Wire;
  port: number;
  path: string;
  n: number;
  /** The access tokens of apps, for whoever shows one. */
  bearers: string[];
}

const { session } = cookieNames({ secure: false });
const Ticket = z.object({ result: z.object({ data: z.object({ ticket: z.string() }) }) });
const Csrf = z.object({ csrfToken: z.string() });

/** What a visitor can do. Each throws when it did not work. */
export const VISITS = { read, readByToken, prove, signIn, signInPatiently };

/** Asks for something as a person who is signed in. */
async function read({ agent, port, path, n }: Visitor) {
  await ask({ agent, port, path, headers: { cookie: `${session}=${tokenOf(n)}` } });
}

/** Asks for something as an app that acts for a person. */
async function readByToken({ agent, port, path, n, bearers }: Visitor) {
  await ask({ agent, port, path, headers: { authorization: `Bearer ${bearers[n % bearers.length]}` } });
}

/** Types address and password, as far as the ticket. */
async function prove(visitor: Visitor) {
  const browser = leanBrowser(visitor);
  await browser.start();
  await browser.password();
}

/** Types the address. @returns the rest, the password alone */
export async function beginProof(visitor: Visitor): Promise<() => Promise<unknown>> {
  const browser = leanBrowser(visitor);
  await browser.start();
  return browser.password;
}

/** The same, and turns the ticket into a session: what a person waits for. */
async function signIn(visitor: Visitor) {
  const browser = leanBrowser(visitor);
  await browser.start();
  await browser.redeem(await browser.password());
  if (!browser.holds(session)) throw new Error('the ticket gave no session');
}

/** The same where so many sign in at once that some are asked to come back. */
async function signInPatiently(visitor: Visitor) {
  const browser = openBrowser(visitor);
  await browser.start();
  for (;;) {
    try {
      return await browser.redeem(await browser.password());
    } catch (error) {
      if (!(error instanceof WrongStatus && error.status === 503)) throw error;
      await sleep(100);
    }
  }
}

/** The calls of the sign-in page one by one, in the order in which it makes them; for who wants to look between. */
export function openBrowser({ agent, port, n }: Pick<Visitor, 'agent' | 'port' | 'n'>) {
  const cookies = new CookieJar();
  const send = async (
    path: string,
    { body, type, wanted = 200 }: { body?: string; type?: string; wanted?: number } = {},
  ) => {
    const cookie = cookies.header();
    const headers = {
      ...(cookie !== undefined && { cookie }),
      ...(type !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body ?? '') }),
      'sec-fetch-site': 'same-origin',
      // Everybody comes from an address of their own, so that the limits count them apart.
      'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    };
    const answer = await ask({ agent, port, path, headers, wanted, ...(body !== undefined && { body }) });
    for (const cookie of answer.headers['set-cookie'] ?? []) cookies.receive(cookie);
    const json: unknown = JSON.parse(answer.body);
    return json;
  };
  const call = (procedure: string, input: object, { wanted = 200 } = {}) =>
    send(`/api/trpc/${procedure}`, { body: JSON.stringify(input), type: 'application/json', wanted });

  const browser = {
    start: () => call('auth.signIn.start', { email: emailOf(n) }),
    password: async () =>
      Ticket.parse(await call('auth.signIn.password', { password: PASSWORD })).result.data.ticket,
    csrf: async () => Csrf.parse(await send('/api/auth/csrf')).csrfToken,
    async callback({ ticket, csrfToken }: { ticket: string; csrfToken: string }) {
      const form = new URLSearchParams({ ticket, csrfToken, callbackUrl: '/', json: 'true' });
      await send('/api/auth/callback/ticket', {
        body: form.toString(),
        type: 'application/x-www-form-urlencoded',
      });
      if (cookies.get(session) === undefined) throw new Error('the ticket gave no session');
    },
    async redeem(ticket: string) {
      await browser.callback({ ticket, csrfToken: await browser.csrf() });
    },
    read: (path: string) => send(path),
    call,
  };
  return browser;
}
