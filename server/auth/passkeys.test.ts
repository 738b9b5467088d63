import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys, recoveryCodes, trustedDevices } from '@/db/schema/factors';
import { users } from '@/db/schema/users';
import { Authenticator } from '@/server/testing/authenticator';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { MOST_PASSKEYS } from './passkeys';
import { CHALLENGE_SECONDS } from './webauthn-challenges';

const ICLOUD = 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

test('asks for a passkey that can be found and verifies its person, for a handle that tells nothing', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const [row] = await db.select().from(users).where(eq(users.id, user.id));
  const options = await callerFor(db, user).auth.passkeys.registerOptions({});
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: 'Foyer' },
    user: {
      id: Buffer.from(row?.passkeyHandle ?? '', 'hex').toString('base64url'),
      name: user.email,
      displayName: user.displayName,
    },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [],
  });
  expect(options.user.id).toMatch(/^[\w-]{43}$/);
  expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257]);
});

test('adds what the authenticator made, named after who keeps it, and its person signs in with it', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const user = await given.user();
  const authenticator = new Authenticator({ aaguid: ICLOUD, backupEligible: true, backedUp: true });
  const api = callerFor(db, user);
  const response = authenticator.create(await api.auth.passkeys.registerOptions({}));
  const added = await api.auth.passkeys.register({ response });
  expect(added).toEqual({ id: expect.any(String), name: 'iCloud Keychain', recoveryCodesMissing: true });
  const list = await api.auth.passkeys.list();
  expect(list).toMatchObject({ rpId: 'localhost', email: user.email, displayName: user.displayName });
  expect(list.userHandle).toBe(authenticator.get({ challenge: '' }).response.userHandle);
  expect(list.passkeys).toEqual([
    {
      id: added.id,
      credentialId: authenticator.credentialId,
      name: 'iCloud Keychain',
      provider: 'iCloud Keychain',
      aaguid: ICLOUD,
      createdAt: expect.any(Date),
      lastUsedAt: null,
      synced: true,
      counterWentBackAt: null,
    },
  ]);
  expect(await trail(user)).toMatchObject([{ kind: 'passkey.added' }]);
  expect(await notices(user)).toMatchObject([{ data: { kind: 'passkey.added' } }]);
  await enterByPasskey(db, { cookies: new CookieJar(), authenticator });
});

test('an EdDSA key signs in as an ES256 key does', async ({ db, given }) => {
  const user = await given.user();
  const authenticator = new Authenticator({ algorithm: 'EdDSA' });
  await register(db, user, authenticator);
  await enterByPasskey(db, { cookies: new CookieJar(), authenticator });
});

test('names a passkey after the browser when nobody says who keeps it, with a number for the next', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const names = [];
  const { token } = await confirmed(given, user);
  const cookies = new CookieJar({ 'foyer.session': token });
  for (const headers of [{ 'user-agent': CHROME }, { 'user-agent': CHROME }, {}, {}]) {
    const { passkeys: api } = callerFor(db, null, { headers, cookies }).auth;
    const response = new Authenticator().create(await api.registerOptions({}));
    names.push((await api.register({ response })).name);
  }
  expect(names).toEqual(['Chrome, Linux', 'Chrome, Linux 2', 'Passkey', 'Passkey 2']);
});

test('what it verified counts: the session has a new token, and codes can be made at once', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const cookies = new CookieJar();
  const { auth } = callerFor(db, user, { cookies });
  const response = new Authenticator().create(await auth.passkeys.registerOptions({}));
  await auth.passkeys.register({ response });
  expect(cookies.get('foyer.session')).not.toBe(user.token);
  expect(await refusal(callerFor(db, user).auth.passkeys.list())).toEqual({ reason: 'SESSION_ENDED' });
  expect((await auth.recoveryCodes.generate()).codes).toHaveLength(10);
});

test('names what has no name in the language of its person', async ({ db, given }) => {
  const user = await given.user({ locale: 'fr' });
  expect(await register(db, user, new Authenticator())).toMatchObject({ name: 'Clé d’accès' });
});

test('says that recovery codes are missing with the first second factor only, and while there are none', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const codes = { userId: user.id, hash: 'h', salt: 's', createdAt: new Date() };
  await db.insert(recoveryCodes).values(codes);
  expect(await register(db, user, new Authenticator())).toMatchObject({ recoveryCodesMissing: false });
  const other = await given.user();
  const second = await given.passkeySession(other, { passkey: await given.passkey(other) });
  expect(await register(db, second, new Authenticator())).toMatchObject({ recoveryCodesMissing: false });
});

test('trust in browsers ends with a new passkey', async ({ db, given }) => {
  const user = await given.user();
  const now = new Date();
  const times = { createdAt: now, lastUsedAt: now, expiresAt: new Date(now.getTime() + 1e9) };
  await db.insert(trustedDevices).values({ id: user.id, userId: user.id, tokenHash: user.id, ...times });
  await register(db, user, new Authenticator());
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, user.id))).toBe(0);
});

test.for([
  ['another origin', { origin: 'https://evil.example' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['an answer to a sign-in', { type: 'webauthn.get' }],
  ['a frame in a page of another site', { crossOrigin: true }],
  ['nobody there', { userPresent: false }],
  ['nobody verified', { userVerified: false }],
  ['BS without BE', { backedUp: true }],
] as const)('refuses a registration with %s', async ([, lies], { db, given }) => {
  const user = await given.user();
  expect(await refusal(register(db, user, new Authenticator(), lies))).toEqual({ reason: 'PASSKEY_REFUSED' });
  expect((await callerFor(db, user).auth.passkeys.list()).passkeys).toEqual([]);
});

test('refuses what is no registration at all', async ({ db, given }) => {
  const user = await given.user();
  const { passkeys: api } = callerFor(db, user).auth;
  for (const attestationObject of ['AAAA', 'oA', Buffer.alloc(20_000, 0x81).toString('base64url')]) {
    const made = new Authenticator().create(await api.registerOptions({}));
    const response = { ...made, response: { ...made.response, attestationObject } };
    expect(await refusal(api.register({ response }))).toEqual({ reason: 'PASSKEY_REFUSED' });
  }
});

test('believes no attestation, and does not even look at one', async ({ db, given }) => {
  const user = await given.user();
  const statement = new Map<string, Uint8Array | Uint8Array[] | number>([
    ['alg', -7],
    ['sig', Buffer.from('bogus')],
    ['x5c', [Buffer.from('no certificate')]],
  ]);
  for (const format of ['packed', 'apple', 'never heard of'])
    await register(db, await confirmed(given, user), new Authenticator(), {
      attestation: { format, statement },
    });
});

test('a challenge registers once, in the session that asked, in time, and nothing else', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const expired = { reason: 'CEREMONY_EXPIRED' };
  const late = new Date(Date.now() - CHALLENGE_SECONDS * 1000);
  const old = new Authenticator().create(await given.registrationOptions(user, { now: late }));
  const foreign = new Authenticator().create(await given.registrationOptions(other));
  const own = new Authenticator().create(await given.registrationOptions(user));
  const elsewhere = new Authenticator().create(await given.registrationOptions(await given.session(user)));
  const { options } = await given.signInOptions();
  const { challenge } = options;
  const ofSignIn = new Authenticator().create(await given.registrationOptions(user), { challenge });
  const api = callerFor(db, user).auth.passkeys;
  for (const response of [old, foreign, elsewhere, ofSignIn])
    expect(await refusal(api.register({ response }))).toEqual(expired);
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => api.register({ response: own })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a browser that makes one by itself may do so without anybody there; a person who asks has to be', async ({
  db,
  given,
}) => {
  const unseen = { userPresent: false, userVerified: false };
  const { passkeys: api } = callerFor(db, await given.user()).auth;
  const options = await api.registerOptions({ conditional: true });
  expect(options.authenticatorSelection).toMatchObject({
    residentKey: 'required',
    userVerification: 'preferred',
  });
  await api.register({ response: new Authenticator().create(options, unseen) });
  const user = await given.user();
  expect(await refusal(register(db, user, new Authenticator(), unseen))).toEqual({
    reason: 'PASSKEY_REFUSED',
  });
});

test('a passkey that is anybody`s already is not added again', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  const authenticator = new Authenticator();
  await register(db, user, authenticator);
  expect(await refusal(register(db, other, authenticator))).toEqual({ reason: 'ALREADY_THERE' });
  const again = await confirmed(given, user);
  const options = await callerFor(db, again).auth.passkeys.registerOptions({});
  expect(options.excludeCredentials).toMatchObject([
    { id: authenticator.credentialId, type: 'public-key', transports: ['internal'] },
    expect.anything(),
  ]);
  expect(await refusal(register(db, again, authenticator))).toEqual({ reason: 'ALREADY_THERE' });
});

test('ten passkeys are enough, also when the last two come at once', async ({ db, given }) => {
  const user = await given.user();
  const passkey = await given.passkey(user);
  while ((await db.$count(passkeys, eq(passkeys.userId, user.id))) < MOST_PASSKEYS - 1)
    await given.passkey(user);
  // Each in a browser of its own: who adds one has a new token, and what still comes with the old one is refused for that.
  const browsers = [];
  for (let n = 0; n < 6; n++) {
    const { passkeys: api } = callerFor(db, await given.passkeySession(user, { passkey })).auth;
    browsers.push({ api, response: new Authenticator().create(await api.registerOptions({})) });
  }
  const answers = await Promise.allSettled(browsers.map(({ api, response }) => api.register({ response })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of answers.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'TOO_MANY_FACTORS' });
  const { passkeys: api } = callerFor(db, await given.passkeySession(user, { passkey })).auth;
  expect(await refusal(api.registerOptions({}))).toEqual({ reason: 'TOO_MANY_FACTORS' });
});

test('with a second factor a password alone adds no passkey', async ({ db, given }) => {
  const user = await given.user();
  await given.passkey(user);
  expect(await refusal(register(db, user, new Authenticator()))).toEqual({ reason: 'STEP_UP_REQUIRED' });
});

async function register(
  db: Database,
  person: { token: string },
  authenticator: Authenticator,
  lies: Parameters<Authenticator['create']>[1] = {},
) {
  const { passkeys: api } = callerFor(db, person).auth;
  return api.register({ response: authenticator.create(await api.registerOptions({}), lies) });
}

/** The same person with one more passkey, confirmed by it. */
async function confirmed(given: Given, user: { id: string }) {
  return given.passkeySession(user, { passkey: await given.passkey(user) });
}
