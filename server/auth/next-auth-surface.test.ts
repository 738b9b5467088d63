import { expect, test } from 'vitest';
import { isUsed, toOurPages } from './next-auth-surface';

const none = new URLSearchParams();
const back = new URLSearchParams({ code: 'c', state: 's' });
const origin = 'https://foyer.example';

test.each([
  ['GET', 'csrf', none],
  ['POST', 'callback/ticket', none],
  ['POST', 'signin/github', none],
  ['GET', 'callback/github', back],
])('%s %s is used', (method, path, query) => {
  expect(isUsed({ method, path, query }, { providers: ['github'] })).toBe(true);
});

test.each([
  ['GET', 'signin'],
  ['GET', 'signin/github'],
  ['POST', 'signin'],
  ['POST', 'signin/ticket'],
  ['POST', 'signin/google'],
  ['GET', 'callback/google'],
  ['GET', 'callback/ticket'],
  ['POST', 'callback/github'],
  ['GET', 'callback/github/more'],
  ['GET', 'signout'],
  ['POST', 'signout'],
  ['GET', 'session'],
  ['POST', 'session'],
  ['GET', 'providers'],
  ['GET', 'error'],
  ['GET', 'verify-request'],
  ['POST', '_log'],
])('%s %s does not exist', (method, path) => {
  expect(isUsed({ method, path, query: none }, { providers: ['github'] })).toBe(false);
});

test('a query that nobody of ours sends is refused', () => {
  const asked = (method: string, path: string, query: Record<string, string>) =>
    isUsed({ method, path, query: new URLSearchParams(query) }, { providers: ['github'] });
  // next-auth would put it into the address of the provider: another scope, another place to come back to.
  expect(asked('POST', 'signin/github', { redirect_uri: 'https://evil.test' })).toBe(false);
  expect(asked('GET', 'csrf', { callbackUrl: '//evil.test' })).toBe(false);
  expect(asked('POST', 'callback/ticket', { callbackUrl: '/' })).toBe(false);
  expect(asked('GET', 'callback/github', { code: 'c', callbackUrl: '/' })).toBe(false);
});

test.each([
  ['OAuthCallback', none, '/sign-in?error=ProviderFailed', '/settings/security?connection=failed'],
  [
    'Callback',
    new URLSearchParams({ error: 'server_error' }),
    '/sign-in?error=ProviderFailed',
    '/settings/security?connection=failed',
  ],
  [
    'Callback',
    new URLSearchParams({ error: 'access_denied' }),
    '/sign-in?error=ProviderCancelled',
    '/settings/security?connection=cancelled',
  ],
])(
  'what failed (%s) ends at a page of ours, by a code of ours',
  async (error, query, signedOut, signedIn) => {
    const asked = { method: 'GET', path: 'callback/github', query };
    const address = `${origin}/api/auth/error?error=${error}`;
    const asHeader = () => new Response(null, { status: 302, headers: { location: address } });
    const toOurs = (answer: Response, person: boolean) =>
      toOurPages(answer, { asked, origin, signedIn: person });
    expect((await toOurs(asHeader(), false)).headers.get('location')).toBe(origin + signedOut);
    expect((await toOurs(asHeader(), true)).headers.get('location')).toBe(origin + signedIn);
    const inJson = await toOurs(Response.json({ url: address }), false);
    expect(await inJson.json()).toEqual({ url: origin + signedOut });
  },
);

test('the way to a provider and to our own pages stays as it is, cookies and all', async () => {
  const asked = { method: 'POST', path: 'signin/github', query: none };
  const leave = 'https://github.com/login/oauth/authorize?state=s';
  const headers = new Headers([
    ['location', leave],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ]);
  const answer = await toOurPages(new Response(null, { status: 302, headers }), {
    asked,
    origin,
    signedIn: false,
  });
  expect(answer.headers.get('location')).toBe(leave);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);

  headers.delete('location');
  const json = new Response(JSON.stringify({ url: leave }), { headers });
  const told = await toOurPages(json, { asked, origin, signedIn: false });
  expect(await told.json()).toEqual({ url: leave });
  expect(told.headers.getSetCookie()).toEqual(['a=1', 'b=2']);

  const path = '/second-step?next=%2F';
  const ours = new Response(null, { status: 302, headers: { location: path } });
  expect((await toOurPages(ours, { asked, origin, signedIn: false })).headers.get('location')).toBe(path);
});
