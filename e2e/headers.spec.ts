import type { APIResponse } from 'playwright/test';
import { expect, test } from './fixtures';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

const nonceOf = (answer: APIResponse) =>
  /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] ?? '';

for (const path of [
  '/sign-in',
  '/sign-up',
  '/check-mail',
  '/verify-email?token=x',
  '/u/mia',
  '/outbox',
  '/nowhere',
]) {
  test(`the page ${path} comes with every guard`, async ({ request }) => {
    const answer = await request.get(path, { headers: { accept: 'text/html' } });
    const headers = answer.headers();
    expect(headers).toMatchObject(EVERYWHERE);
    expect(headers['permissions-policy']).toContain('geolocation=()');
    expect(headers['cache-control']).toMatch(/^private\b.*\bno-store\b/);
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');

    const nonce = nonceOf(answer);
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    expect(headers['content-security-policy']?.split('; ')).toEqual([
      "default-src 'self'",
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      "style-src 'self' 'unsafe-inline'",
      "worker-src 'self'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "frame-src 'self'",
      "require-trusted-types-for 'script'",
    ]);
    const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    // Another visit, another nonce, whatever the visitor would like it to be.
    const again = await request.get(path, {
      headers: { accept: 'text/html', 'content-security-policy': "script-src 'nonce-mine'" },
    });
    expect([nonce, 'mine']).not.toContain(nonceOf(again));
  });
}

test('an answer that is no page may load and do nothing', async ({ request }) => {
  for (const path of [
    '/api/health/live',
    '/api/health/ready',
    '/api/trpc/viewer.current',
    '/api/trpc/no.such',
  ]) {
    const answer = await request.get(path);
    expect(answer.headers(), path).toMatchObject(EVERYWHERE);
    expect(answer.headers()['content-security-policy'], path).toMatch(/^default-src 'none'/);
    expect(answer.headers()['cache-control'], path).toBe('no-store');
  }
});

test('cookies are out of reach of scripts', async ({ page, given, app }) => {
  const { email } = await given.user();
  const headers = { origin: app.url };
  const answer = await page.request.post('/api/trpc/auth.signIn.start', { data: { email }, headers });
  const [cookie] = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
  expect(cookie?.value).toMatch(/^foyer\.attempt=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
});

test('a visitor under another name is turned away: this is a demo', async ({ request, app }) => {
  const answer = await request.get(`http://127.0.0.1:${app.port}/sign-in`, {
    headers: { host: 'foyer.test' },
  });
  expect(answer.status()).toBe(421);
});

test('the health endpoints', async ({ request }) => {
  const live = await request.get('/api/health/live');
  expect([live.status(), await live.json()]).toEqual([200, { status: 'ok' }]);
  const ready = await request.get('/api/health/ready');
  expect([ready.status(), await ready.json()]).toEqual([200, { status: 'ok', problems: [] }]);
  expect((await request.get('/api/health/other')).status()).toBe(404);
});
