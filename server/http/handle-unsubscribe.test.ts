import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { notificationPreferences } from '@/db/schema/notifications';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const FORM = 'application/x-www-form-urlencoded';
const ONE_CLICK = 'List-Unsubscribe=One-Click';
const test = base
  .extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
    const server = await serve(db);
    onCleanup(() => server.stop());
    return server;
  })
  // As a mail program asks: nothing that a browser would say of itself.
  .extend('post', { scope: 'file' }, ({ server }) => {
    return (token: string, text = ONE_CLICK, headers: Record<string, string> = {}) =>
      server.ask({
        method: 'POST',
        path: `/api/unsubscribe?token=${token}`,
        text,
        headers: { 'content-type': FORM, 'sec-fetch-site': undefined, origin: undefined, ...headers },
      });
  })
  .extend('modesOf', { scope: 'file' }, ({ db }) => {
    return async (person: { id: string }) => {
      const { userId, mode } = notificationPreferences;
      const rows = await db.select({ mode }).from(notificationPreferences).where(eq(userId, person.id));
      return rows.map((row) => row.mode);
    };
  });

test('a mail program switches mails off by a POST without a cookie; twice is once', async ({
  given,
  post,
  modesOf,
}) => {
  const person = await given.user();
  const token = await given.unsubscribeLink(person);
  const answer = await post(token);
  expect(answer.status).toBe(200);
  expect(answer.headers.location).toBeUndefined();
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect((await post(token)).status).toBe(200);
  expect(await modesOf(person)).toEqual(['off']);
});

test('in the other form of the standard as well, and from a page of another site', async ({
  given,
  post,
  modesOf,
}) => {
  const person = await given.user();
  const token = await given.unsubscribeLink(person);
  const text = [
    '--edge',
    'Content-Disposition: form-data; name="List-Unsubscribe"',
    '',
    'One-Click',
    '--edge--',
    '',
  ].join('\r\n');
  const type = { 'content-type': 'multipart/form-data; boundary=edge', 'sec-fetch-site': 'cross-site' };
  expect((await post(token, text, type)).status).toBe(200);
  expect(await modesOf(person)).toEqual(['off']);
});

test('whoever opens the address is led to the page, and nothing changes', async ({
  server,
  given,
  modesOf,
}) => {
  const person = await given.user();
  const token = await given.unsubscribeLink(person);
  for (const method of ['GET', 'HEAD'])
    for (const path of [`/api/unsubscribe?token=${token}`, `/api/unsubscribe?token=${token}&${ONE_CLICK}`]) {
      const answer = await server.ask({ method, path });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(`/unsubscribe?token=${token}`);
    }
  const page = await server.ask({ path: `/unsubscribe?token=${token}` });
  expect(page.status).toBe(200);
  expect(await modesOf(person)).toEqual([]);
});

test.for([
  ['another word', 'List-Unsubscribe=Two-Clicks', FORM],
  ['an empty body', '', FORM],
  ['another kind of body', ONE_CLICK, 'text/plain'],
  ['no form at all', '{"List-Unsubscribe":"One-Click"}', 'application/json'],
  ['a body that is too long', `${ONE_CLICK}&more=${'x'.repeat(5000)}`, FORM],
] as const)('%s is refused', async ([, text, type], { given, post, modesOf }) => {
  const person = await given.user();
  const answer = await post(await given.unsubscribeLink(person), text, { 'content-type': type });
  expect(answer.status).toBe(400);
  expect(await modesOf(person)).toEqual([]);
});

test('a wrong token is refused, and so is another method', async ({ server, post }) => {
  expect((await post('x')).status).toBe(404);
  expect((await post('')).status).toBe(404);
  expect((await server.ask({ method: 'PUT', path: '/api/unsubscribe' })).status).toBe(405);
});

test('only this address is let through without our own page', async ({ server }) => {
  const headers = { 'content-type': FORM, 'sec-fetch-site': 'cross-site' };
  for (const path of ['/api/unsubscribe/', '/api/unsubscribe/x', '/unsubscribe', '/api/Unsubscribe']) {
    const answer = await server.ask({ method: 'POST', path, text: ONE_CLICK, headers });
    expect(answer.status).toBe(403);
  }
});
