import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys, webauthnChallenges } from '@/db/schema/factors';
import { passwords, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { Authenticator } from '@/server/testing/authenticator';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey, sessionOf } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';

const LINK_EXPIRED = { reason: 'LINK_EXPIRED' };
const CEREMONY_EXPIRED = { reason: 'CEREMONY_EXPIRED' };

test('an account begins with a passkey and nothing else, in whichever browser opens the link', async ({
  db,
  given,
  trail,
  jobs,
}) => {
  const { email, token } = await given.passkeySignUp();
  const authenticator = new Authenticator({ backupEligible: true });
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  const options = await api.auth.passkeys.signUpOptions({ token });
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: email, displayName: 'Somebody New' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const before = await jobs();
  const passkey = authenticator.create(options);
  const { ticket } = await api.auth.verifyEmail({ token, passkey });
  const account = await accountOf(db, email);
  expect(Buffer.from(account.passkeyHandle, 'hex').toString('base64url')).toBe(options.user.id);
  expect(await db.$count(passwords, eq(passwords.userId, account.id))).toBe(0);
  expect((await redeem(db, { ticket, cookies })).status).toBe(200);
  const session = await sessionOf(db, cookies);
  expect(session).toMatchObject({ userId: account.id, aal: 2, provenAal: 2 });
  expect(Object.keys(session.amr)).toEqual(['swk']);
  const [stored] = await db.select().from(passkeys).where(eq(passkeys.userId, account.id));
  expect(stored).toMatchObject({ id: session.passkeyId, credentialId: authenticator.credentialId });
  expect((await trail(account)).map(({ kind }) => kind)).toEqual([
    'account.created',
    'passkey.added',
    'session.started',
  ]);
  // Nobody is told by mail what they have just done.
  expect(await jobs()).toEqual(before);
  await enterByPasskey(db, { cookies: new CookieJar(), authenticator });
});

test('signing up without a password, from the form on', async ({ db, jobs }) => {
  const email = 'without-password@example.test';
  await callerFor(db, null).auth.signUp({ email, displayName: 'Nora', locale: 'en', timeZone: null });
  const [wish] = await db.select().from(signUps).where(eq(signUps.email, email));
  expect(wish).toMatchObject({ passwordHash: null, passkeyHandle: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.verifyEmail', payload: { signUpId: wish?.id } });
});

test('the link alone makes no account, nor a password that nobody has chosen, and stays good', async ({
  db,
  given,
}) => {
  const { email, cookie, token } = await given.passkeySignUp();
  const cookies = new CookieJar({ 'foyer.sign-up': cookie });
  for (const visit of [{}, { cookies }]) {
    const { auth } = callerFor(db, null, visit);
    for (const password of [undefined, 'anything at all, at length'])
      expect(await refusal(auth.verifyEmail({ token, password }))).toEqual({ reason: 'PASSKEY_REQUIRED' });
  }
  expect(await db.$count(users, eq(users.email, email))).toBe(0);
  await verify(db, token);
});

test('a link that is used, too old, or for a sign-up with a password asks for no passkey', async ({
  db,
  given,
}) => {
  const used = await given.passkeySignUp();
  await verify(db, used.token);
  const expired = await given.passkeySignUp({ expiresAt: new Date(Date.now() - 1) });
  const withPassword = await given.signUp();
  for (const token of [used.token, expired.token, withPassword.token, 'made up']) {
    const { passkeys: api } = callerFor(db, null).auth;
    expect(await refusal(api.signUpOptions({ token }))).toEqual(LINK_EXPIRED);
  }
  expect(await refusal(verify(db, used.token, new Authenticator()))).toEqual(LINK_EXPIRED);
});

test.for([
  ['another origin', { origin: 'https://evil.example' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['an answer to a sign-in', { type: 'webauthn.get' }],
  ['nobody verified', { userVerified: false }],
] as const)('with %s there is no account, and the link stays good', async ([, lies], { db, given }) => {
  const { email, token } = await given.passkeySignUp();
  expect(await refusal(verify(db, token, new Authenticator(), lies))).toEqual({ reason: 'PASSKEY_REFUSED' });
  expect(await db.$count(users, eq(users.email, email))).toBe(0);
  await verify(db, token);
});

test('a challenge is of one sign-up, for this alone, five minutes long, and answered once', async ({
  db,
  given,
}) => {
  const { token } = await given.passkeySignUp();
  const other = await given.passkeySignUp();
  const user = await given.user();
  const { auth } = callerFor(db, null);
  const foreign = await auth.passkeys.signUpOptions({ token: other.token });
  const registration = await given.registrationOptions(user);
  const { options } = await given.signInOptions();
  for (const { challenge } of [foreign, registration, options])
    expect(await refusal(verify(db, token, new Authenticator(), { challenge }))).toEqual(CEREMONY_EXPIRED);

  const own = await auth.passkeys.signUpOptions({ token });
  await age(db, own.challenge);
  const late = new Authenticator().create(own);
  expect(await refusal(auth.verifyEmail({ token, passkey: late }))).toEqual(CEREMONY_EXPIRED);

  const fresh = await auth.passkeys.signUpOptions({ token });
  const spoiled = new Authenticator().create(fresh, { userVerified: false });
  await refusal(auth.verifyEmail({ token, passkey: spoiled }));
  const again = new Authenticator().create(fresh);
  expect(await refusal(auth.verifyEmail({ token, passkey: again }))).toEqual(CEREMONY_EXPIRED);

  // Nor does it register a passkey for somebody who is signed in.
  const { challenge } = await auth.passkeys.signUpOptions({ token });
  const response = new Authenticator().create(registration, { challenge });
  expect(await refusal(callerFor(db, user).auth.passkeys.register({ response }))).toEqual(CEREMONY_EXPIRED);
});

test('of a link opened twice at once with two passkeys, one makes the account', async ({ db, given }) => {
  const { email, token } = await given.passkeySignUp();
  const clicks = await Promise.allSettled(Array.from({ length: 8 }, () => verify(db, token)));
  expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of clicks.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual(LINK_EXPIRED);
  const account = await accountOf(db, email);
  expect(await db.$count(passkeys, eq(passkeys.userId, account.id))).toBe(1);
});

test('a passkey of somebody else makes no account, and takes nothing with it', async ({ db, given }) => {
  const owner = await given.user();
  const { authenticator } = await given.passkey(owner);
  const { email, token } = await given.passkeySignUp();
  expect(await refusal(verify(db, token, authenticator))).toEqual({ reason: 'ALREADY_THERE' });
  expect(await db.$count(users, eq(users.email, email))).toBe(0);
  await verify(db, token);
});

test('an address that got an account meanwhile makes no second one', async ({ db, given }) => {
  const { email, token } = await given.passkeySignUp();
  const owner = await given.user({ email });
  expect(await refusal(verify(db, token))).toEqual(LINK_EXPIRED);
  expect(await db.$count(passkeys, eq(passkeys.userId, owner.id))).toBe(0);
});

/** Opens a link and makes a passkey, as the page does. */
async function verify(
  db: Database,
  token: string,
  authenticator = new Authenticator(),
  lies: Parameters<Authenticator['create']>[1] = {},
) {
  const { auth } = callerFor(db, null);
  const options = await auth.passkeys.signUpOptions({ token });
  return auth.verifyEmail({ token, passkey: authenticator.create(options, lies) });
}

async function accountOf(db: Database, email: string) {
  const [account] = await db.select().from(users).where(eq(users.email, email));
  if (!account) throw new Error('there is no account');
  return account;
}

/** Makes a challenge as old as it may not be. */
async function age(db: Database, challenge: string) {
  const expiresAt = new Date(Date.now());
  await db.update(webauthnChallenges).set({ expiresAt }).where(eq(webauthnChallenges.challenge, challenge));
}
