import { eq, like } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { appSessions, deviceCodes } from '@/db/schema/oauth';
import { rateLimits } from '@/db/schema/operations';
import { hashToken } from '@/server/auth/tokens';
import { deriveRefreshToken } from '@/server/oauth/refresh-tokens';
import { SECRET } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const FORM = 'application/x-www-form-urlencoded';
const test = base
  .extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
    const server = await serve(db, { trustedProxies: ['127.0.0.1'] });
    onCleanup(() => server.stop());
    return server;
  })
  // As an app asks: nothing that a browser would say of itself.
  .extend('post', { scope: 'file' }, ({ server }) => {
    return (path: string, form: Record<string, string> | string, headers: Record<string, string> = {}) => {
      const text = typeof form === 'string' ? form : new URLSearchParams(form).toString();
      const own = { 'content-type': FORM, 'sec-fetch-site': undefined, 'x-forwarded-for': address() };
      return server.ask({ method: 'POST', path, text, headers: { ...own, ...headers } });
    };
  });

let addresses = 0;
const address = () => `198.51.100.${++addresses}`;
const PATHS = ['token', 'revoke', 'introspect', 'device_authorization'].map((name) => `/api/oauth/${name}`);

test('an app that is not a browser is answered, without any cookie', async ({ post, db, given }) => {
  const session = await given.appSession(await given.user());
  const form = { grant_type: 'refresh_token', refresh_token: session.refreshToken };
  const answer = await post('/api/oauth/token', { ...form, client_id: session.client.id });
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': expect.stringContaining('application/json'),
    'access-control-allow-origin': '*',
  });
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  const [row] = await db.select().from(appSessions).where(eq(appSessions.id, session.id));
  expect(row?.lastIp).toMatch(/^198\.51\.100\./);
});

test('a page of another site may ask, and its cookies are not looked at', async ({ post, given }) => {
  const person = await given.user();
  const client = await given.client({ deviceFlow: true });
  const answer = await post(
    '/api/oauth/device_authorization',
    { client_id: client.id },
    {
      'sec-fetch-site': 'cross-site',
      origin: 'https://app.example.test',
      cookie: `foyer.session=${person.token}`,
    },
  );
  expect(answer.status).toBe(200);
});

test.for(PATHS)('%s has its errors in the form of the standard', async (path, { post }) => {
  const refused = await post(path, { client_id: 'nobody', token: 'x', grant_type: 'refresh_token' });
  expect(refused.status).toBe(401);
  expect(refused.json()).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
  expect(refused.headers['www-authenticate']).toMatch(/^Basic realm="/);
  expect(refused.headers['cache-control']).toBe('no-store');
});

test.for([
  ['another kind of body', { 'content-type': 'application/json' }, '{"grant_type":"refresh_token"}'],
  ['no kind of body', { 'content-type': '' }, 'grant_type=refresh_token'],
  ['a name that comes twice', {}, 'grant_type=refresh_token&grant_type=refresh_token'],
  ['an empty one beside it', {}, 'client_id=&client_id=x'],
  ['a body that is too long', {}, `token=${'x'.repeat(20_000)}`],
] as const)('%s is refused', async ([, headers, text], { post }) => {
  for (const path of PATHS) {
    const answer = await post(path, text, headers);
    expect([answer.status, answer.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: expect.any(String) },
    ]);
  }
});

test('the answer to a body that is not read ends its connection', async ({ post }) => {
  const answer = await post('/api/oauth/token', `token=${'x'.repeat(400_000)}`);
  expect(answer.status).toBe(400);
  expect(answer.headers.connection).toBe('close');
});

test('what has no value counts as not sent', async ({ post, given }) => {
  const client = await given.client();
  const answer = await post('/api/oauth/token', { client_id: client.id, client_secret: '', grant_type: '' });
  expect(answer.json()).toMatchObject({ error: 'invalid_request' });
});

test('what is in the address counts for nothing', async ({ post, given }) => {
  const session = await given.appSession(await given.user());
  const query = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: session.refreshToken,
    client_id: session.client.id,
  });
  expect((await post(`/api/oauth/token?${query}`, '')).json()).toMatchObject({ error: 'invalid_client' });
});

test('browsers ask first, and are told that any page may, but not who introspects', async ({ server }) => {
  const ask = (path: string) =>
    server.ask({
      method: 'OPTIONS',
      path,
      headers: {
        'sec-fetch-site': 'cross-site',
        origin: 'https://app.example.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  for (const path of ['/api/oauth/token', '/api/oauth/revoke', '/api/oauth/device_authorization']) {
    const answer = await ask(path);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type',
    });
  }
  expect((await ask('/.well-known/jwks.json')).headers['access-control-allow-methods']).toBe('GET, HEAD');
  const introspect = await ask('/api/oauth/introspect');
  expect(introspect.status).toBe(405);
  expect(introspect.headers['access-control-allow-origin']).toBeUndefined();
});

test('other methods and other paths are refused', async ({ server, post }) => {
  const get = await server.ask({ path: '/api/oauth/token' });
  expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
  const put = await server.ask({ method: 'DELETE', path: '/.well-known/jwks.json' });
  expect([put.status, put.headers.allow]).toEqual([405, 'GET, HEAD']);
  for (const path of ['/api/oauth/', '/api/oauth/constructor', '/api/oauth/token/'])
    expect((await post(path, '')).status).toBe(404);
  expect(server.pages).toEqual([]);
});

test('a demo answers apps on this machine only', async ({ post }) => {
  const answer = await post('/api/oauth/token', '', { host: 'elsewhere.example.test' });
  expect(answer.status).toBe(421);
});

test('the description of the server says where everything is', async ({ server }) => {
  const answer = await server.ask({ path: '/.well-known/oauth-authorization-server' });
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  });
  expect(answer.json()).toMatchObject({
    issuer: 'http://localhost:3000',
    authorization_endpoint: 'http://localhost:3000/oauth/authorize',
    token_endpoint: 'http://localhost:3000/api/oauth/token',
    device_authorization_endpoint: 'http://localhost:3000/api/oauth/device_authorization',
    revocation_endpoint: 'http://localhost:3000/api/oauth/revoke',
    introspection_endpoint: 'http://localhost:3000/api/oauth/introspect',
    jwks_uri: 'http://localhost:3000/.well-known/jwks.json',
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: expect.arrayContaining(['profile.read']),
  });
});

test('the keys are public, and nothing of their private half is served', async ({ server, post, given }) => {
  const session = await given.appSession(await given.user());
  const form = { grant_type: 'refresh_token', refresh_token: session.refreshToken };
  await post('/api/oauth/token', { ...form, client_id: session.client.id });
  const answer = await server.ask({ path: '/.well-known/jwks.json' });
  expect(answer.headers['cache-control']).toBe('public, max-age=300');
  expect(answer.json()).toEqual({ keys: [expect.objectContaining({ kty: expect.any(String) })] });
  expect(answer.text).not.toMatch(/"(d|privateKey)"/);
});

test('a device is told where its person goes', async ({ post, db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const form = { client_id: client.id, scope: 'profile.read' };
  const answer = await post('/api/oauth/device_authorization', form, { 'user-agent': 'a tool' });
  const told: unknown = answer.json();
  expect(told).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
    verification_uri: 'http://localhost:3000/device',
    verification_uri_complete: expect.stringMatching(
      /^http:\/\/localhost:3000\/device\?user_code=[A-Z]{4}-[A-Z]{4}$/,
    ),
    expires_in: 600,
    interval: 5,
  });
  const [row] = await db.select().from(deviceCodes).where(eq(deviceCodes.clientId, client.id));
  expect(row).toMatchObject({ scopes: ['profile.read'], userAgent: 'a tool', decision: null });
  expect(answer.text).not.toContain(row?.deviceCodeHash);
});

test('a device asks for what its app may ask for, and only where the app may', async ({ post, given }) => {
  const [may, mayNot] = [await given.client({ deviceFlow: true }), await given.client()];
  const ask = async (client: { id: string }, scope: string) => {
    const answer = await post('/api/oauth/device_authorization', { client_id: client.id, scope });
    return answer.json();
  };
  expect(await ask(mayNot, 'profile.read')).toMatchObject({ error: 'unauthorized_client' });
  for (const scope of ['security.read', 'profile.read nothing', 'openid'])
    expect(await ask(may, scope)).toMatchObject({ error: 'invalid_scope' });
});

test.for([
  ['a client that does not prove itself', 401, { client_id: 'nobody', grant_type: 'refresh_token' }],
  ['a token that is not valid', 400, { grant_type: 'refresh_token', refresh_token: 'nothing' }],
] as const)(
  '%s is counted, and told to wait; who is right is not',
  async ([, status, form], { post, given }) => {
    const session = await given.appSession(await given.user());
    const from = { 'x-forwarded-for': address() };
    const own = { client_id: session.client.id };
    const wrong = () => post('/api/oauth/token', { ...own, ...form }, from);
    const answers = await Promise.all(Array.from({ length: 31 }, wrong));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([...Array(30).fill(status), 429]);
    const late = answers.find((answer) => answer.status === 429);
    expect(Number(late?.headers['retry-after'])).toBeGreaterThan(0);
    expect(late?.json()).toEqual({ error: 'temporarily_unavailable' });
    const right = { grant_type: 'refresh_token', refresh_token: session.refreshToken, ...own };
    expect((await post('/api/oauth/token', right, from)).status).toBe(200);
    const elsewhere = await post('/api/oauth/token', { ...own, ...form });
    expect(elsewhere.status).toBe(status);
  },
);

test('devices that begin to wait are counted for their address', async ({ post, db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const from = { 'x-forwarded-for': address() };
  const ask = () => post('/api/oauth/device_authorization', { client_id: client.id }, from);
  const answers = await Promise.all(Array.from({ length: 31 }, ask));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(await db.$count(deviceCodes, eq(deviceCodes.clientId, client.id))).toBe(30);
  expect(await db.$count(rateLimits, like(rateLimits.key, 'device.address:%'))).toBeGreaterThan(0);
});

test('a database that is away is told as such', async ({ given }) => {
  const session = await given.appSession(await given.user());
  const database = await createTestDatabase();
  const server = await serve(database.connection.db);
  onTestFinished(() => server.stop());
  await database.drop();
  const form = { grant_type: 'refresh_token', refresh_token: session.refreshToken };
  const text = new URLSearchParams({ ...form, client_id: session.client.id }).toString();
  const headers = { 'content-type': FORM };
  const answer = await server.ask({ method: 'POST', path: '/api/oauth/token', text, headers });
  expect(answer.status).toBe(503);
  expect(answer.json()).toEqual({ error: 'temporarily_unavailable' });
  expect(answer.headers['retry-after']).toBe('2');
});

test('what nobody foresaw is not shown', async ({ db, given, post }) => {
  const session = await given.appSession(await given.user());
  const at = eq(appSessions.id, session.id);
  const [row] = await db.select().from(appSessions).where(at);
  // The last number that the column can hold: there is none after it.
  const last = { ...session, seed: row?.seed ?? '', generation: 2 ** 31 - 1 };
  const token = deriveRefreshToken(last, { secret: SECRET });
  await db
    .update(appSessions)
    .set({ generation: last.generation, refreshHash: hashToken(token) })
    .where(at);
  const form = { grant_type: 'refresh_token', refresh_token: token, client_id: session.client.id };
  const answer = await post('/api/oauth/token', form);
  expect([answer.status, answer.json()]).toEqual([500, { error: 'server_error' }]);
});
