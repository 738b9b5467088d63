import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';

test('after a sign-in with a password a passkey is offered, and recovery codes follow', async ({
  page,
  t,
  given,
}) => {
  const person = await given.user();
  const device = await giveDevice(page);
  await signInPage(page, t).open();
  await signInPage(page, t).signIn(person);
  const security = securityPage(page, t);
  await expect(security.offer).toContainText(t('passkeyCreation.offerFirst'));
  // Nothing was made that nobody had asked for: it would change how they get in.
  expect(await device.passkeys()).toEqual([]);
  await security.acceptOffer.click();
  await expect(security.codes.list).toHaveCount(10);
  await expect(page).toHaveURL(/\/settings\/security$/);
  await security.codes.saved.click();
  await expect(security.offer).toBeHidden();
  expect(await device.passkeys()).toHaveLength(1);
});

test('it is put off until the next time, or for good', async ({ page, t, given, context }) => {
  const person = await given.user();
  await giveDevice(page);
  const security = securityPage(page, t);
  const signIn = async () => {
    await context.clearCookies();
    await signInPage(page, t).open();
    await signInPage(page, t).signIn(person);
    await profilePage(page, t).stands();
  };
  await signIn();
  await security.putOffOffer.click();
  await expect(security.offer).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();
  // It was told once.
  await page.reload();
  await profilePage(page, t).stands();
  await expect(security.offer).toBeHidden();

  await signIn();
  await security.dismissOffer.click();
  await expect(security.toast(t('passkeyCreation.dismissed'))).toBeVisible();
  const asked = page.waitForResponse(/passkeys\.offer/);
  await signIn();
  expect(await (await asked).json()).toMatchObject([{ result: { data: { offer: false } } }, {}, {}]);
  await expect(security.offer).toBeHidden();
});

test('where it takes nothing from anybody the browser makes it by itself', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  await factorsIn(app).totp(person);
  await signIn(person);
  await factorsIn(app).proveTwice(person);
  const device = await giveDevice(page);
  // Chromium does so for its own password manager alone: the device here answers in its place.
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = ({ publicKey } = {}) => create(publicKey && { publicKey });
  });
  await afterPassword(page, '/settings/security');
  const security = securityPage(page, t);
  await expect(security.toast(t('passkeyCreation.byItself'))).toBeVisible();
  await expect(security.offer).toBeHidden();
  await expect(security.card('passkeys').getByRole('listitem').first()).toBeVisible();
  expect(await device.passkeys()).toHaveLength(1);
});

test('a browser that makes none by itself has its person asked', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  await factorsIn(app).totp(person);
  await signIn(person);
  await factorsIn(app).proveTwice(person);
  const device = await giveDevice(page);
  await afterPassword(page, '/settings/profile');
  const security = securityPage(page, t);
  await expect(security.offer).toBeVisible();
  await security.acceptOffer.click();
  await expect(security.offer).toBeHidden();
  expect(await device.passkeys()).toHaveLength(1);
});

test('a trusted device is not forgotten for it: then the person is asked', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  await factorsIn(app).totp(person);
  await factorsIn(app).trustedDevice(person);
  await signIn(person);
  await factorsIn(app).proveTwice(person);
  const device = await giveDevice(page);
  await afterPassword(page, '/settings/profile');
  const security = securityPage(page, t);
  await expect(security.offer).toBeVisible();
  await expect(security.offer).not.toContainText(t('passkeyCreation.offerFirst'));
  expect(await device.passkeys()).toEqual([]);
});

/** Goes to a page as somebody does who has just typed a password. */
async function afterPassword(page: Page, path: string) {
  // A page outside of the settings, where nobody looks for it yet.
  await page.goto('/outbox');
  await page.evaluate(() => sessionStorage.setItem('foyer.signed-in-with', 'password'));
  await page.goto(path);
}
