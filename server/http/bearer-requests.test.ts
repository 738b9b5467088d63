import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { appSessions } from '@/db/schema/oauth';
import { profiles } from '@/db/schema/users';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db);
  onCleanup(() => server.stop());
  return server;
});
const FOREIGN = { 'sec-fetch-site': 'cross-site', origin: 'https://app.example' };
const ME = '/api/trpc/viewer.me';
const refused = (reason: string) => ({ error: { message: reason, data: { reason } } });

test('an app reads and changes, from any page and from none', async ({ server, given }) => {
  const person = await given.user();
  const { headers } = await given.app(person);
  for (const from of [FOREIGN, {}, { 'sec-fetch-site': undefined }, { 'sec-fetch-site': 'same-site' }]) {
    const all = { ...from, ...headers };
    expect((await server.ask({ path: ME, headers: all })).json()).toMatchObject({
      result: { data: { userId: person.id } },
    });
    expect((await server.call('profile.update', { bio: 'by an app' }, all)).status).toBe(200);
  }
});

test('the answer is for any page to read, without credentials, and sets no cookie', async ({
  server,
  given,
}) => {
  const { headers } = await given.app(await given.user());
  const answer = await server.call('profile.update', { locale: 'fr' }, { ...FOREIGN, ...headers });
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after, www-authenticate, x-request-id',
    'cache-control': 'no-store',
  });
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('with a cookie and a token the token alone counts', async ({ db, server, given }) => {
  const [owner, victim] = [await given.user(), await given.user({ locale: 'fr' })];
  const app = await given.app(owner);
  const both = { ...FOREIGN, ...app.headers, cookie: `foyer.session=${victim.token}` };
  await server.call('profile.update', { bio: 'whose?' }, both);
  const bios = await db.select({ id: profiles.userId }).from(profiles).where(eq(profiles.bio, 'whose?'));
  expect(bios).toEqual([{ id: owner.id }]);
  // A token that opens nothing is not made up for by the cookie.
  await db.delete(appSessions).where(eq(appSessions.id, app.id));
  for (const authorization of [
    app.headers.authorization,
    'Bearer',
    'bearer x',
    'BEARER  ',
    `Bearer\t${app.token}`,
  ]) {
    const answer = await server.ask({ path: ME, headers: { ...both, authorization } });
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject(refused('TOKEN_REFUSED'));
  }
});

test('without a token a change from another site is refused, whatever kind of authorization it shows', async ({
  server,
  given,
}) => {
  const { token } = await given.user();
  for (const authorization of [undefined, 'Basic YTpi', 'Bearertoken', 'Negotiate Bearer']) {
    const headers = { ...FOREIGN, authorization, cookie: `foyer.session=${token}` };
    const answer = await server.call('profile.update', { bio: 'from elsewhere' }, headers);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject(refused('CROSS_SITE'));
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('a page of an app may ask whether it may send a token, and no more than that', async ({ server }) => {
  const ask = (path: string, names: string | undefined) =>
    server.ask({
      method: 'OPTIONS',
      path,
      headers: {
        ...FOREIGN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': names,
      },
    });
  const answer = await ask(ME, 'authorization,content-type');
  expect(answer.status).toBe(204);
  expect(answer.text).toBe('');
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type',
  });
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  for (const [path, names] of [
    [ME, 'content-type'],
    [ME, undefined],
    ['/api/language', 'authorization'],
    ['/settings/profile', 'authorization'],
  ] as const) {
    const other = await ask(path, names);
    expect(other.status).toBe(405);
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('a token opens procedures alone: elsewhere it neither lets a change through nor says who it is', async ({
  server,
  given,
}) => {
  const { headers } = await given.app(await given.user());
  const change = { method: 'POST', path: '/api/language', text: 'locale=fr' };
  const answer = await server.ask({ ...change, headers: { ...FOREIGN, ...headers } });
  expect(answer.status).toBe(403);
  const page = await server.ask({ path: '/settings/profile', headers: { ...FOREIGN, ...headers } });
  expect(page.status).toBe(200);
  expect(page.headers['access-control-allow-origin']).toBeUndefined();
  expect(server.pages.at(-1)?.headers.authorization).toBeUndefined();
});

test('what was wrong stands in the head as apps read it (RFC 6750)', async ({ server, given }) => {
  const { headers } = await given.app(await given.user());
  const challenge = async (path: string, authorization: string) => {
    const answer = await server.ask({ path, headers: { authorization } });
    return [answer.status, answer.headers['www-authenticate']];
  };
  expect(await challenge(ME, 'Bearer x')).toEqual([401, 'Bearer error="invalid_token"']);
  expect(await challenge('/api/trpc/auth.readiness', headers.authorization)).toEqual([
    403,
    'Bearer error="insufficient_scope"',
  ]);
  expect(await challenge(ME, headers.authorization)).toEqual([200, undefined]);
  expect((await server.ask({ path: ME })).headers['www-authenticate']).toBeUndefined();
});

test('in a batch each call is asked for its own scope, and the token is looked up once', async ({
  server,
  given,
}) => {
  const { headers } = await given.app(await given.user());
  const path = '/api/trpc/viewer.me,auth.readiness,profile.me?batch=1&input=%7B%7D';
  const answer = await server.ask({ path, headers });
  expect(answer.status).toBe(207);
  expect(answer.json()).toMatchObject([
    { result: { data: {} } },
    refused('SCOPE_REQUIRED'),
    { result: { data: {} } },
  ]);
});
