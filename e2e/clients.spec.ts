import { eq, inArray } from 'drizzle-orm';
import { appSessions, oauthClients } from '@/db/schema/oauth';
import { hashToken } from '@/server/auth/tokens';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { clientsPage } from './pages/clients-page';
import { NOT_FOUND_COMPLAINT } from './pages/not-found-page';
import { notificationsPage } from './pages/notifications-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { factorsIn } from './support/factors';
import { pressByKey, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';

test('an administrator registers a confidential app, sees its secret once, and makes another', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user({ role: 'administrator' });
  await signIn(person);
  await factorsIn(app).letProofAge(person);
  const clients = clientsPage(page, t);
  await clients.open();
  await clients.register.click();
  await clients.form.field('name').fill('Weather service');
  await clients.form.type('confidential').check();
  await clients.form.field('redirectUris').fill('http://weather.example.test/back');
  await clients.form.submit.click();
  await expect(clients.form.field('redirectUris')).toBeFocused();
  await expect(clients.form.dialog).toContainText(t('problems.notARedirectAddress'));
  await clients.form.field('redirectUris').fill('https://weather.example.test/back');
  await clients.form.field('owner').fill('nobody-of-this-name');
  await clients.form.submit.click();
  // Asked once, and the form goes on by itself: to what the server found.
  await expect(stepUpDialog(page, t).dialog).toContainText(t('stepUp.staffText'));
  await stepUpDialog(page, t).byPassword(person.password);
  complaints.expect(/status of 404/);
  await expect(clients.form.dialog).toContainText(t('reasons.OWNER_UNKNOWN'));
  await expect(clients.form.field('name')).toHaveValue('Weather service');
  await clients.form.field('owner').fill(person.email);
  await clients.form.submit.click();

  const { credentials } = clients;
  await expect(credentials.codes).toHaveCount(2);
  const clientId = await credentials.codes.first().innerText();
  const secret = await credentials.codes.last().innerText();
  const row = async () => {
    const [found] = await app.db.select().from(oauthClients).where(eq(oauthClients.id, clientId));
    return found;
  };
  expect(await row()).toMatchObject({ ownerId: person.id, secretHash: hashToken(secret) });
  await page.keyboard.press('Escape');
  await expect(credentials.goBack).toBeFocused();
  await credentials.goBack.click();
  await credentials.stored.click();
  await expect(credentials.dialog).toBeHidden();
  await expect(clients.row('Weather service')).toContainText(clientId);
  await page.reload();
  await expect(clients.row('Weather service')).toContainText(person.displayName);
  expect(await page.content()).not.toContain(secret);

  await clients.choose('Weather service', 'newSecret');
  await expect(clients.cancel).toBeFocused();
  await clients.confirmRotate.click();
  await expect(credentials.codes).toHaveCount(2);
  const next = await credentials.codes.last().innerText();
  expect(next).not.toBe(secret);
  expect((await row())?.secretHash).toBe(hashToken(next));
  await credentials.stored.click();
  await expect(credentials.dialog).toBeHidden();
});

test('a service that an administrator lets tell people things does so under its name, and its use is seen', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  await signIn(await given.user({ role: 'administrator' }));
  const clients = clientsPage(page, t);
  await clients.open();
  await clients.register.click();
  await clients.form.field('name').fill('Parcels');
  const inOwnName = clients.form.scope(t('scopes.notifications:send.title'));
  await clients.form.type('public').check();
  await expect(inOwnName).toHaveCount(0);
  await clients.form.type('confidential').check();
  await clients.form.field('redirectUris').fill('https://parcels.example.test/back');
  await inOwnName.check();
  await clients.form.submit.click();
  const { credentials } = clients;
  await expect(credentials.codes).toHaveCount(2);
  const [id, secret] = await credentials.codes.allInnerTexts();
  await credentials.stored.click();
  await expect(clients.row('Parcels')).toContainText(t('clients.notUsed'));

  const person = await given.user();
  const others = await openOtherBrowser();
  await signIn(person, others);
  const granted = await fetch(`${app.url}/api/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token, scope } = await granted.json();
  expect(scope).toBe('notifications:send');
  const sent = await fetch(`${app.url}/api/trpc/notifications.send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'product.service',
      to: { kind: 'people', ids: [person.id] },
      data: { title: 'Your parcel is here' },
      idempotencyKey: 'parcel/1/arrived',
    }),
  });
  expect(sent.status, await sent.text()).toBe(200);
  const told = notificationsPage(others, t);
  await told.open();
  await expect(told.sentence('Your parcel is here')).toContainText('Parcels');

  await clients.open();
  await expect(clients.row('Parcels')).not.toContainText(t('clients.notUsed'));
  // On a phone each is a card, with all of it in sight.
  await page.setViewportSize({ width: 390, height: 844 });
  await clients.row('Parcels').scrollIntoViewIfNeeded();
  await expect(clients.state('Parcels')).toBeInViewport({ ratio: 1 });
  await expect(clients.actions('Parcels')).toBeInViewport({ ratio: 1 });
});

test('a public app is registered, changed, switched off, and removed by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  await signIn(await given.user({ role: 'administrator' }));
  const clients = clientsPage(page, t);
  await clients.open();
  await pressByKey(page, clients.register);
  await expect(clients.form.field('name')).toBeFocused();
  await page.keyboard.type('Pocket');
  await typeInto(page, clients.form.field('redirectUris'), 'com.example.pocket:/back');
  await pressByKey(page, clients.form.submit);
  await expect(clients.credentials.codes).toHaveCount(1);
  const clientId = await clients.credentials.codes.innerText();
  await pressByKey(page, clients.credentials.done);
  await expect(clients.credentials.dialog).toBeHidden();

  await clients.choose('Pocket', 'edit');
  await clients.form.scope(t('scopes.profile.write.title')).check();
  await clients.form.save.click();
  await expect(clients.form.dialog).toBeHidden();
  await expect(clients.row('Pocket')).toContainText(t('scopes.profile.write.title'));

  await clients.state('Pocket').click();
  await expect(clients.toast(t('clients.switchedOff', { name: '\u2068Pocket\u2069' }))).toBeVisible();
  const [off] = await app.db.select().from(oauthClients).where(eq(oauthClients.id, clientId));
  expect(off).toMatchObject({ enabled: false, scopes: ['profile.read', 'profile.write'] });
  await page
    .getByRole('button', { name: t('clients.undo') })
    .first()
    .click();
  await expect(clients.state('Pocket')).toBeChecked();

  const client = { id: clientId, name: 'Pocket', secret: undefined, redirectUri: '', scopes: [] };
  await oauthFactories(app.db).appSession(await given.user(), { client });
  await page.reload();
  await untilAlive(page);
  await clients.choose('Pocket', 'remove');
  await expect(clients.question).toContainText(t('clients.removeText', { count: 1 }));
  await pressByKey(page, clients.confirmRemove);
  await expect(clients.toast(t('clients.removed', { name: '\u2068Pocket\u2069' }))).toBeVisible();
  await expect(clients.row('Pocket')).toBeHidden();
  expect(await app.db.select().from(appSessions).where(eq(appSessions.clientId, clientId))).toEqual([]);
});

test('more than a page of apps', async ({ page, t, app, given, signIn }) => {
  const oauth = oauthFactories(app.db);
  const made = [];
  for (let n = 100; n <= 150; n++) made.push(await oauth.client({ name: `zz ${n}` }));
  await signIn(await given.user({ role: 'administrator' }));
  const clients = clientsPage(page, t);
  await clients.open();
  await expect(clients.row('zz 100')).toBeVisible();
  await expect(clients.row('zz 150')).toBeHidden();
  await clients.next.click();
  await expect(clients.row('zz 150')).toBeVisible();
  await expect(clients.row('zz 100')).toBeHidden();
  await clients.first.click();
  await expect(clients.row('zz 100')).toBeVisible();
  const ids = made.map(({ id }) => id);
  await app.db.delete(oauthClients).where(inArray(oauthClients.id, ids));
});

test('nobody else finds the page', async ({ page, t, given, signIn, complaints }) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  await signIn(await given.user({ role: 'moderator' }));
  await page.goto('/admin');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(clientsPage(page, t).nav).toBeHidden();
  expect((await page.goto('/admin/clients'))?.status()).toBe(404);
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('every state can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const oauth = oauthFactories(app.db);
      const name = `${language} ${LONG_NAME}`;
      const made = await oauth.client({
        name,
        type: 'confidential',
        scopes: ['profile.read', 'staff.clients'],
      });
      await oauth.appSession(await given.user(), { client: made });
      await signIn(await given.user({ role: 'administrator', locale: language, displayName: LONG_NAME }));
      const clients = clientsPage(page, t);
      await clients.open();
      await expectAccessible(page, 'the list');
      await clients.register.click();
      await clients.form.submit.click();
      await expect(clients.form.field('name')).toBeFocused();
      await expectAccessible(page, 'the form with errors');
      await page.setViewportSize({ width: 320, height: 640 });
      await expectReachable(clients.form.dialog);
      await page.keyboard.press('Escape');
      await expect(clients.form.dialog).toBeHidden();
      await expectNoSidewaysScroll(page, 'the list');
      await page.setViewportSize({ width: 1280, height: 800 });
      await clients.choose(name, 'remove');
      await expect(clients.cancel).toBeFocused();
      await expectAccessible(page, 'before it is removed');
      await clients.cancel.click();
      await clients.choose(name, 'newSecret');
      await clients.confirmRotate.click();
      await expect(clients.credentials.codes).toHaveCount(2);
      await expectAccessible(page, 'the secret');
      await page.setViewportSize({ width: 320, height: 640 });
      await expectReachable(clients.credentials.dialog);
      await clients.credentials.stored.click();
      await expect(clients.credentials.dialog).toBeHidden();
    });
  });
}

test('an answer that is lost: pressed again it is the same app, and says where a secret comes from', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/ERR_CONNECTION_RESET/);
  await signIn(await given.user({ role: 'administrator' }));
  const clients = clientsPage(page, t);
  await clients.open();
  await page.route(
    '**/api/trpc/apps.clients.create*',
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
  await clients.register.click();
  await clients.form.field('name').fill('Lost answer');
  await clients.form.type('confidential').check();
  await clients.form.field('redirectUris').fill('https://lost.example.test/back');
  await clients.form.submit.click();
  await expect(clients.form.dialog.getByRole('alert')).toBeVisible();
  await clients.form.submit.click();
  await expect(clients.credentials.dialog).toContainText(t('clients.secretGone'));
  await expect(clients.credentials.codes).toHaveCount(1);
  await expectAccessible(page, 'registered before');
  await clients.credentials.done.click();
  await expect(clients.row('Lost answer')).toHaveCount(1);
  expect(await app.db.$count(oauthClients, eq(oauthClients.name, 'Lost answer'))).toBe(1);
});
