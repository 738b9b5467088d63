import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { proofFailures, securityEvents } from '@/db/schema/security';
import { Authenticator } from '@/server/testing/authenticator';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, countedProof, passwordKey, totpKey } from './proofs';

const REFUSED = { reason: 'PASSKEY_REFUSED' };

test.for([
  ['a signature of something else', { signature: Buffer.from('3006020101020101', 'hex') }],
  ['a signature that is none', { signature: Buffer.from('bogus') }],
  ['another origin', { origin: 'https://evil.example' }],
  ['a sister of our origin', { origin: 'http://localhost:3001' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['an answer to a registration', { type: 'webauthn.create' }],
  ['a frame in a page of another site', { crossOrigin: true }],
  ['BE flipped', { backupEligible: true }],
  ['BS without BE', { backedUp: true }],
  ['nobody there', { userPresent: false }],
  ['UV=0: being there is not enough by itself', { userVerified: false }],
  ['the handle of somebody else', { userHandle: Buffer.alloc(32, 1).toString('base64url') }],
  ['no handle: nobody has said who it is', { userHandle: null }],
] as const)('refuses %s', async ([, lie], { db, given }) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user, { counter: 7 });
  const cookies = new CookieJar();
  expect(await refusal(enterByPasskey(db, { cookies, authenticator, lies: lie }))).toEqual(REFUSED);
  // Nothing of it was believed, and the same attempt goes on with an honest answer.
  const [passkey] = await db.select().from(passkeys).where(eq(passkeys.id, id));
  expect(passkey).toMatchObject({ counter: 7, lastUsedAt: null, counterWentBackAt: null });
  const attempt = cookies.get('foyer.attempt');
  await enterByPasskey(db, { cookies, authenticator });
  expect(cookies.get('foyer.attempt')).toBe(attempt);
});

test('another key for a known passkey, or none that is known', async ({ db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const forger = new Authenticator();
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  const forged = forger.get(await api.auth.signIn.passkeyOptions({}));
  const known = { id: authenticator.credentialId, rawId: authenticator.credentialId };
  expect(await refusal(api.auth.signIn.passkey({ response: { ...forged, ...known } }))).toEqual(REFUSED);
  expect(await refusal(enterByPasskey(db, { cookies, authenticator: forger }))).toEqual({
    reason: 'PASSKEY_UNKNOWN',
  });
});

test('nobody locks the owner out: with password and codes closed, and its address refused, a passkey gets in', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const ip = '198.51.100.77';
  for (const key of [passwordKey(user.email), totpKey(user.id)]) await close(db, key);
  const attempt = { 'foyer.attempt': await given.attempt(user) };
  const byPassword = callerFor(db, null, { cookies: new CookieJar(attempt) }).auth.signIn.password;
  expect(await refusal(byPassword({ password: PASSWORD }))).toEqual({ reason: 'FACTOR_CLOSED' });
  // Ten guesses from the same house do not close it to the owner either.
  for (let guess = 0; guess < 10; guess++)
    await countedProof(db, { ip, key: `other-${guess}`, now: new Date(), check: async () => false });
  expect(await enterByPasskey(db, { cookies: new CookieJar(), authenticator, ip })).toMatchObject({
    next: 'done',
  });
});

test('bad signatures count against the address that sends them, and are in the log of whom they were about', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const ip = '2001:db8:77:1::1';
  const bogus = () =>
    refusal(
      enterByPasskey(db, {
        cookies: new CookieJar(),
        authenticator,
        lies: { signature: Buffer.from('bogus') },
        ip,
      }),
    );
  for (let guess = 0; guess < 10; guess++) expect(await bogus()).toEqual(REFUSED);
  expect(await bogus()).toEqual({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  const noted = await db.select().from(securityEvents).where(eq(securityEvents.userId, user.id));
  expect(noted).toHaveLength(10);
  expect(noted[0]).toMatchObject({ kind: 'signIn.failed', ip, details: { factor: 'passkey' } });
  // Their passwords count in the same place, and the owner's own passkey in none.
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(await given.user()) });
  const neighbour = callerFor(db, null, { cookies, ip: '2001:db8:77:1:ffff::2' });
  expect(await refusal(neighbour.auth.signIn.password({ password: PASSWORD }))).toMatchObject({
    reason: 'RATE_LIMITED',
  });
  expect(await enterByPasskey(db, { cookies: new CookieJar(), authenticator, ip })).toMatchObject({
    next: 'done',
  });
});

/** As many failures as an attacker needs to close a factor. */
async function close(db: Database, key: string) {
  const now = new Date();
  await db
    .insert(proofFailures)
    .values({ key, failures: CLOSED_AFTER, inARow: CLOSED_AFTER, lastAt: now, openAt: now });
}
