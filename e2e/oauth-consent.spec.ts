import { eq } from 'drizzle-orm';
import { oauthConsents } from '@/db/schema/oauth';
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

const SITE = 'https://app.example.test/callback';

test('an app on the web is allowed once, then goes straight through, until it asks for more', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/^asked for https:\/\/app\.example\.test\/callback\?/);
  await page.route(`${SITE}?**`, (route) => route.fulfill({ body: 'back in the app' }));
  const client = await oauthFactories(app.db).client({ redirectUris: [SITE] });
  await signIn(await given.user());
  const consent = consentPage(page, t);
  const answer = await page.goto(askingAddress(client, 'profile.read'));
  expect(answer?.headers()).toMatchObject({
    'x-frame-options': 'DENY',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'cache-control': expect.stringContaining('no-store'),
  });
  await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
  await expect(page.getByText(t('oauth.leadsTo', { host: 'app.example.test' }))).toBeVisible();
  await untilAlive(page);
  const [asked] = await Promise.all([page.waitForRequest(`${SITE}?**`), consent.allow.click()]);
  expect(asked.headers()).not.toHaveProperty('referer');
  await page.waitForURL(/callback\?code=/);

  // By hand: the browser would follow to an address that is not there.
  const straight = async (scope: string) => {
    const { status, headers } = await page.request
      .get(askingAddress(client, scope), { maxRedirects: 0 })
      .then((response) => ({ status: response.status(), headers: response.headers() }));
    return { status, to: headers.location };
  };
  const again = await straight('profile.read');
  expect(again.status).toBe(307);
  expect(again.to).toMatch(/^https:\/\/app\.example\.test\/callback\?code=/);
  expect(await straight('profile.read profile.write')).toMatchObject({ status: 200 });
  await page.goto(askingAddress(client, 'profile.read profile.write'));
  await expect(page.getByText(t('oauth.asksNew'))).toBeVisible();
  await expect(page.getByText(t('oauth.asksKnown'))).toBeVisible();
  await expectAccessible(page, 'more than before');
  await untilAlive(page);
  await consent.allow.click();
  await page.waitForURL(/callback\?code=/);
  expect((await straight('profile.read profile.write')).to).toMatch(/code=/);
});

test('"Not you?" signs out and comes back to the question for somebody else', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const address = askingAddress(await oauthFactories(app.db).client(), 'profile.read');
  await signIn(person);
  await page.goto(address);
  await expect(page.getByText(person.email)).toBeVisible();
  await untilAlive(page);
  await page.getByRole('button', { name: t('oauth.notYou') }).click();
  await page.waitForURL(/\/sign-in\?/);
  expect(new URL(page.url()).searchParams.get('next')).toBe(address);
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('foyer.session');
  await signIn(other);
  await page.goto(address);
  await expect(page.getByText(other.email)).toBeVisible();
});

test('a question that was shown to one person is not answered by the next', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const [person, other] = [await given.user(), await given.user()];
  const client = await oauthFactories(app.db).client({ redirectUris: [LOOPBACK] });
  await signIn(person);
  await page.goto(askingAddress(client, 'profile.read'));
  await untilAlive(page);
  await signIn(other);
  await consentPage(page, t).allow.click();
  // By way of the sign-in page the question is put again, to whoever is signed in by now.
  await expect(page.getByText(other.email)).toBeVisible();
  expect(await app.db.$count(oauthConsents, eq(oauthConsents.clientId, client.id))).toBe(0);
});

test('an app with a scheme of its own is opened, and the page stays to be answered again', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/^asked for com\.example\.app:\/back\?code=/);
  const client = await oauthFactories(app.db).client({ redirectUris: ['com.example.app:/back'] });
  await signIn(await given.user());
  const consent = consentPage(page, t);
  await page.goto(askingAddress(client, 'profile.read'));
  await expect(page.getByText(t('oauth.leadsToDevice'))).toBeVisible();
  await untilAlive(page);
  await consent.allow.click();
  await expect(consent.allow).toBeEnabled();
  await expect(consent.deny).toBeEnabled();
  await expect(consent.title(client.name)).toBeVisible();
  // What is wrong with a request is told to the app in the same way.
  const wrong = await page.request.get(askingAddress(client, 'everything'), { maxRedirects: 0 });
  expect(wrong.headers().location).toMatch(/^com\.example\.app:\/back\?error=invalid_scope&/);
});
