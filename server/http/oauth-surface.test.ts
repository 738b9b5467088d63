import { expect, onTestFinished } from 'vitest';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': undefined };
const ENDPOINTS = ['token', 'revoke', 'introspect', 'device_authorization'].map(
  (name) => `/api/oauth/${name}`,
);

test.for(['/oauth/authorize?client_id=x&state=y', '/device?user_code=BCDF-GHJK'])(
  'no page of another site can hold %s in a frame, and no cache keeps it',
  async (path, { db }) => {
    const server = await serve(db);
    onTestFinished(() => server.stop());
    for (const method of ['GET', 'HEAD']) {
      // As a link on another site leads here.
      const { status, headers } = await server.ask({
        method,
        path,
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringMatching(/frame-ancestors 'none'/),
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'private, no-store',
      });
    }
    // A form on another site would bring the cookie of older browsers along (RFC 9700 section 4.16).
    const sent = { method: 'POST', path, text: '', headers: { ...FORM, 'sec-fetch-site': 'cross-site' } };
    expect((await server.ask(sent)).status).toBe(403);
  },
);

test.for(ENDPOINTS)('%s takes a POST, and nothing of any other method', async (path, { db }) => {
  const server = await serve(db);
  onTestFinished(() => server.stop());
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
    const { status, headers } = await server.ask({ method, path, headers: { 'sec-fetch-site': undefined } });
    expect([status, headers.allow, headers['cache-control']]).toEqual([405, 'POST', 'no-store']);
  }
});

test.for(['apps.authorize.allow', 'apps.authorize.view', 'apps.device.allow', 'apps.device.deny'])(
  '%s is not done for a page of another site, nor with a token of an app',
  async (procedure, { db, given }) => {
    const server = await serve(db);
    onTestFinished(() => server.stop());
    const person = await given.user();
    const cookie = `foyer.session=${person.token}`;
    const input = { search: 'client_id=x', userCode: 'BCDF-GHJK', scopes: ['profile.read'] };
    const foreign = await server.call(procedure, input, { cookie, 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    const { headers } = await given.app(person);
    const byToken = await server.call(procedure, input, headers);
    expect([401, 403]).toContain(byToken.status);
    expect(byToken.text).toContain('SCOPE_REQUIRED');
  },
);

test('a forwarded address counts only from a proxy that is known', async ({ db }) => {
  const server = await serve(db);
  onTestFinished(() => server.stop());
  let forged = 0;
  const wrong = () =>
    server.ask({
      method: 'POST',
      path: '/api/oauth/token',
      text: 'grant_type=refresh_token&refresh_token=x&client_id=nobody',
      headers: {
        ...FORM,
        'x-forwarded-for': `203.0.113.${++forged}`,
        forwarded: `for=203.0.113.${forged}`,
        'x-real-ip': `203.0.113.${forged}`,
      },
    });
  const answers = await Promise.all(Array.from({ length: 31 }, wrong));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
});
