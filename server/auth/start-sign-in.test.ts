import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { TRUST_SECONDS } from './trusted-devices';

const LIMITED = { reason: 'RATE_LIMITED', retryAfter: expect.any(Number) };

test('a hundred sign-ins begin at one address in a minute, and no more in a browser that nobody knows', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const ip = '198.51.100.60';
  await fill(db, ip);
  expect(await refusal(start(db, { email: user.email, ip }))).toEqual(LIMITED);
  expect(await refusal(start(db, { email: 'nobody@example.test', ip }))).toEqual(LIMITED);
  await start(db, { email: user.email, ip: '198.51.100.61' });
});

test('an office where too many sign in at once locks nobody out of a passkey', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const ip = '2001:db8:60:1::1';
  await fill(db, ip);
  // Whoever opens the page is asked for a passkey at once; that many do keeps nobody out either.
  const { signIn } = callerFor(db, null, { ip: '2001:db8:60:1::2' }).auth;
  for (let visitor = 0; visitor < 110; visitor++) await signIn.passkeyOptions({});
  const cookies = new CookieJar();
  expect(await enterByPasskey(db, { cookies, authenticator, ip })).toMatchObject({ next: 'done' });
});

test('a browser that the account trusts or knows begins beyond the limit, for that account', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const ip = '198.51.100.62';
  await fill(db, ip);
  const { cookie: device } = await given.trustedDevice(user);
  for (const brought of [{ 'foyer.device': device }, { 'foyer.browser': await given.knownBrowser(user) }]) {
    const cookies = new CookieJar(brought);
    await start(db, { email: user.email, ip, cookies });
    const { signIn } = callerFor(db, null, { cookies, ip }).auth;
    expect(await signIn.password({ password: PASSWORD })).toMatchObject({ next: 'done' });
    expect(await refusal(start(db, { email: other.email, ip, cookies }))).toEqual(LIMITED);
  }

  const longAgo = new Date(Date.now() - TRUST_SECONDS * 1000);
  const { cookie: expired } = await given.trustedDevice(user, { now: longAgo });
  for (const brought of [{ 'foyer.device': expired }, { 'foyer.browser': 'made up', 'foyer.device': '' }]) {
    const cookies = new CookieJar(brought);
    expect(await refusal(start(db, { email: user.email, ip, cookies }))).toEqual(LIMITED);
  }
});

function start(db: Database, { email, ...visit }: { email: string; ip: string; cookies?: CookieJar }) {
  return callerFor(db, null, visit).auth.signIn.start({ email });
}

/** As many sign-ins as may begin at an address in a minute. */
async function fill(db: Database, ip: string) {
  for (let begun = 0; begun < 100; begun++) await start(db, { email: 'somebody@example.test', ip });
}
