import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys, trustedDevices } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey, sessionOf } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';

test('after the password one of their own passkeys is asked for, and being there is enough', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user);
  const cookies = await afterPassword(db, user);
  const attempt = cookies.get('foyer.attempt');
  const api = callerFor(db, null, { cookies });
  const options = await api.auth.signIn.passkeyOptions({});
  expect(options).toMatchObject({
    allowCredentials: [{ id: authenticator.credentialId, type: 'public-key', transports: ['internal'] }],
    userVerification: 'preferred',
  });
  expect(cookies.get('foyer.attempt')).toBe(attempt);
  // A key that was asked for by name need not say whose it is.
  const response = authenticator.get(options, { userVerified: false, userHandle: null });
  const { ticket } = await api.auth.signIn.passkey({ response });
  await redeem(db, { ticket, cookies });
  const session = await sessionOf(db, cookies);
  expect(session).toMatchObject({ userId: user.id, aal: 2, provenAal: 2, passkeyId: id });
  expect(Object.keys(session.amr).sort()).toEqual(['hwk', 'pwd']);
  expect(cookies.get('foyer.device')).toBeUndefined();
});

test('the cookie of the first step alone is anonymous, and stays so', async ({ db, given }) => {
  const user = await given.user();
  await given.passkey(user);
  const cookies = await afterPassword(db, user);
  const api = callerFor(db, null, { cookies: new CookieJar(cookies.all()) });
  expect(await api.viewer.current()).toBeNull();
  expect(await refusal(api.auth.signIn.finish())).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  expect(await refusal(api.auth.signIn.password({ password: PASSWORD }))).toEqual({
    reason: 'ATTEMPT_EXPIRED',
  });
});

test('the passkey of another person is refused, whatever it was told, and noted for whom it was tried on', async ({
  db,
  given,
}) => {
  const [victim, thief] = [await given.user(), await given.user()];
  await given.passkey(victim);
  const own = await given.passkey(thief);
  const cookies = await afterPassword(db, victim);
  expect(await refusal(enterByPasskey(db, { cookies, authenticator: own.authenticator }))).toEqual({
    reason: 'PASSKEY_REFUSED',
  });
  const [noted] = await db.select().from(securityEvents).where(eq(securityEvents.userId, victim.id));
  expect(noted).toMatchObject({ kind: 'signIn.failed', details: { factor: 'passkey' } });
  expect(await db.$count(securityEvents, eq(securityEvents.userId, thief.id))).toBe(0);
});

test('a challenge of the first step is none of the second, nor the other way round', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: user.email });
  const before = await api.auth.signIn.passkeyOptions({});
  await api.auth.signIn.password({ password: PASSWORD });
  const early = authenticator.get(before);
  expect(await refusal(api.auth.signIn.passkey({ response: early }))).toEqual({ reason: 'CEREMONY_EXPIRED' });

  const { challenge } = await api.auth.signIn.passkeyOptions({});
  const fresh = { cookies: new CookieJar(), authenticator, lies: { challenge } };
  expect(await refusal(enterByPasskey(db, fresh))).toEqual({ reason: 'CEREMONY_EXPIRED' });
});

test('who begins again as somebody else is asked for any passkey, and the step before is left behind', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  await given.passkey(user);
  const { authenticator } = await given.passkey(other);
  const cookies = await afterPassword(db, user);
  const attempt = cookies.get('foyer.attempt');
  const { signIn } = callerFor(db, null, { cookies }).auth;
  const options = await signIn.passkeyOptions({ anyone: true });
  expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' });
  expect(cookies.get('foyer.attempt')).not.toBe(attempt);
  const { ticket } = await signIn.passkey({ response: authenticator.get(options) });
  await redeem(db, { ticket, cookies });
  expect(await sessionOf(db, cookies)).toMatchObject({ userId: other.id, aal: 2 });
});

test('twenty answers at once to the second step give one ticket', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const cookies = await afterPassword(db, user);
  const options = await callerFor(db, null, { cookies }).auth.signIn.passkeyOptions({});
  const response = authenticator.get(options);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      callerFor(db, null, { cookies: new CookieJar(cookies.all()) }).auth.signIn.passkey({ response }),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('trusts this browser when asked to; by itself, or with a counter that went back, it does not', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user, { counter: 9 });
  const trusted = () => db.$count(trustedDevices, eq(trustedDevices.userId, user.id));
  const alone = new CookieJar();
  await enterByPasskey(db, { cookies: alone, authenticator, trustDevice: true });
  const copied = await afterPassword(db, user);
  const lies = { counter: 3 };
  const { ticket } = await enterByPasskey(db, { cookies: copied, authenticator, lies, trustDevice: true });
  await redeem(db, { ticket, cookies: copied });
  // Two factors, one of them in doubt: whatever is sensitive asks again.
  expect(await sessionOf(db, copied)).toMatchObject({ aal: 1, provenAal: 1 });
  expect(await trusted()).toBe(0);
  expect(alone.get('foyer.device') ?? copied.get('foyer.device')).toBeUndefined();

  const cookies = await afterPassword(db, user);
  const { authenticator: another } = await given.passkey(user);
  await enterByPasskey(db, { cookies, authenticator: another, trustDevice: true });
  expect(await trusted()).toBe(1);
  const again = callerFor(db, null, { cookies });
  await again.auth.signIn.start({ email: user.email });
  expect(await again.auth.signIn.password({ password: PASSWORD })).toMatchObject({ next: 'done' });
});

test('somebody whose second factor is something else can begin anew with a passkey', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const { id } = await given.passkey(user);
  const { authenticator } = await given.passkey(other);
  const cookies = await afterPassword(db, user);
  await db.delete(passkeys).where(eq(passkeys.id, id));
  expect(await callerFor(db, null, { cookies }).auth.signIn.passkeyOptions({})).toMatchObject({
    allowCredentials: [],
    userVerification: 'required',
  });
  const { ticket } = await enterByPasskey(db, { cookies, authenticator });
  await redeem(db, { ticket, cookies });
  expect(await sessionOf(db, cookies)).toMatchObject({ userId: other.id });
});

/** A browser in which the password was given, and the second factor is due. */
async function afterPassword(db: Database, person: { email: string }) {
  const cookies = new CookieJar();
  const { auth } = callerFor(db, null, { cookies });
  await auth.signIn.start({ email: person.email });
  expect(await auth.signIn.password({ password: PASSWORD })).toEqual({ next: 'secondFactor' });
  return cookies;
}
