import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { passkeys } from '@/db/schema/factors';
import { expect, test } from './fixtures';
import { outboxPage } from './pages/outbox-page';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { verifyEmailPage } from './pages/verify-email-page';
import { untilAlive } from './support/alive';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';
import { pressByKey } from './support/keyboard';
import { newAddress } from './support/people';

/** Keeps what the autofill asks the server for from the page until it is let through. */
async function holdAutofill(page: Page) {
  let letThrough: () => void = () => undefined;
  const allowed = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/auth.signIn.passkeyOptions', async (route) => {
    await allowed;
    await route.continue();
  });
  return letThrough;
}

test('signing in takes two actions: the field, and the passkey in the list below it', async ({
  page,
  t,
  app,
  given,
}) => {
  const person = await given.user();
  const device = await giveDevice(page);
  await factorsIn(app).passkey(person, { device });
  const signIn = signInPage(page, t);
  const choose = await holdAutofill(page);
  const asked = page.waitForRequest(/auth\.signIn\.passkeyOptions$/);
  await signIn.open(`/u/${person.handle}`);
  // By itself, with the page.
  await asked;
  await expect(signIn.email).toHaveAttribute('autocomplete', 'username webauthn');

  let actions = 0;
  const act = async (action: () => unknown) => {
    actions++;
    await action();
  };
  await act(() => signIn.email.click());
  // Without a window Chromium has no list: its device answers the request as if the person had chosen there.
  await act(choose);
  await expect(personPage(page, t).edit).toBeVisible();
  expect(actions).toBe(2);
  expect(await page.evaluate(() => sessionStorage.getItem('foyer.signed-in-with'))).toBe('passkey');
});

test('the button asks for a passkey, though the list was about to offer it', async ({
  page,
  t,
  app,
  given,
}) => {
  const person = await given.user();
  const device = await giveDevice(page);
  await factorsIn(app).passkey(person, { device });
  // The offer below the field stays open, unanswered.
  await device.ignore();
  const signIn = signInPage(page, t);
  const offered = page.waitForResponse(/auth\.signIn\.passkeyOptions$/);
  await signIn.open();
  await offered;
  await device.attendButton();
  await signIn.usePasskey.click();
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('who goes on with the password is not held up by the offer', async ({ page, t, given }) => {
  const person = await given.user();
  const device = await giveDevice(page);
  await device.ignore();
  const signIn = signInPage(page, t);
  await signIn.open(`/u/${person.handle}`);
  await signIn.signIn(person);
  await expect(personPage(page, t).edit).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('foyer.signed-in-with'))).toBe('password');
});

test('an account without a password signs in with the passkey, also after the address was typed', async ({
  page,
  t,
  app,
  given,
}) => {
  const person = await given.user();
  const factors = factorsIn(app);
  const device = await giveDevice(page);
  await factors.passkey(person, { device });
  await factors.withoutPassword(person);
  await device.ignore();
  const signIn = signInPage(page, t);
  await signIn.open();
  await signIn.enterAddress(person.email);
  await device.attendButton();
  await signIn.usePasskey.click();
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('a passkey that is known no more says so, and its device stops offering it', async ({
  page,
  t,
  app,
  given,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const device = await giveDevice(page);
  await device.ignore();
  const { id, credentialId } = await factorsIn(app).passkey(person, { device });
  await app.db.delete(passkeys).where(eq(passkeys.id, id));
  const signIn = signInPage(page, t);
  await signIn.open();
  await untilAlive(page);
  await device.attendButton();
  await signIn.usePasskey.click();
  await expect(signIn.refusal).toHaveText(t('access.passkeyForgotten'));
  await expect.poll(() => device.told.removed).toEqual([credentialId]);
  expect(await device.passkeys()).toEqual([]);
});

test('a person whose device has none, or who closes its question, goes another way', async ({
  page,
  t,
  given,
}) => {
  const person = await given.user();
  await giveDevice(page);
  const signIn = signInPage(page, t);
  await signIn.open();
  await untilAlive(page);
  await signIn.usePasskey.click();
  await expect(signIn.notice).toHaveText(t('access.passkeyUnused'));
  await expect(signIn.usePasskey).toBeFocused();
  await signIn.signIn(person);
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('a device that verifies nobody signs nobody in, nor does a forged signature', async ({
  page,
  t,
  app,
  given,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const device = await giveDevice(page);
  await device.ignore();
  await factorsIn(app).passkey(person, { device });
  const signIn = signInPage(page, t);
  await signIn.open();
  await untilAlive(page);
  await device.attendButton();
  await device.refuseFinger();
  await signIn.usePasskey.click();
  await expect(signIn.notice).toHaveText(t('access.passkeyUnused'));

  const other = await openOtherBrowser();
  // The button alone: without a list to choose from the device would go on answering what is offered again.
  await other.route('**/auth.signIn.passkeyOptions', (route) => route.fulfill({ json: {} }));
  const forger = await giveDevice(other);
  await factorsIn(app).passkey(person, { device: forger });
  await forger.forge();
  const elsewhere = signInPage(other, t);
  await elsewhere.open();
  await untilAlive(other);
  await elsewhere.usePasskey.click();
  await expect(elsewhere.refusal).toHaveText(t('reasons.PASSKEY_REFUSED'));
});

test('an offer that got old, or never came about, is made anew', async ({ page, t, app, given }) => {
  await page.clock.install();
  const person = await given.user();
  const device = await giveDevice(page);
  await factorsIn(app).passkey(person, { device });
  let asked = 0;
  await page.route('**/auth.signIn.passkeyOptions', (route) =>
    ++asked === 1 ? route.fulfill({ json: {} }) : route.continue(),
  );
  const signIn = signInPage(page, t);
  await signIn.open();
  await expect.poll(() => asked).toBe(1);
  // A challenge is good for five minutes.
  await page.clock.runFor(230_000);
  expect(asked).toBe(1);
  await page.clock.runFor(20_000);
  await expect(profilePage(page, t).heading).toBeVisible();
  expect(asked).toBe(2);
});

test('an account begins and is used with a passkey alone, without any password', async ({
  page,
  t,
  complaints,
}) => {
  // The page asks whether the link alone is enough.
  complaints.expect(/status of 412/);
  const email = newAddress();
  const device = await giveDevice(page);
  const signUp = signUpPage(page, t);
  await signUp.open();
  await pressByKey(page, signUp.byPasskey);
  await expect(signUp.password).toBeHidden();
  await signUp.name.fill('Pat Passkey');
  await signUp.email.fill(email);
  await signUp.submit.click();
  await expect(signUp.checkMail).toBeVisible();

  await page.goto(await outboxPage(page, t).linkMailedTo(email, '/verify-email'));
  const verify = verifyEmailPage(page, t);
  await verify.press();
  await expect(verify.createHeading).toBeFocused();
  // Nothing is made before the person asks for it.
  expect(await device.passkeys()).toEqual([]);
  await pressByKey(page, verify.createPasskey);
  const profile = profilePage(page, t);
  await profile.stands();
  await expect(profile.name).toHaveValue('Pat Passkey');
  expect(await device.passkeys()).toHaveLength(1);

  await page.context().clearCookies();
  await device.ignore();
  const signIn = signInPage(page, t);
  await signIn.open();
  await untilAlive(page);
  await device.attendButton();
  await signIn.usePasskey.click();
  await expect(profile.heading).toBeVisible();
});

test('who does not make the passkey at once can do so with the same link', async ({
  page,
  t,
  complaints,
}) => {
  complaints.expect(/status of 412/);
  const email = newAddress();
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.byPasskey.click();
  await signUp.name.fill('Pat Passkey');
  await signUp.email.fill(email);
  await signUp.submit.click();
  await expect(signUp.checkMail).toBeVisible();
  const link = await outboxPage(page, t).linkMailedTo(email, '/verify-email');
  const device = await giveDevice(page);
  await device.refuseFinger();
  const verify = verifyEmailPage(page, t);
  await page.goto(link);
  await verify.press();
  await verify.createPasskey.click();
  await expect(verify.notice).toHaveText(t('access.passkeyNotMade'));

  await device.takeFinger();
  await verify.createPasskey.click();
  await expect(profilePage(page, t).heading).toBeVisible();
});
