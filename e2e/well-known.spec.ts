import { expect, test } from './fixtures';
import { signInPage } from './pages/sign-in-page';

test('a password manager leads to the form where the password is changed', async ({ page, t, given }) => {
  const person = await given.user();
  const signIn = signInPage(page, t);
  await page.goto('/.well-known/change-password');
  await expect(signIn.notice).toHaveText(t('access.signInFirst'));
  await signIn.signIn(person);
  await expect(page).toHaveURL(/\/settings\/security#password$/);
  const card = page.getByRole('region', { name: t('securityCards.password'), exact: true });
  await expect(card).toBeInViewport();
});

test('it can rely on the answer: what does not exist is not there', async ({ request, app }) => {
  const answer = await request.get('/.well-known/change-password', { maxRedirects: 0 });
  expect(answer.status()).toBe(302);
  expect(answer.headers().location).toBe('/settings/security#password');
  // https://w3c.github.io/webappsec-change-password-url/#semantics
  const none = await request.get(
    '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
  );
  expect(none.status()).toBe(404);
  const endpoints = await request.get('/.well-known/passkey-endpoints');
  expect(endpoints.headers()['content-type']).toBe('application/json');
  const passkeys = `${app.url}/settings/security#passkeys`;
  expect(await endpoints.json()).toEqual({ enroll: passkeys, manage: passkeys });
});

test('security.txt says where faults are reported, once the operator has said so', async ({
  request,
  startOwnApp,
}) => {
  expect((await request.get('/.well-known/security.txt')).status()).toBe(404);
  const own = await startOwnApp({ SECURITY_CONTACT: 'mailto:security@foyer.test' });
  const answer = await request.get(`${own.url}/.well-known/security.txt`);
  expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8');
  const said = await answer.text();
  expect(said).toContain('Contact: mailto:security@foyer.test\n');
  expect(said).toContain(`Canonical: ${own.url}/.well-known/security.txt\n`);
  // RFC 9116 section 2.5.5: in the future, and less than a year away.
  const expires = Date.parse(/^Expires: (\S+)$/m.exec(said)?.[1] ?? '');
  expect(expires).toBeGreaterThan(Date.now());
  expect(expires).toBeLessThan(Date.now() + 365 * 86_400_000);
});
