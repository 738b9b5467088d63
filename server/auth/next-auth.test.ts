import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { sessions } from '@/db/schema/sign-in';
import { cookieNames } from '@/server/http/cookies';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { askNextAuth, leaveForProvider, redeem } from '@/server/testing/next-auth';
import { completeAttempt, findAttempt } from './attempts';
import { hashToken } from './tokens';

const REFUSED = { status: 401, body: { url: expect.stringContaining('error=CredentialsSignin') } };

test('a ticket signs its browser in: an opaque row, whose token only the cookie has', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const cookies = new CookieJar();
  const visit = { cookies, ip: '198.51.100.9', headers: { 'user-agent': 'a browser of tests' } };
  const api = callerFor(db, null, visit);
  await api.auth.signIn.start({ email: user.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  expect((await redeem(db, { ticket, ...visit })).status).toBe(200);

  expect(await api.viewer.me()).toMatchObject({ userId: user.id });
  const token = cookies.get('foyer.session') ?? '';
  expect(token).toMatch(/^[\w-]{43}$/);
  const [row] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(token)));
  expect(row).toMatchObject({
    userId: user.id,
    aal: 1,
    amr: { pwd: expect.any(String) },
    ip: '198.51.100.9',
    userAgent: 'a browser of tests',
  });
  const set = cookies.received.find((cookie) => cookie.startsWith('foyer.session='));
  expect(set?.split('; ').slice(1).sort()).toEqual([
    expect.stringContaining('Expires='),
    'HttpOnly',
    'Path=/',
    'SameSite=Lax',
  ]);
  expect(cookies.get('foyer.attempt')).toBeUndefined();
  const cause = { actorId: user.id, ip: '198.51.100.9', requestId: expect.any(String) };
  expect(await trail(user)).toMatchObject([
    { kind: 'session.started', after: { sessionId: row?.id }, ...cause },
  ]);
});

test('a ticket redeemed fifty times at once gives one session', async ({ db, given }) => {
  const { user, ticket, cookie } = await ticketFor(db, given);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => redeem(db, { ticket, cookies: browser(cookie) })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  // One of them the person was given to begin with.
  expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(2);
});

test('a ticket is refused in another browser, after its minute, made up, or of the wrong kind', async ({
  db,
  given,
}) => {
  const elsewhere = await ticketFor(db, given);
  const late = await ticketFor(db, given, { now: new Date(Date.now() - 60_000) });
  const inTime = await ticketFor(db, given, { now: new Date(Date.now() - 50_000) });
  const other = await given.attempt(elsewhere.user);
  const tries = [
    { ticket: elsewhere.ticket, cookie: other },
    { ticket: elsewhere.ticket, cookie: undefined },
    { ticket: late.ticket, cookie: late.cookie },
    { ticket: 'made up', cookie: elsewhere.cookie },
    { ticket: '', cookie: elsewhere.cookie },
    { ticket: { not: 'a text' }, cookie: elsewhere.cookie },
    { ticket: [elsewhere.ticket], cookie: elsewhere.cookie },
  ];
  for (const { ticket, cookie } of tries) {
    const cookies = browser(cookie);
    expect(await redeem(db, { ticket, cookies })).toEqual(REFUSED);
    expect(cookies.get('foyer.session')).toBeUndefined();
  }
  for (const { ticket, cookie } of [inTime, elsewhere])
    expect((await redeem(db, { ticket, cookies: browser(cookie) })).status).toBe(200);
});

test('a ticket without next-auth`s own token of the form changes nothing', async ({ db, given }) => {
  const { ticket, cookie } = await ticketFor(db, given);
  const cookies = browser(cookie);
  const body = { ticket, csrfToken: 'made up', json: 'true' };
  await askNextAuth(db, { path: 'callback/ticket', body, cookies });
  expect(cookies.get('foyer.session')).toBeUndefined();
});

test('signing in again ends the session that the browser had', async ({ db, given }) => {
  const { user, ticket, cookie } = await ticketFor(db, given);
  const cookies = browser(cookie);
  cookies.set('foyer.session', user.token);
  await redeem(db, { ticket, cookies });
  expect(cookies.get('foyer.session')).not.toBe(user.token);
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  expect(await callerFor(db, null, { cookies }).viewer.current()).toMatchObject({ userId: user.id });
});

test('its session page tells a name, and a POST to it changes nothing', async ({ db, given }) => {
  const user = await given.user();
  const cookies = new CookieJar({ 'foyer.session': user.token });
  const told = { expires: expect.any(String), user: { name: user.displayName } };
  expect((await askNextAuth(db, { path: 'session', cookies })).body).toEqual(told);
  const before = await db.select().from(sessions).where(eq(sessions.userId, user.id));
  const csrf = await askNextAuth(db, { path: 'csrf', cookies });
  const body = { ...Object(csrf.body), data: { user: { name: 'Somebody Else' }, userId: 'x', aal: 2 } };
  await askNextAuth(db, { path: 'session', body, cookies });
  expect(await db.select().from(sessions).where(eq(sessions.userId, user.id))).toEqual(before);
  expect(await askNextAuth(db, { path: 'session', cookies: new CookieJar() })).toMatchObject({ body: {} });
});

test('its sign-out ends the row', async ({ db, given }) => {
  const user = await given.user();
  const cookies = new CookieJar({ 'foyer.session': user.token });
  const { body } = await askNextAuth(db, { path: 'csrf', cookies });
  await askNextAuth(db, { path: 'signout', body: { ...Object(body), json: 'true' }, cookies });
  expect(cookies.get('foyer.session')).toBeUndefined();
  expect(await callerFor(db, user).viewer.current()).toBeNull();
});

test.each([
  '//evil.test',
  '/\\evil.test',
  'javascript:alert(1)',
  'https://evil.test/',
  '%2F%2Fevil.test',
  7,
  ['//evil.test'],
])('callbackUrl %j does not lead off the site', async (callbackUrl) => {
  const { db } = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  const cookies = new CookieJar();
  const { body } = await askNextAuth(db, { path: 'csrf', cookies });
  const form = { ...Object(body), ticket: 'none', callbackUrl, json: 'true' };
  await askNextAuth(db, { path: 'callback/ticket', body: form, cookies });
  expect(cookies.get('foyer.callback')).toBe('http://localhost:3000/settings/profile');
});

test('on https every cookie that next-auth sets is bound to the host, and for https alone', async ({
  db,
}) => {
  const provider = { clientId: 'foyer', clientSecret: 'known to both', url: 'https://github.com' };
  const { signIn } = servicesFor(db);
  const services = {
    secure: true,
    cookies: cookieNames({ secure: true }),
    signIn: { ...signIn, providers: { github: provider, google: undefined } },
  };
  const cookies = new CookieJar();
  const address = await leaveForProvider(db, { provider: 'github', cookies, services });
  expect(address.href).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/);
  const set = Object.fromEntries(
    cookies.received.map((cookie) => [cookie.split('=', 1)[0], cookie.split('; ').slice(1)]),
  );
  const { csrf, callbackUrl, state, pkce } = services.cookies;
  expect(Object.keys(set).sort()).toEqual([csrf, callbackUrl, state, pkce].sort());
  for (const [name, attributes] of Object.entries(set)) {
    expect(name).toMatch(/^__Host-/);
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']));
  }
});

test('with the database away nobody gets in, and nothing of ours is told', async () => {
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  const cookies = new CookieJar({ 'foyer.attempt': 'some attempt' });
  const answer = await redeem(away.db, { ticket: 'some ticket', cookies });
  await away.end();
  expect(answer).toEqual({ status: 401, body: { url: expect.stringMatching(/error=Unavailable$/) } });
});

function browser(attempt: string | undefined) {
  return new CookieJar(attempt === undefined ? {} : { 'foyer.attempt': attempt });
}

async function ticketFor(db: Database, given: Given, { now = new Date() } = {}) {
  const user = await given.user();
  const cookie = await given.attempt(user, { now });
  const attempt = await findAttempt(db, { cookie, now });
  const proof = { attemptId: attempt?.id ?? '', userId: user.id, amr: { pwd: now.toISOString() }, now };
  return { user, cookie, ticket: await completeAttempt(db, proof) };
}
