import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { type App, expect, test } from './fixtures';
import { clientsPage } from './pages/clients-page';
import { consentPage } from './pages/consent-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { untilAlive } from './support/alive';

/** The page after this one, which no app has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const NEW_ADDRESS = 'robin.rewritten@example.test';
const UNAUTHORIZED_COMPLAINT = /status of 401/;

/** As from another browser. */
async function endSessions(app: App, person: { id: string }) {
  await app.db.delete(sessions).where(eq(sessions.userId, person.id));
}

/** An app that asks for somebody's profile, and where it asks. */
async function askingApp(app: App) {
  const client = await oauthFactories(app.db).client({ redirectUris: ['http://127.0.0.1:9/back'] });
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'profile.read profile.write',
    state: 'kept & kept',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  return { client, address: `/oauth/authorize?${query}` };
}

test('a press in the settings goes to the sign-in page with the reason, and back', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(UNAUTHORIZED_COMPLAINT);
  const person = await given.user();
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await endSessions(app, person);
  await security.addApp.click();
  const form = signInPage(page, t);
  await expect(form.notice).toHaveText(t('access.sessionEnded'));
  await form.signIn(person);
  await security.stands();
});

test('a press in the administration does, and the way back is the page with its query', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(UNAUTHORIZED_COMPLAINT);
  const person = await given.user({ role: 'administrator' });
  const { client } = await askingApp(app);
  await signIn(person);
  const address = `/admin/clients?name=A&id=${NOBODY}`;
  await page.goto(address);
  const clients = clientsPage(page, t);
  await expect(clients.heading).toBeVisible();
  await untilAlive(page);
  await endSessions(app, person);
  await clients.state(client.name).click();
  const form = signInPage(page, t);
  await expect(form.notice).toHaveText(t('access.sessionEnded'));
  await form.signIn(person);
  await expect(clients.heading).toBeVisible();
  expect(page.url()).toBe(app.url + address);
});

test('a page of the administration that is opened afterwards is come back to with its query', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user({ role: 'administrator' });
  await signIn(person);
  await endSessions(app, person);
  const address = `/admin/clients?name=A&id=${NOBODY}`;
  await page.goto(address);
  const form = signInPage(page, t);
  await expect(form.notice).toHaveText(t('access.sessionEnded'));
  await form.signIn(person);
  await expect(page).toHaveURL(app.url + address);
  await expect(clientsPage(page, t).heading).toBeVisible();
});

test('what an app asks for is not lost on the way', async ({ page, t, app, given, signIn, complaints }) => {
  complaints.expect(UNAUTHORIZED_COMPLAINT);
  const person = await given.user();
  const { client, address } = await askingApp(app);
  await signIn(person);
  await page.goto(address);
  const consent = consentPage(page, t);
  await expect(consent.title(client.name)).toBeVisible();
  await untilAlive(page);
  await endSessions(app, person);
  await consent.allow.click();
  await expect(signInPage(page, t).notice).toHaveText(t('access.sessionEnded'));
  await signInPage(page, t).signIn(person);
  await expect(consent.title(client.name)).toBeVisible();
  expect(page.url()).toBe(app.url + address);
});

test('what somebody chose stays, and the way in beside it keeps the whole request', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(UNAUTHORIZED_COMPLAINT);
  const person = await given.user();
  const { client, address } = await askingApp(app);
  await signIn(person);
  await page.goto(address);
  const consent = consentPage(page, t);
  await expect(consent.title(client.name)).toBeVisible();
  await untilAlive(page);
  const write = consent.scope(t('scopes.profile.write.title'));
  await write.uncheck();
  await endSessions(app, person);
  await consent.allow.click();
  await expect(page.getByRole('alert').filter({ hasText: t('reasons.SESSION_ENDED') })).toBeVisible();
  await expect(write).not.toBeChecked();
  const link = page.getByRole('link', { name: t('stepUp.signInAgainTab') });
  const [other] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await signInPage(other, t).signIn(person);
  await expect(consentPage(other, t).title(client.name)).toBeVisible();
  expect(other.url()).toBe(app.url + address);
});

test('what was typed into a small form stays, and so does what is typed beside it', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(UNAUTHORIZED_COMPLAINT);
  const person = await given.user();
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await security.changeEmail.click();
  await security.newEmail.fill(NEW_ADDRESS);
  await endSessions(app, person);
  await security.requestEmail.click();
  await expect(security.card('email')).toContainText(t('reasons.SESSION_ENDED'));
  // And of another card, which has no place of its own to say it.
  await security.removePassword.click();
  const wayIn = security
    .toast(t('reasons.SESSION_ENDED'))
    .getByRole('button', { name: t('stepUp.signInAgainTab') });
  const [other] = await Promise.all([page.waitForEvent('popup'), wayIn.click()]);
  await signInPage(other, t).signIn(person);
  await securityPage(other, t).stands();

  await expect(security.newEmail).toHaveValue(NEW_ADDRESS);
  await security.requestEmail.click();
  await expect(security.toast(t('security.email.requested', { email: person.email }))).toBeVisible();
});
