import { eq } from 'drizzle-orm';
import { PASSWORD } from '@/bench/people';
import { passkeys, totpAuthenticators } from '@/db/schema/factors';
import { beginAttempt } from '@/server/auth/attempts';
import { passkeySignInOptions } from '@/server/auth/passkey-sign-in';
import { callerFor } from '@/server/testing/callers';
import { codeFactories, codeOf } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { passkeyFactories } from '@/server/testing/passkey-factories';
import { cookieOf } from './reading';
import { type Subject, visitorOf } from './subject';
import type { Asked } from './visit';

/** Visits that are made ready for a round of what uses them up. */
const ROUND = 400;
const CONNECTIONS = 8;

/** What signs in and what changes something, by calls of procedures. */
export const WRITING: Subject[] = [
  {
    name: 'privacy.update',
    limit: 'bare',
    writes: true,
    once: ROUND,
    connections: CONNECTIONS,
    statements: 6,
    wanted: '"result"',
    leastRatio: 0.5,
    why: 'the app reads, compares and checks between its statements, on one thread',
    async ready(ground, { n }) {
      const { token } = visitorOf(ground, n);
      // What it is not yet, also when everybody has been there.
      const input = {
        bio: Math.floor(n / (ground.visitors.length / 3)) % 2 ? 'everyone' : 'contacts',
      } as const;
      return {
        asked: { ...posted('privacy.update', input), headers: { ...cookieOf(token), ...HERE } },
        call: (db) => callerFor(db, { token }).privacy.update(input),
      };
    },
  },
  {
    name: 'sign-in by password',
    limit: 'argon2id',
    once: ROUND,
    connections: CONNECTIONS,
    statements: 4,
    wanted: '"ticket"',
    leastRatio: 0.85,
    why: 'the limits of guessing are counted and taken back beside it, and the load takes its share of the processors',
    async ready(ground, { n }) {
      const { email } = visitorOf(ground, n);
      const { cookie } = await beginAttempt(ground.db, { email, now: new Date() });
      return {
        asked: { ...posted('auth.signIn.password', { password: PASSWORD }), headers: attempt(cookie, n) },
      };
    },
  },
  {
    name: 'a code of an authenticator app (TOTP)',
    limit: 'bare',
    writes: true,
    once: ROUND,
    connections: CONNECTIONS,
    statements: 6,
    wanted: '"ticket"',
    why: 'the limit knows the code to be right; the app decrypts the key and compares',
    async ready(ground, { n }) {
      const person = visitorOf(ground, n, 1);
      await ground.db.delete(totpAuthenticators).where(eq(totpAuthenticators.userId, person.id));
      const given = codeFactories(ground.db);
      const app = await given.totp(person);
      const cookie = await given.secondStep(person);
      const input = { code: codeOf(app), trustDevice: false };
      return {
        asked: { ...posted('auth.signIn.totp', input), headers: attempt(cookie, n) },
        call: (db) =>
          callerFor(db, null, { cookies: jarOf(cookie), ip: addressOf(n) }).auth.signIn.totp(input),
      };
    },
  },
  {
    name: 'sign-in by passkey',
    limit: 'bare',
    writes: true,
    once: ROUND,
    connections: CONNECTIONS,
    statements: 5,
    wanted: '"ticket"',
    why: 'the limit verifies no signature',
    async ready(ground, { place: { appUrl }, n }) {
      const person = visitorOf(ground, n, 2);
      await ground.db.delete(passkeys).where(eq(passkeys.userId, person.id));
      const { authenticator } = await passkeyFactories(ground.db).passkey(person);
      const visit = {
        attemptCookie: undefined,
        deviceCookie: undefined,
        ip: addressOf(n),
        userAgent: undefined,
      };
      const { options, cookie = '' } = await passkeySignInOptions(ground.db, {
        ...visit,
        requestId: `visit ${n}`,
        appUrl,
        now: new Date(),
      });
      const input = { response: authenticator.get(options, { origin: appUrl }), trustDevice: false };
      return {
        asked: { ...posted('auth.signIn.passkey', input), headers: attempt(cookie, n) },
        call: (db) =>
          callerFor(db, null, {
            cookies: jarOf(cookie),
            ip: addressOf(n),
            services: { appUrl },
          }).auth.signIn.passkey(input),
      };
    },
  },
];

const HERE = { 'sec-fetch-site': 'same-origin' };
const ATTEMPT = 'foyer.attempt';

const jarOf = (cookie: string) => new CookieJar({ [ATTEMPT]: cookie });

/** Everybody comes from an address of their own, so that the limits count them apart. */
const addressOf = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

const attempt = (cookie: string, n: number) => ({
  ...HERE,
  cookie: `${ATTEMPT}=${cookie}`,
  'x-forwarded-for': addressOf(n),
});

function posted(procedure: string, input: object): Asked {
  return {
    path: `/api/trpc/${procedure}`,
    body: { type: 'application/json', content: JSON.stringify(input) },
  };
}
