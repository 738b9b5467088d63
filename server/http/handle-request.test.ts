import { connect } from 'node:net';
import { expect, onTestFinished, vi } from 'vitest';
import type { Database } from '@/db/client';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db);
  onCleanup(() => server.stop());
  return server;
});
const start = { body: { email: 'ada@example.test' }, method: 'POST', path: '/api/trpc/auth.signIn.start' };
const refused = (reason: string) =>
  expect.objectContaining({
    error: expect.objectContaining({ message: reason, data: expect.objectContaining({ reason }) }),
  });

test.for<[string, Record<string, string | undefined>]>([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ['another site`s older browser', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
  ['no page at all', { 'sec-fetch-site': undefined }],
])('a change asked for by %s is refused before it is read', async ([, headers], { server }) => {
  const answer = await server.ask({ ...start, headers });
  expect(answer.status).toBe(403);
  expect(answer.json()).toEqual(refused('CROSS_SITE'));
});

test('a change asked for by a page of ours is done, in older browsers too', async ({ server }) => {
  for (const headers of [{}, { 'sec-fetch-site': undefined, origin: 'http://localhost:3000' }])
    expect((await server.ask({ ...start, headers })).status).toBe(200);
});

test.for(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
  '%s is no method of ours',
  async (method, { server }) => {
    for (const path of ['/api/trpc/profile.me', '/settings/profile', '/']) {
      const answer = await server.ask({ method, path });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD, POST');
    }
  },
);

test('a demo answers by the names of this machine alone', async ({ db, server }) => {
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '192.0.2.1',
    'localhost:3000@evil.example',
    undefined,
  ])
    expect((await server.ask({ path: '/', headers: { host } })).status).toBe(host === undefined ? 400 : 421);
  for (const host of ['localhost', 'localhost:9', '127.0.0.1:3000', '[::1]:3000'])
    expect((await server.ask({ path: '/', headers: { host } })).status).toBe(200);
  const real = await serveHere(db, { services: { demo: false, appUrl: 'https://foyer.example' } });
  expect((await real.ask({ path: '/', headers: { host: 'balancer.internal' } })).status).toBe(200);
});

test('a body that is too large is refused before a byte of it has come', async ({ server }) => {
  const answer = await halfRequest(server.port, 'content-length: 20000000');
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"reason":"INPUT_TOO_LARGE"');
  expect(answer).toMatch(/^connection: close/im);
});

test('a body of no known length is refused before a byte of it has come', async ({ server }) => {
  const answer = await halfRequest(server.port, 'transfer-encoding: chunked');
  expect(answer).toMatch(/^HTTP\/1\.1 411 /);
  expect(answer).toMatch(/^connection: close/im);
});

test.for(['content-length: -1', 'content-length: 1e3', 'content-length: 5\r\ntransfer-encoding: chunked'])(
  'a length that could be read in two ways is refused: %j',
  async (length, { server }) => {
    expect(await halfRequest(server.port, length)).toMatch(/^HTTP\/1\.1 4(00|11) /);
  },
);

test('a body just within the limit is read, one byte more is not', async ({ server }) => {
  const sized = (bytes: number) =>
    server.ask({ ...start, text: `{"email":"${'a'.repeat(bytes - '{"email":""}'.length)}"}` });
  expect((await sized(1_000_000)).json()).toEqual(refused('INPUT_INVALID'));
  expect((await sized(1_000_001)).json()).toEqual(refused('INPUT_TOO_LARGE'));
});

test('what only looks like a file of the build passes the guard as any page', async ({ server }) => {
  for (const path of [
    '/_next/static/../../sign-in',
    '/_next/static/%2e%2e/%2e%2e/sign-in',
    '/_next/static/x%2f..%2fy',
  ]) {
    const foreign = await server.ask({ path, headers: { host: 'evil.test' } });
    expect(foreign.status).toBe(421);
  }
  const posted = await server.ask({
    path: '/_next/static/x.js',
    method: 'POST',
    headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
  });
  expect(posted.status).toBe(403);
});

test('an address that cannot be read is refused', async ({ server }) => {
  for (const path of ['/u/%E0%A4%A', 'http://evil.test/sign-in'])
    expect((await server.ask({ path })).json()).toEqual(refused('INPUT_INVALID'));
});

test('every answer has an id of ours, and the headers that keep a page safe', async ({ server }) => {
  const ids = new Set<unknown>();
  for (const path of [
    '/',
    '/api/trpc/viewer.current',
    '/api/trpc/nothing',
    '/api/health/live',
    '/_next/static/x.js',
  ]) {
    const { headers } = await server.ask({ path, headers: { 'x-request-id': 'mine' } });
    ids.add(headers['x-request-id']);
    expect(headers).toMatchObject({
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringContaining('geolocation=()'),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
  expect(ids.size).toBe(5);
});

test('a site on https says that it stays there', async ({ db }) => {
  const server = await serveHere(db, { services: { secure: true } });
  const { headers } = await server.ask({ path: '/' });
  expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
});

test('a page gets a policy of its own and no cache keeps it; what a client sends as one is ignored', async ({
  server,
}) => {
  const forged = {
    'x-request-id': 'mine',
    'content-security-policy': "script-src 'nonce-mine'",
    'content-security-policy-report-only': "script-src 'nonce-mine'",
    'x-nonce': 'mine',
  };
  const answers = [];
  for (const path of ['/settings/profile', '/settings/profile', '/_next/static/missing.js']) {
    const answer = await server.ask({ path, headers: forged });
    const seen = server.pages.at(-1)?.headers;
    expect(seen?.['x-request-id']).not.toBe('mine');
    expect(seen?.['content-security-policy'] ?? '').not.toContain('mine');
    expect(seen).not.toHaveProperty('content-security-policy-report-only');
    answers.push(answer.headers['content-security-policy']);
    if (path.startsWith('/_next')) continue;
    expect(seen?.['x-request-id']).toBe(answer.headers['x-request-id']);
    expect(seen?.['content-security-policy']).toBe(answer.headers['content-security-policy']);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.headers['content-security-policy']).toMatch(/'nonce-[A-Za-z0-9+/]{22}=='/);
  }
  expect(answers[0]).not.toBe(answers[1]);
});

test('a page finds the context of its request while it is rendered, and not after', async ({ db, given }) => {
  const user = await given.user();
  const found: unknown[] = [];
  const server = await serveHere(db, {
    renderPage: async (request, response) => {
      const context = server.contexts.get(request.headers['x-request-id']?.toString() ?? '');
      found.push((await context?.session())?.userId);
      response.end();
    },
  });
  await server.ask({ path: '/', headers: { cookie: `foyer.session=${user.token}` } });
  expect(found).toEqual([user.id]);
  await vi.waitFor(() => expect(server.contexts.size).toBe(0));
});

test('a page that breaks is answered 500, without a word of why', async ({ db }) => {
  const server = await serveHere(db, {
    renderPage: () => Promise.reject(new Error('secret at /srv/foyer/page.ts')),
  });
  const answer = await server.ask({ path: '/' });
  expect(answer.status).toBe(500);
  expect(answer.json()).toEqual(refused('INTERNAL'));
});

test('an instance that is about to stop keeps no connection', async ({ db }) => {
  const server = await serveHere(db, { draining: () => true });
  expect((await server.ask({ path: '/' })).headers.connection).toBe('close');
});

test.for([
  ['fr', 'http://localhost:3000/sign-up?next=%2Fu%2Fada', '/sign-up?next=%2Fu%2Fada'],
  ['en', undefined, '/'],
  ['en', 'http://localhost:3000//evil.example/x', '/evil.example/x'],
  ['en', 'not an address', '/'],
] as const)('choosing %s on %s leads back to %s', async ([to, referer, location], { server }) => {
  const path = `/api/language?to=${to}`;
  const answer = await server.ask({ method: 'POST', path, headers: { referer, 'content-length': '0' } });
  expect([answer.status, answer.headers.location]).toEqual([303, location]);
  expect(answer.headers['set-cookie']).toEqual([
    `foyer.locale=${to}; Path=/; Max-Age=31536000; SameSite=Lax`,
  ]);
});

test('a language that is none of ours is not kept, nor one that another site chose', async ({ server }) => {
  const path = '/api/language?to=de%0d%0aSet-Cookie:x=1';
  const answer = await server.ask({ method: 'POST', path });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect((await server.ask({ method: 'POST', path: '/api/language?to=fr', headers })).status).toBe(403);
});

/** A server of a test's own. */
async function serveHere(db: Database, given: Parameters<typeof serve>[1]) {
  const server = await serve(db, given);
  onTestFinished(() => server.stop());
  return server;
}

/** The answer to the head of a POST whose body never comes. */
function halfRequest(port: number, length: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.write(
      `POST /api/trpc/auth.signIn.start HTTP/1.1\r\nhost: localhost:3000\r\nsec-fetch-site: same-origin\r\n` +
        `content-type: application/json\r\n${length}\r\n\r\n`,
    );
  });
}
