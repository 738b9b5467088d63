import { expect, test } from './fixtures';
import { findFreePort } from './support/app';

test('a real installation has no demo in it, and keeps to https', async ({ playwright, startOwnApp }) => {
  const app = await startOwnApp({
    APP_URL: 'https://foyer.example.test',
    HOST: '127.0.0.1',
    AUTH_SECRET: 'a secret that is long enough for this test alone',
    SMTP_URL: `smtp://127.0.0.1:${await findFreePort()}`,
    MAIL_FROM: 'Foyer <foyer@example.test>',
    LOG_LEVEL: 'warn',
    DRAIN_SECONDS: '0',
  });
  expect(app.url).toBe('https://foyer.example.test');
  expect(app.output()).not.toContain('Demo');
  const request = await playwright.request.newContext({
    baseURL: `http://127.0.0.1:${app.port}`,
    extraHTTPHeaders: { host: 'foyer.example.test', origin: app.url, accept: 'text/html' },
  });

  const signIn = await request.get('/sign-in');
  expect(signIn.status()).toBe(200);
  expect(signIn.headers()['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  expect(await signIn.text()).not.toContain('/outbox');
  expect((await request.get('/outbox')).status()).toBe(404);
  expect((await request.get('/u/mia')).status()).toBe(404);

  const start = await request.post('/api/trpc/auth.signIn.start', { data: { email: 'member@example.test' } });
  expect(start.status()).toBe(200);
  expect(start.headers()['set-cookie']).toMatch(
    /^__Host-foyer\.attempt=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/,
  );
  await request.dispose();
  expect(await app.stop()).toBe(0);
});
