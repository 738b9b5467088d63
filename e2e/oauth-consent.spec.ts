import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { consentPage } from './pages/consent-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { factorsIn } from './support/factors';
import { pressByKey } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

const LOOPBACK = 'http://127.0.0.1:9/back';

function askingAddress(client: { id: string; redirectUri: string }, scope: string) {
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope,
    state: 'kept',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  return `/oauth/authorize?${query}`;
}

for (const language of ['en', 'fr'] as const)
  test.describe(language, () => {
    test.use({ language, viewport: { width: 390, height: 844 } });
    test('an app is allowed in part by keyboard, or denied', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: language });
      const oauth = oauthFactories(app.db);
      const client = await oauth.client({ name: `Weather${'x'.repeat(70)}`, redirectUris: [LOOPBACK] });
      await page.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'back in the app' }));
      await signIn(person);
      const consent = consentPage(page, t);
      const address = askingAddress(client, 'profile.read profile.write');
      await page.goto(address);
      await expect(consent.title(client.name)).toBeVisible();
      await untilAlive(page);
      await expectAccessible(page, 'consent');
      await expectNoSidewaysScroll(page, 'consent');
      await consent.scope(t('scopes.profile.write.title')).uncheck();
      await pressByKey(page, consent.allow);
      await page.waitForURL(/127\.0\.0\.1:9\/back\?code=/);
      expect(new URL(page.url()).searchParams.get('state')).toBe('kept');
      expect(new URL(page.url()).searchParams.get('iss')).toBe(app.url);

      await page.goto(address);
      await expect(page.getByText(t('oauth.asksKnown'))).toBeVisible();
      await untilAlive(page);
      await consent.deny.click();
      await page.waitForURL(/error=access_denied/);
    });
  });

test('an address that is not registered is told, not followed', async ({ page, t, app }) => {
  const client = await oauthFactories(app.db).client();
  await page.goto(askingAddress({ ...client, redirectUri: 'https://evil.test/' }, 'profile.read'));
  await expect(page.getByText(t('oauth.refused.redirectUnknown'))).toBeVisible();
  expect(new URL(page.url()).origin).toBe(app.url);
  await expectAccessible(page, 'refused');
});

test('whoever is not signed in signs in with the whole request in hand', async ({ page, app }) => {
  const address = askingAddress(await oauthFactories(app.db).client(), 'profile.read');
  await page.goto(address);
  await page.waitForURL(/\/sign-in\?/);
  expect(new URL(page.url()).searchParams.get('next')).toBe(address);
});

test('a sensitive scope asks who it is first, and goes on by itself', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  const client = await oauthFactories(app.db).client({
    redirectUris: [LOOPBACK],
    scopes: ['profile.read', 'security.read'],
  });
  await page.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'back in the app' }));
  await signIn(person);
  await factorsIn(app).letProofAge(person);
  await page.goto(askingAddress(client, 'profile.read security.read'));
  await expect(page.getByText(t('oauth.sensitive'))).toHaveCount(1);
  await untilAlive(page);
  await consentPage(page, t).allow.click();
  await stepUpDialog(page, t).byPassword(person.password);
  await page.waitForURL(/127\.0\.0\.1:9\/back\?code=/);
});
