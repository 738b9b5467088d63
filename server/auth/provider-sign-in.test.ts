import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { connectionIntents, connections, passkeys, trustedDevices } from '@/db/schema/factors';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { anotherAccount } from '@/server/testing/connection-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test as base } from '@/server/testing/fixtures';
import { leaveForProvider, redeem, returnFromProvider } from '@/server/testing/next-auth';
import { type OAuthServer, startOAuthServer } from '@/server/testing/oauth-server';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { endAccess } from './end-access';
import { lockPerson } from './factors';
import { hashToken, randomToken } from './tokens';

const test = base.extend('elsewhere', { scope: 'file' }, async ({}, { onCleanup }) => {
  const server = await startOAuthServer();
  onCleanup(() => server.stop());
  return server;
});

const SECOND_STEP = '/second-step?next=%2Fsettings%2Fprofile';

test.for(['github', 'google'] as const)(
  '%s: connected by a person who is signed in, it signs them in another time',
  async (provider, { db, given, elsewhere, trail }) => {
    const person = await given.user();
    const account = newAccount(elsewhere);
    const browser = browserOf(db, elsewhere, person);
    await browser.api.auth.connections.begin({ provider });
    expect(await browser.goThrough(provider)).toBe('/settings/security?connection=added');
    const label = provider === 'github' ? account.login : account.email;
    const connected = { provider, accountId: String(account.id), label };
    expect(await browser.api.auth.connections.list()).toEqual({
      offered: ['github', 'google'],
      connections: [{ ...connected, createdAt: expect.any(Date), lastUsedAt: null }],
    });
    expect(await trail(person)).toMatchObject([
      { kind: 'connection.added', actorId: person.id, after: { provider } },
    ]);
    expect(JSON.stringify(await trail(person))).not.toContain(label);

    const another = browserOf(db, elsewhere);
    expect(await another.goThrough(provider)).toBe(SECOND_STEP);
    // It has been proven who they are, and there is no session yet.
    expect(await another.api.viewer.current()).toBeNull();
    expect(await another.api.auth.signIn.status()).toEqual({ email: person.email, due: false, methods: [] });
    const { ticket } = await another.api.auth.signIn.finish();
    await redeem(db, { ticket, ...another.visit });
    expect(await another.api.viewer.me()).toMatchObject({ userId: person.id });
    const [session] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.tokenHash, hashToken(another.cookies.get('foyer.session') ?? '')));
    expect(session).toMatchObject({ aal: 1, provenAal: 1, amr: { fed: expect.any(String) } });
    const [used] = (await another.api.auth.connections.list()).connections;
    expect(used).toMatchObject({ ...connected, lastUsedAt: expect.any(Date) });
  },
);

test('whoever has a second factor is asked for it, and the provider alone opens nothing', async ({
  db,
  given,
  elsewhere,
}) => {
  const person = await given.user();
  await addPasskey(db, person);
  await given.connection(person, { accountId: String(newAccount(elsewhere).id) });
  const browser = browserOf(db, elsewhere);
  expect(await browser.goThrough('github')).toBe(SECOND_STEP);
  expect(await browser.api.auth.signIn.status()).toMatchObject({ due: true, methods: ['passkey'] });
  expect(await refusal(browser.api.auth.signIn.finish())).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  expect(await browser.api.viewer.current()).toBeNull();
});

test('a sign-in under way is over when its account is disconnected', async ({ db, given, elsewhere }) => {
  const person = await given.user();
  const { provider, accountId } = await given.connection(person, {
    accountId: String(newAccount(elsewhere).id),
  });
  const browser = browserOf(db, elsewhere);
  await browser.goThrough('github');
  const finished = await browser.api.auth.signIn.finish();
  const another = browserOf(db, elsewhere);
  await another.goThrough('github');
  await callerFor(db, person).auth.connections.remove({ provider, accountId });
  expect(await refusal(another.api.auth.signIn.finish())).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  expect((await redeem(db, { ...finished, ...browser.visit })).status).toBe(401);
  expect(await browser.api.viewer.current()).toBeNull();
});

test('the page has as long to ask for the ticket as a ticket is good for', async ({
  db,
  given,
  elsewhere,
}) => {
  await given.connection(await given.user(), { accountId: String(newAccount(elsewhere).id) });
  const browser = browserOf(db, elsewhere);
  await browser.goThrough('github');
  const attempt = eq(loginAttempts.cookieHash, hashToken(browser.cookies.get('foyer.attempt') ?? ''));
  const [row] = await db.select({ expiresAt: loginAttempts.expiresAt }).from(loginAttempts).where(attempt);
  const left = (row?.expiresAt.getTime() ?? 0) - Date.now();
  expect(left).toBeLessThanOrEqual(60_000);
  await db.update(loginAttempts).set({ expiresAt: new Date() }).where(attempt);
  expect(await refusal(browser.api.auth.signIn.finish())).toEqual({ reason: 'ATTEMPT_EXPIRED' });
});

test('in a trusted browser the provider is enough', async ({ db, given, elsewhere }) => {
  const [person, other] = [await given.user(), await given.user()];
  await addPasskey(db, person);
  await given.connection(person, { accountId: String(newAccount(elsewhere).id) });
  const due = async (device: string | undefined) => {
    const browser = browserOf(db, elsewhere);
    if (device !== undefined) browser.cookies.set('foyer.device', device);
    await browser.goThrough('github');
    return (await browser.api.auth.signIn.status()).due;
  };
  const hour = 3_600_000;
  expect(await due(await trust(db, person, hour))).toBe(false);
  expect(await due(await trust(db, person, -1))).toBe(true);
  expect(await due(await trust(db, other, hour))).toBe(true);
  expect(await due('made up')).toBe(true);
});

test('an account over there with the same confirmed address is a stranger: it neither signs in nor is connected', async ({
  db,
  given,
  elsewhere,
}) => {
  const person = await given.user();
  for (const provider of ['github', 'google'] as const) {
    newAccount(elsewhere, { email: person.email });
    const browser = browserOf(db, elsewhere);
    expect(await browser.goThrough(provider)).toBe('/sign-in?error=NotLinked');
    expect(browser.cookies.get('foyer.attempt')).toBeUndefined();
    expect(browser.cookies.get('foyer.session')).toBeUndefined();
  }
  expect(await db.$count(connections, eq(connections.userId, person.id))).toBe(0);
});

test('somebody who did not go there to connect is not connected', async ({ db, given, elsewhere }) => {
  const person = await given.user();
  newAccount(elsewhere);
  const browser = browserOf(db, elsewhere, person);
  expect(await browser.goThrough('github')).toBe('/settings/security?connection=expired');

  // For the other provider, too long ago, or in another session of the same person.
  await browser.api.auth.connections.begin({ provider: 'google' });
  expect(await browser.goThrough('github')).toBe('/settings/security?connection=expired');
  await browser.api.auth.connections.begin({ provider: 'github' });
  await db.update(connectionIntents).set({ expiresAt: new Date() });
  expect(await browser.goThrough('github')).toBe('/settings/security?connection=expired');
  await browser.api.auth.connections.begin({ provider: 'github' });
  const another = browserOf(db, elsewhere, await given.session(person));
  expect(await another.goThrough('github')).toBe('/settings/security?connection=expired');
  expect(await db.$count(connections, eq(connections.userId, person.id))).toBe(0);
});

test('a session that ends at that moment connects nothing, and the sign-in page says why', async ({
  db,
  given,
  elsewhere,
}) => {
  const person = await given.user();
  newAccount(elsewhere);
  const browser = browserOf(db, elsewhere, person);
  await browser.api.auth.connections.begin({ provider: 'github' });
  const { arriving } = await db.transaction(async (tx) => {
    const locked = await lockPerson(tx, { userId: person.id });
    const returning = browser.goThrough('github');
    returning.catch(() => undefined);
    await untilWaiting(db, 1);
    await endAccess(tx, { person: locked });
    return { arriving: returning };
  });
  expect(await arriving).toBe('/sign-in?next=%2Fsettings%2Fsecurity&ended=1');
  expect(await db.$count(connections, eq(connections.userId, person.id))).toBe(0);
});

test('a way there is good for one return', async ({ db, given, elsewhere }) => {
  const person = await given.user();
  const browser = browserOf(db, elsewhere, person);
  await browser.api.auth.connections.begin({ provider: 'github' });
  newAccount(elsewhere);
  expect(await browser.goThrough('github')).toBe('/settings/security?connection=added');
  newAccount(elsewhere);
  expect(await browser.goThrough('github')).toBe('/settings/security?connection=expired');
  // Twenty returns at once, each with an account of its own.
  await browser.api.auth.connections.begin({ provider: 'github' });
  const returns = [];
  for (let n = 0; n < 20; n++) {
    newAccount(elsewhere);
    const tab = browserOf(db, elsewhere, person);
    returns.push({ tab, from: await elsewhere.visit(await tab.leave('github')) });
  }
  const ends = await Promise.all(returns.map(({ tab, from }) => tab.comeBack(from)));
  expect(ends.filter((end) => end.endsWith('added'))).toHaveLength(1);
  expect(await db.$count(connections, eq(connections.userId, person.id))).toBe(2);
});

test('an account belongs to whoever connected it first; connecting it again changes nothing', async ({
  db,
  given,
  elsewhere,
  trail,
}) => {
  const [first, second] = [await given.user(), await given.user()];
  newAccount(elsewhere);
  const connect = async (person: { token: string }) => {
    const browser = browserOf(db, elsewhere, person);
    await browser.api.auth.connections.begin({ provider: 'github' });
    return browser.goThrough('github');
  };
  expect(await connect(first)).toBe('/settings/security?connection=added');
  expect(await connect(second)).toBe('/settings/security?connection=taken');
  expect(await connect(first)).toBe('/settings/security?connection=added');
  expect(await trail(first)).toHaveLength(1);
  expect(await trail(second)).toHaveLength(0);
  expect(await db.$count(connections, eq(connections.userId, second.id))).toBe(0);
});

test('connecting ends all trust', async ({ db, given, elsewhere }) => {
  const person = await given.user();
  await trust(db, person, 3_600_000);
  newAccount(elsewhere);
  const browser = browserOf(db, elsewhere, person);
  await browser.api.auth.connections.begin({ provider: 'github' });
  await browser.goThrough('github');
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
});

test.for(['github', 'google'] as const)(
  '%s: what comes back has to be what this browser was sent for',
  async (provider, { db, given, elsewhere }) => {
    const person = await given.user();
    const accountId = String(newAccount(elsewhere).id);
    await given.connection(person, { provider, accountId });
    const attempts = () => db.$count(loginAttempts, eq(loginAttempts.userId, person.id));
    const comesTo = async (change: (from: URL, cookies: CookieJar) => void) => {
      const browser = browserOf(db, elsewhere);
      const from = await elsewhere.visit(await browser.leave(provider));
      change(from, browser.cookies);
      return browser.comeBack(from);
    };
    const without = (name: string) => comesTo((_, cookies) => cookies.receive(`${name}=; Max-Age=0`));
    // Each of them ends at a page of next-auth, which the route turns into one of ours.
    const refused = expect.stringMatching(/^\/api\/auth\/(error|signin)\?/);
    expect(await comesTo(({ searchParams }) => searchParams.delete('state'))).toEqual(refused);
    expect(await comesTo(({ searchParams }) => searchParams.set('state', 'forged'))).toEqual(refused);
    expect(await comesTo(({ searchParams }) => searchParams.set('code', 'forged'))).toEqual(refused);
    expect(await comesTo(({ searchParams }) => searchParams.set('iss', 'https://evil.test'))).toEqual(
      refused,
    );
    expect(await without('foyer.state')).toEqual(refused);
    expect(await without('foyer.pkce')).toEqual(refused);
    if (provider === 'google') expect(await without('foyer.nonce')).toEqual(refused);
    // A way begun at the other provider.
    const other = provider === 'github' ? 'google' : 'github';
    const elsewhereTo = `/api/auth/callback/${other}`;
    expect(await comesTo((from) => Object.assign(from, { pathname: elsewhereTo }))).toEqual(refused);
    expect(await attempts()).toBe(0);
    expect(await comesTo(() => undefined)).toBe(SECOND_STEP);
    expect(await attempts()).toBe(1);
  },
);

test('an access token in place of a code is not taken: it may have been made for another app', async ({
  db,
  given,
  elsewhere,
}) => {
  const person = await given.user();
  const accountId = String(newAccount(elsewhere).id);
  for (const provider of ['github', 'google'] as const) {
    await given.connection(person, { provider, accountId });
    const browser = browserOf(db, elsewhere);
    const from = await elsewhere.visit(await browser.leave(provider));
    from.searchParams.delete('code');
    from.searchParams.set('access_token', 'of another app');
    from.searchParams.set('token_type', 'Bearer');
    expect(await browser.comeBack(from)).toMatch(/^\/api\/auth\/error\?/);
  }
  expect(await db.$count(loginAttempts, eq(loginAttempts.userId, person.id))).toBe(0);
});

test('an account without an id is nobody`s', async ({ db, given, elsewhere }) => {
  await given.connection(await given.user(), { accountId: 'undefined' });
  newAccount(elsewhere);
  const browser = browserOf(db, elsewhere);
  const from = await elsewhere.visit(await browser.leave('github'));
  elsewhere.account = undefined;
  expect(await browser.comeBack(from)).toMatch(/^\/api\/auth\/(error|signin)/);
});

test('whoever says no over there, or a server that does not answer, ends before our sign-in', async ({
  db,
  elsewhere,
}) => {
  elsewhere.account = undefined;
  const browser = browserOf(db, elsewhere);
  expect(await browser.goThrough('github')).toMatch(/^\/api\/auth\/error\?/);
  const away = { ...elsewhere.client, url: 'http://127.0.0.1:1' };
  const lost = browserOf(db, { ...elsewhere, client: away });
  expect((await lost.leave('google')).pathname).toBe('/api/auth/error');
});

test('afterwards one stays on the site, whatever was wanted', async ({ db, given, elsewhere }) => {
  await given.connection(await given.user(), { accountId: String(newAccount(elsewhere).id) });
  const nextOf = async (callbackUrl: unknown) => {
    const browser = browserOf(db, elsewhere);
    const from = await elsewhere.visit(await browser.leave('github', callbackUrl));
    return new URL(await browser.comeBack(from), 'http://localhost:3000').searchParams.get('next');
  };
  expect(await nextOf('/admin?page=2')).toBe('/admin?page=2');
  expect(await nextOf('http://localhost:3000/u/al')).toBe('/u/al');
  const elsewhereTo = [
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    '%2F%2Fevil.test',
    'https://evil.test/',
    'http://localhost:3000@evil.test/',
    'http://localhost:3000.evil.test/',
    'http://localhost:3000//evil.test',
    '/api/auth/signout',
  ];
  for (const wanted of [...elsewhereTo, 7, ['//evil.test'], { href: '//evil.test' }])
    expect(await nextOf(wanted), JSON.stringify(wanted)).toBe('/settings/profile');
});

test('what an account is called over there is text, and short', async ({ db, given, elsewhere }) => {
  const person = await given.user();
  const browser = browserOf(db, elsewhere, person);
  const names = ['\u202Egnp.exe', 'a'.repeat(5000), ''];
  for (const login of names) {
    newAccount(elsewhere, { login });
    await browser.api.auth.connections.begin({ provider: 'github' });
    expect(await browser.goThrough('github')).toBe('/settings/security?connection=added');
  }
  const { connections: list } = await browser.api.auth.connections.list();
  expect(list.map(({ label }) => label)).toEqual(list.map(({ accountId }) => accountId));
});

/** Signs somebody new in over there, who will say yes. */
function newAccount(elsewhere: OAuthServer, wish: { email?: string; login?: string } = {}) {
  const id = anotherAccount();
  const account = { id, login: `al-${id}`, email: `al-${id}@elsewhere.test`, ...wish };
  elsewhere.account = account;
  return account;
}

/** A browser, of somebody who is signed in if a person is given. */
function browserOf(db: Database, elsewhere: OAuthServer, person?: { token: string }) {
  const cookies = new CookieJar(person && { 'foyer.session': person.token });
  const { client } = elsewhere;
  const { signIn } = servicesFor(db);
  const services = { signIn: { ...signIn, providers: { github: client, google: client } } };
  const visit = { cookies, services };
  const leave = (provider: 'github' | 'google', callbackUrl: unknown = '/settings/profile') =>
    leaveForProvider(db, { provider, callbackUrl, ...visit });
  const comeBack = async (from: URL) => {
    const { pathname, search } = await returnFromProvider(db, { from, ...visit });
    return pathname + search;
  };
  return {
    cookies,
    visit,
    api: callerFor(db, null, visit),
    leave,
    comeBack,
    goThrough: async (provider: 'github' | 'google') =>
      comeBack(await elsewhere.visit(await leave(provider))),
  };
}

async function addPasskey(db: Database, person: { id: string }) {
  await db.insert(passkeys).values({
    id: uuid(),
    userId: person.id,
    credentialId: uuid(),
    publicKey: 'none',
    counter: 0,
    aaguid: uuid(),
    name: 'A passkey',
    backupEligible: false,
    backedUp: false,
    createdAt: new Date(),
  });
}

/** The cookie of a browser that a person trusts for so many milliseconds more. */
async function trust(db: Database, person: { id: string }, milliseconds: number) {
  const token = randomToken();
  const now = new Date();
  const times = { createdAt: now, lastUsedAt: now, expiresAt: new Date(now.getTime() + milliseconds) };
  await db
    .insert(trustedDevices)
    .values({ id: uuid(), userId: person.id, tokenHash: hashToken(token), ...times });
  return token;
}
