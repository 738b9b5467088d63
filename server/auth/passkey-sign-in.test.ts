import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordInto, type Statement } from '@/db/recorder';
import { passkeys } from '@/db/schema/factors';
import { loginAttempts } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey, sessionOf } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { ATTEMPT_SECONDS } from './attempts';
import { hashToken } from './tokens';
import { CHALLENGE_SECONDS } from './webauthn-challenges';

test('a passkey alone signs in whom it names, with two factors, in this browser', async ({ db, given }) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user);
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  const options = await api.auth.signIn.passkeyOptions({});
  expect(options).toMatchObject({
    rpId: 'localhost',
    allowCredentials: [],
    userVerification: 'required',
    challenge: expect.stringMatching(/^[\w-]{43}$/),
  });
  const { ticket } = await api.auth.signIn.passkey({ response: authenticator.get(options) });
  expect(await api.viewer.current()).toBeNull();
  expect((await redeem(db, { ticket, cookies })).status).toBe(200);
  expect(await api.viewer.me()).toMatchObject({ userId: user.id });
  const session = await sessionOf(db, cookies);
  expect(session).toMatchObject({
    aal: 2,
    provenAal: 2,
    amr: { hwk: expect.any(String) },
    passkeyId: id,
  });
  expect(Object.keys(session.amr)).toEqual(['hwk']);
  const [used] = await db.select().from(passkeys).where(eq(passkeys.id, id));
  expect(used).toMatchObject({ lastUsedAt: expect.any(Date), counterWentBackAt: null });
});

test('says how its key is kept, and notes whether it is synchronised by now', async ({ db, given }) => {
  const { id, authenticator } = await given.passkey(await given.user(), { backupEligible: true });
  const cookies = new CookieJar();
  const { ticket } = await enterByPasskey(db, { cookies, authenticator, lies: { backedUp: true } });
  await redeem(db, { ticket, cookies });
  expect(Object.keys((await sessionOf(db, cookies)).amr)).toEqual(['swk']);
  const [used] = await db.select().from(passkeys).where(eq(passkeys.id, id));
  expect(used).toMatchObject({ backupEligible: true, backedUp: true });
});

test('signing in by passkey ends the session that the browser had, and starts one with another token', async ({
  db,
  given,
}) => {
  const [fixated, user] = [await given.user(), await given.user()];
  const { authenticator } = await given.passkey(user);
  const cookies = new CookieJar({ 'foyer.session': fixated.token });
  const { ticket } = await enterByPasskey(db, { cookies, authenticator });
  await redeem(db, { ticket, cookies });
  expect(cookies.get('foyer.session')).not.toBe(fixated.token);
  expect(await callerFor(db, fixated).viewer.current()).toBeNull();
  expect(await callerFor(db, null, { cookies }).viewer.me()).toMatchObject({ userId: user.id });
});

test('an attempt that somebody planted gives its planter nothing', async ({ db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const planted = new CookieJar();
  await callerFor(db, null, { cookies: planted }).auth.signIn.passkeyOptions({});
  const victim = new CookieJar(planted.all());
  const { ticket } = await enterByPasskey(db, { cookies: victim, authenticator });
  expect(await refusal(callerFor(db, null, { cookies: planted }).auth.signIn.finish())).toEqual({
    reason: 'ATTEMPT_EXPIRED',
  });
  await redeem(db, { ticket, cookies: victim });
  await redeem(db, { ticket, cookies: planted });
  expect(planted.get('foyer.session')).toBeUndefined();
});

test('goes on with the attempt of an address that was typed, and begins anew when it is about to end', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: 'nobody@example.test' });
  const attempt = cookies.get('foyer.attempt');
  const options = await api.auth.signIn.passkeyOptions({});
  expect(cookies.get('foyer.attempt')).toBe(attempt);
  // Whoever the address was of: the passkey says who it is.
  const { ticket } = await api.auth.signIn.passkey({ response: authenticator.get(options) });
  await redeem(db, { ticket, cookies });
  expect(await api.viewer.me()).toMatchObject({ userId: user.id });

  const ending = await given.attempt(user, {
    now: new Date(Date.now() - (ATTEMPT_SECONDS - CHALLENGE_SECONDS + 1) * 1000),
  });
  expect((await given.signInOptions(ending)).cookie).not.toBe(ending);
});

test('asking for options tells nobody whether an address has an account or a passkey', async ({
  db,
  given,
}) => {
  const [withPasskey, without] = [await given.user(), await given.user()];
  await given.passkey(withPasskey);
  const seen = [];
  for (const email of [withPasskey.email, without.email, 'unknown@example.test']) {
    const cookies = new CookieJar({ 'foyer.attempt': await given.attempt({ email }) });
    const statements: Statement[] = [];
    const { challenge, ...answer } = await recordInto(statements, () =>
      callerFor(db, null, { cookies }).auth.signIn.passkeyOptions({}),
    );
    seen.push({
      answer,
      size: challenge.length,
      set: cookies.received,
      texts: statements.map((s) => s.text),
    });
  }
  const [first, ...others] = seen;
  expect(first?.answer.allowCredentials).toEqual([]);
  for (const other of others) expect(other).toEqual(first);
});

test('a passkey that was removed meanwhile signs nobody in', async ({ db, given }) => {
  const { id, authenticator } = await given.passkey(await given.user());
  const cookies = new CookieJar();
  const { ticket } = await enterByPasskey(db, { cookies, authenticator });
  await db.delete(passkeys).where(eq(passkeys.id, id));
  expect((await redeem(db, { ticket, cookies })).status).toBe(401);
  expect(await refusal(enterByPasskey(db, { cookies, authenticator }))).toEqual({
    reason: 'PASSKEY_UNKNOWN',
  });
});

test('without an attempt, or with one that is over, there is nothing to prove', async ({ db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const { options, cookie } = await given.signInOptions();
  const response = authenticator.get(options);
  await db.update(loginAttempts).set({ expiresAt: new Date() }).where(isOf(cookie));
  for (const brought of [{}, { 'foyer.attempt': cookie }, { 'foyer.attempt': 'made up' }]) {
    const { auth } = callerFor(db, null, { cookies: new CookieJar(brought) });
    expect(await refusal(auth.signIn.passkey({ response }))).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  }
});

function isOf(cookie: string) {
  return eq(loginAttempts.cookieHash, hashToken(cookie));
}
