import { eq, like } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { rateLimits } from '@/db/schema/operations';
import { loginAttempts } from '@/db/schema/sign-in';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db, { trustedProxies: ['127.0.0.1'] });
  onCleanup(() => server.stop());
  return server;
});
const failed = (reason: string, httpStatus: number, more = {}) => ({
  error: {
    code: expect.any(Number),
    message: reason,
    data: expect.objectContaining({ reason, httpStatus, ...more }),
  },
});
/** What must never be in an answer: a stack, a path of this machine, SQL. */
const INSIDE = /\bat .+:\d+|node_modules|\/server\/|\.ts\b|select |insert |update "|Failed query|stack/i;

test('a query is answered as plain JSON, not to be kept by any cache', async ({ server, given }) => {
  const { handle, displayName } = await given.user();
  const input = encodeURIComponent(JSON.stringify({ handle }));
  const answer = await server.ask({ path: `/api/trpc/profile.byHandle?input=${input}` });
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ result: { data: { handle, displayName } } });
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/json',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
});

test('a person is known by their cookie, and the answer to a change sets cookies', async ({
  server,
  given,
}) => {
  const user = await given.user();
  const cookie = `other=1; foyer.session=${user.token}`;
  const me = await server.ask({ path: '/api/trpc/profile.me', headers: { cookie } });
  expect(me.json()).toMatchObject({ result: { data: { id: user.id } } });
  const out = await server.call('auth.signOut', undefined, { cookie });
  expect(out.headers['set-cookie']).toEqual(['foyer.session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
  const after = await server.ask({ path: '/api/trpc/profile.me', headers: { cookie } });
  expect(after.status).toBe(401);
  expect(after.json()).toEqual(failed('SESSION_ENDED', 401, { requestId: after.headers['x-request-id'] }));
});

test.for([
  '/api/trpc/profile.nothing',
  '/api/trpc/nothing.at.all',
  '/api/trpc/profile',
  '/api/trpc/',
  '/api/trpc/__proto__',
  '/api/trpc/constructor.name',
  '/api/trpc/profile.me.toString',
  '/api/trpc/..%2f..%2fetc%2fpasswd',
  `/api/trpc/${'a.'.repeat(40)}`,
])('%s is no procedure', async (path, { server }) => {
  for (const method of ['GET', 'POST']) {
    const answer = await server.ask({ method, path, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(404);
    expect(answer.json()).toEqual(failed('NOT_FOUND', 404));
    expect(answer.text).not.toMatch(INSIDE);
  }
});

test.for([
  ['malformed JSON', { text: '{"email":' }],
  ['no JSON at all', { text: 'email=ada' }],
  ['nothing', { text: '' }],
  ['null', { text: 'null' }],
  ['a list', { text: '[]' }],
  ['a number', { text: '1e999' }],
  ['broken UTF-8', { text: '{"email":"\uFFFD\u0000"}' }],
  ['a key it does not know', { body: { email: 'ada@example.test', role: 'administrator' } }],
  ['a prototype', { text: '{"__proto__":{"email":"ada@example.test"}}' }],
  ['deep nesting', { text: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }],
] as const)('%s is told to be no input, and nothing is stored', async ([, content], { server, db }) => {
  const before = await db.$count(loginAttempts);
  const answer = await server.ask({ method: 'POST', path: '/api/trpc/auth.signIn.start', ...content });
  expect(answer.status).toBe(400);
  expect(answer.json()).toEqual(failed('INPUT_INVALID', 400));
  expect(answer.text).not.toMatch(INSIDE);
  expect(await db.$count(loginAttempts)).toBe(before);
});

test.for([
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  [undefined, 415],
  ['multipart/form-data; boundary=x', 400],
] as const)(
  'a body of %s, as a form of another site can send, does nothing',
  async ([type, status], { server }) => {
    const text = '{"email":"ada@example.test"}';
    const headers = { 'content-type': type };
    const answer = await server.ask({ method: 'POST', path: '/api/trpc/auth.signIn.start', text, headers });
    expect(answer.status).toBe(status);
    expect(answer.json()).toEqual(failed('INPUT_INVALID', status));
    expect(answer.text).not.toMatch(INSIDE);
  },
);

test('a change by GET, and a query by POST, is the wrong method', async ({ server }) => {
  const input = encodeURIComponent('{"email":"ada@example.test"}');
  const change = await server.ask({ path: `/api/trpc/auth.signIn.start?input=${input}` });
  const query = await server.call('profile.byHandle', { handle: 'ada' });
  const options = await server.ask({ method: 'OPTIONS', path: '/api/trpc/viewer.current' });
  for (const answer of [change, query, options]) expect(answer.status).toBe(405);
  const headers = { 'x-http-method-override': 'POST' };
  const override = await server.ask({ path: `/api/trpc/auth.signIn.start?input=${input}`, headers });
  expect(override.status).toBe(405);
});

test('a batch is answered in order, each call for itself', async ({ server, given }) => {
  const { handle } = await given.user();
  const input = encodeURIComponent(JSON.stringify({ 0: { handle }, 1: { handle: 'nobody' } }));
  const path = `/api/trpc/profile.byHandle,profile.byHandle,profile.me?batch=1&input=${input}`;
  const answer = await server.ask({ path });
  expect(answer.status).toBe(207);
  expect(answer.json()).toEqual([
    { result: { data: expect.objectContaining({ handle }) } },
    failed('NOT_FOUND', 404),
    failed('SIGNED_OUT', 401),
  ]);
});

test('a batch of twenty is the largest, whatever the spelling', async ({ server }) => {
  const batch = (paths: string[]) =>
    server.ask({ path: `/api/trpc/${paths.join(',')}?batch=1&input=%7B%7D` });
  expect((await batch(Array(20).fill('viewer.current'))).status).toBe(200);
  for (const spelling of ['viewer.current', 'viewer%2Ecurrent', ''])
    for (const size of [21, 50])
      expect((await batch(Array(size).fill(spelling))).json()).toEqual(failed('INPUT_INVALID', 400));
});

test.for([
  ['input that is no record', 'batch=1&input=%5B1%5D'],
  ['input that is no JSON', 'batch=1&input=%7B'],
  ['an input too deep', `batch=1&input=${encodeURIComponent('{"0":'.repeat(500))}`],
])('a batch of %s is refused, each of its calls', async ([, query], { server }) => {
  const answer = await server.ask({ path: `/api/trpc/profile.byHandle,profile.byHandle?${query}` });
  expect(answer.status).toBe(400);
  expect(answer.json()).toEqual([failed('INPUT_INVALID', 400), failed('INPUT_INVALID', 400)]);
  expect(answer.text).not.toMatch(INSIDE);
});

test.for([
  ['a list', '[{"email":"ada@example.test"}]'],
  ['cut off', '{"0":{"email":"ada@example.test"'],
  ['without its inputs', '{"7":{"email":"ada@example.test"}}'],
  ['nothing', ''],
] as const)(
  'changes in a batch whose body is %s are refused, and nothing is stored',
  async ([, text], { server, db }) => {
    const before = await db.$count(loginAttempts);
    const path = '/api/trpc/auth.signIn.start,auth.signIn.start?batch=1';
    const answer = await server.ask({ method: 'POST', path, text });
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual([failed('INPUT_INVALID', 400), failed('INPUT_INVALID', 400)]);
    expect(answer.text).not.toMatch(INSIDE);
    expect(await db.$count(loginAttempts)).toBe(before);
  },
);

test('names with a comma are one procedure where no batch is meant', async ({ server }) => {
  const path = '/api/trpc/profile.byHandle,profile.byHandle?batch=2&input=%7B%7D';
  const answer = await server.ask({ path });
  expect(answer.status).toBe(404);
  expect(answer.json()).toEqual(failed('NOT_FOUND', 404));
});

test('each call of a batch counts against its limit, and the answer says when to try again', async ({
  server,
  given,
}) => {
  const attempt = await given.attempt(await given.user());
  const wrong = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [at, { password: 'not the one' }]));
  const path = `/api/trpc/${Array(20).fill('auth.signIn.password').join(',')}?batch=1`;
  const headers = { cookie: `foyer.attempt=${attempt}`, 'x-forwarded-for': '198.51.100.200' };
  const answer = await server.ask({ method: 'POST', path, body: wrong, headers });
  expect(answer.text.match(/"reason":"SIGN_IN_FAILED"/g)).toHaveLength(5);
  expect(answer.text.match(/"reason":"RATE_LIMITED"/g)).toHaveLength(15);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

test('a limit is counted by the address that a proxy of ours vouches for', async ({ db, server, given }) => {
  const stranger = await serve(db);
  onTestFinished(() => stranger.stop());
  const attempt = await given.attempt(await given.user());
  const headers = { cookie: `foyer.attempt=${attempt}`, 'x-forwarded-for': 'garbage, 203.0.113.99' };
  for (const one of [server, stranger])
    await one.call('auth.signIn.password', { password: 'wrong' }, headers);
  const counted = await db.select().from(rateLimits).where(like(rateLimits.key, 'proof.address:%'));
  expect(counted.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['proof.address:203.0.113.99/32', 'proof.address:127.0.0.1/32']),
  );
});

test('too many tries are answered 429 with the seconds to wait, in head and body', async ({
  server,
  given,
}) => {
  const attempt = await given.attempt(await given.user());
  const headers = { cookie: `foyer.attempt=${attempt}`, 'x-forwarded-for': '198.51.100.201' };
  const guess = () => server.call('auth.signIn.password', { password: 'not the one' }, headers);
  for (let failure = 0; failure < 5; failure++) expect((await guess()).status).toBe(401);
  const limited = await guess();
  const retryAfter = Number(limited.headers['retry-after']);
  expect(limited.status).toBe(429);
  expect(limited.json()).toEqual(failed('RATE_LIMITED', 429, { retryAfter }));
  expect(retryAfter).toBeGreaterThan(50);
});

test('with the database away everything is answered 503, soon to be tried again', async () => {
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  const server = await serve(away.db);
  onTestFinished(async () => {
    await server.stop();
    await away.end();
  });
  const headers = { cookie: 'foyer.session=some-token; foyer.attempt=some-attempt' };
  const answers = await Promise.all([
    server.ask({ path: '/api/trpc/profile.me', headers }),
    server.ask({ path: '/api/trpc/viewer.current', headers }),
    server.ask({ path: '/api/trpc/profile.byHandle?input=%7B%22handle%22%3A%22ada%22%7D' }),
    server.call('auth.signIn.start', { email: 'ada@example.test' }),
    server.call('auth.signIn.password', { password: 'seven walruses' }, headers),
    server.call('auth.signOut', undefined, headers),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(answer.json()).toEqual(failed('UNAVAILABLE', 503, { retryAfter: 2 }));
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.text).not.toMatch(INSIDE);
    expect(answer.text).not.toContain('127.0.0.1');
  }
});

test('a statement that fails is our fault: 500, and nothing of it is told', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  const server = await serve(db);
  onTestFinished(async () => {
    await server.stop();
    await database.drop();
  });
  const user = await makeGiven(db).user();
  await db.execute('alter table profiles rename column bio to biography');
  const headers = { cookie: `foyer.session=${user.token}` };
  const answer = await server.ask({ path: '/api/trpc/profile.me', headers });
  expect(answer.status).toBe(500);
  expect(answer.json()).toEqual(failed('INTERNAL', 500, { requestId: answer.headers['x-request-id'] }));
  expect(answer.text).not.toMatch(INSIDE);
  expect(answer.text).not.toContain('bio');
});

test('an attempt that is not there is told by its reason and the status of it', async ({ server, db }) => {
  const answer = await server.call('auth.signIn.password', { password: 'seven walruses' });
  expect(answer.status).toBe(412);
  expect(answer.json()).toEqual(failed('ATTEMPT_EXPIRED', 412));
  expect(await db.$count(loginAttempts, eq(loginAttempts.email, 'seven walruses'))).toBe(0);
});
