import { expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { proofFailures } from '@/db/schema/security';
import { callerFor } from '@/server/testing/callers';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, passwordKey, totpKey } from './proofs';

const WRONG = 'eight walruses knit at dusk';
const WRONG_CODE = { reason: 'CODE_WRONG' };

test('of a hundred wrong codes at the same moment five are looked at', async ({ db, given }) => {
  const { user, app } = await withApp(given);
  const attempt = await given.secondStep(user);
  const wrong = wrongCode(app);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      refusal(callerFor(db, null, { cookies: jarWith(attempt) }).auth.signIn.totp({ code: wrong })),
    ),
  );
  expect(answers.filter(({ reason }) => reason === 'CODE_WRONG')).toHaveLength(5);
  expect(answers.filter(({ reason }) => reason === 'RATE_LIMITED')).toHaveLength(95);
  // Not even the right one gets through now, or the limit would tell which it is.
  const right = callerFor(db, null, { cookies: jarWith(attempt) }).auth.signIn.totp({ code: codeOf(app) });
  expect(await refusal(right)).toMatchObject({ reason: 'RATE_LIMITED' });
});

test('at sign-in and in a session of one factor is guessing at one thing', async ({ db, given }) => {
  const { user, app } = await withApp(given);
  const wrong = wrongCode(app);
  // Of sessions like this one a password in a trusted browser opens any number.
  const session = callerFor(db, user);
  for (let n = 0; n < 5; n++) {
    const cookies = jarWith(await given.secondStep(user));
    const { signIn } = callerFor(db, null, { cookies }).auth;
    const guess = n % 2 ? session.auth.stepUp.totp({ code: wrong }) : signIn.totp({ code: wrong });
    expect(await refusal(guess)).toEqual(WRONG_CODE);
  }
  const limited = { reason: 'RATE_LIMITED', retryAfter: expect.any(Number) };
  expect(await refusal(session.auth.stepUp.totp({ code: codeOf(app) }))).toEqual(limited);
});

test('across factors and accounts counts for the address, of an IPv6 network as a whole', async ({
  db,
  given,
}) => {
  const neighbour = (n: number) => `2001:db8:77:1:${n.toString(16)}::1`;
  const guess = await guessers(db, given, 12);
  const reasons = await Promise.all(guess.map((one, n) => one({ kind: n % 3, ip: neighbour(n) })));
  expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(2);
  const [elsewhere] = await guessers(db, given, 1);
  expect(await elsewhere?.({ kind: 0, ip: '2001:db8:77:2::1' })).toBe('CODE_WRONG');
});

test('a forged X-Forwarded-For changes nothing, and behind a proxy of ours each client counts', async ({
  db,
  given,
}) => {
  const addresses = Array.from({ length: 12 }, (_, n) => `198.51.100.${100 + n}`);
  const guessAll = async (server: Awaited<ReturnType<typeof serve>>) => {
    const people = await Promise.all(addresses.map(() => withApp(given)));
    const attempts = await Promise.all(people.map(({ user }) => given.secondStep(user)));
    const answers = addresses.map(async (address, n) => {
      const headers = {
        cookie: `foyer.attempt=${attempts[n]}`,
        'x-forwarded-for': `203.0.113.9, ${address}`,
      };
      const code = wrongCode(...people.map(({ app }) => app));
      const answer = await server.call('auth.signIn.totp', { code }, headers);
      return Refusal.parse(answer.json()).error.data.reason;
    });
    return (await Promise.all(answers)).filter((reason) => reason === 'CODE_WRONG').length;
  };
  const behindProxy = await serve(db, { trustedProxies: ['127.0.0.1'] });
  const alone = await serve(db);
  try {
    expect(await guessAll(behindProxy)).toBe(12);
    expect(await guessAll(alone)).toBe(10);
  } finally {
    await Promise.all([behindProxy.stop(), alone.stop()]);
  }
});

test('an attacker who has closed every factor from next door has not locked the owner out', async ({
  db,
  given,
}) => {
  const { user, app } = await withApp(given);
  await given.recoveryCodes(user);
  const { cookie } = await given.trustedDevice(user);
  const now = new Date();
  const row = { failures: 9, inARow: CLOSED_AFTER, lastAt: now, openAt: now };
  const keys = [passwordKey(user.email), totpKey(user.id)];
  await db.insert(proofFailures).values(keys.map((key) => ({ key, ...row })));
  const ip = '198.51.100.77';
  await Promise.all((await guessers(db, given, 10)).map((guess) => guess({ kind: 0, ip })));

  const stranger = callerFor(db, null, { ip });
  await stranger.auth.signIn.start({ email: user.email });
  const outside = await refusal(stranger.auth.signIn.password({ password: PASSWORD }));
  expect(outside.reason).toBe('RATE_LIMITED');
  const farAway = callerFor(db, null);
  await farAway.auth.signIn.start({ email: user.email });
  const closed = await refusal(farAway.auth.signIn.password({ password: PASSWORD }));
  expect(closed).toEqual({ reason: 'FACTOR_CLOSED' });
  const second = callerFor(db, null, { cookies: jarWith(await given.secondStep(user)) });
  expect(await refusal(second.auth.signIn.totp({ code: codeOf(app) }))).toEqual({ reason: 'FACTOR_CLOSED' });

  const visit = { cookies: new CookieJar({ 'foyer.device': cookie }), ip };
  const owner = callerFor(db, null, visit);
  await owner.auth.signIn.start({ email: user.email });
  const { ticket } = await owner.auth.signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, ...visit });
  expect(await owner.viewer.me()).toMatchObject({ userId: user.id });
});

const Refusal = z.object({ error: z.object({ data: z.object({ reason: z.string() }) }) });

/** Somebody with an authenticator app. */
async function withApp(given: Given) {
  const user = await given.user();
  return { user, app: await given.totp(user) };
}

function jarWith(attempt: string) {
  return new CookieJar({ 'foyer.attempt': attempt });
}

/**
 * As many people with a sign-in under way; each makes a wrong guess: 0 at the code of their app, 1 at the password, 2 at
 * a recovery code. @returns the reason that is told
 */
async function guessers(db: Database, given: Given, number: number) {
  const people = await Promise.all(Array.from({ length: number }, () => withApp(given)));
  return Promise.all(
    people.map(async ({ user, app }) => {
      const [begun, proven] = [await given.attempt(user), await given.secondStep(user)];
      await given.recoveryCodes(user);
      return async ({ kind, ip }: { kind: number; ip: string }) => {
        const cookies = jarWith(kind === 1 ? begun : proven);
        const { signIn } = callerFor(db, null, { cookies, ip }).auth;
        if (kind === 1) return (await refusal(signIn.password({ password: WRONG }))).reason;
        if (kind === 2) return (await refusal(signIn.recoveryCode({ code: 'ZZZZZZZZZZZZZZZZ' }))).reason;
        return (await refusal(signIn.totp({ code: wrongCode(app) }))).reason;
      };
    }),
  );
}
