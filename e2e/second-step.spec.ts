import type { Page } from 'playwright/test';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { secondStepPage } from './pages/second-step-page';
import { signInPage } from './pages/sign-in-page';
import { untilAlive } from './support/alive';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';
import { pressByKey } from './support/keyboard';
import type { Person } from './support/people';
import type { Words } from './support/words';

/** Proves the password, up to the second step. */
async function comeTo(page: Page, t: Words, person: Person, { next }: { next?: string } = {}) {
  const signIn = signInPage(page, t);
  await signIn.open(next);
  await signIn.signIn(person);
  const step = secondStepPage(page, t);
  await expect(step.heading).toBeVisible();
  await untilAlive(page);
  return step;
}

async function isSignedIn(page: Page) {
  const answer = await page.request.get('/api/trpc/viewer.current');
  return (await answer.json()).result.data !== null;
}

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('password, then the code of an app, which goes off with its sixth digit', async ({
      page,
      t,
      app,
      given,
    }) => {
      const person = await given.user({ locale: language });
      const phone = await factorsIn(app).totp(person);
      const step = await comeTo(page, t, person, { next: `/u/${person.handle}` });
      await expect(page.getByRole('main')).toContainText(person.email);
      await expect(step.code).toBeFocused();
      await expect(step.code).toHaveAttribute('autocomplete', 'one-time-code');
      await expect(step.code).toHaveAttribute('inputmode', 'numeric');
      await expect(step.trust).not.toBeChecked();
      // What the browser has by now opens nothing.
      expect(await isSignedIn(page)).toBe(false);

      await page.keyboard.type(codeOf(phone));
      await expect(personPage(page, t).edit).toBeVisible();
    });
  });
}

test('a code can be pasted as the app shows it', async ({ page, t, app, given }) => {
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const step = await comeTo(page, t, person);
  await step.code.fill(codeOf(phone).replace(/^.../, '$& '));
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('a wrong code is told beside the field, which keeps it', async ({ page, t, app, given, complaints }) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const step = await comeTo(page, t, person);
  const wrong = wrongCode(phone);
  await step.code.fill(wrong);
  await expect(step.code).toHaveAccessibleDescription(new RegExp(`^${t('reasons.CODE_WRONG')}`));
  await expect(step.code).toHaveValue(wrong);
  await expect(step.code).toBeFocused();
  await step.code.fill('12345');
  await step.goOn.click();
  await expect(step.code).toHaveAccessibleDescription(new RegExp(`^${t('problems.notACode')}`));
  await step.code.fill(codeOf(phone));
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('password, then a passkey that knows nobody’s finger', async ({ page, t, app, given }) => {
  const person = await given.user();
  const key = await giveDevice(page, { verifies: false, synced: false });
  await factorsIn(app).passkey(person, { device: key, backupEligible: false, backedUp: false });
  const step = await comeTo(page, t, person);
  await expect(step.usePasskey).toBeFocused();
  // Nothing is asked before the person wants it.
  expect(await isSignedIn(page)).toBe(false);
  await page.keyboard.press('Enter');
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('the way used last comes first, and the others are one press away', async ({
  page,
  t,
  app,
  given,
  openOtherBrowser,
}) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.passkey(person, { lastUsedAt: new Date() });
  const phone = await factors.totp(person);
  await factors.recoveryCodes(person);
  const step = await comeTo(page, t, person);
  await expect(step.usePasskey).toBeFocused();
  await step.useRecoveryCode.click();
  await expect(step.recoveryCode).toBeFocused();
  await pressByKey(page, step.useApp);
  await expect(step.code).toBeFocused();
  await page.keyboard.type(codeOf(phone));
  await expect(profilePage(page, t).heading).toBeVisible();

  const elsewhere = await comeTo(await openOtherBrowser(), t, person);
  await expect(elsewhere.code).toBeFocused();
});

test('a recovery code gets in, says how many are left and leads to new ones', async ({
  page,
  t,
  app,
  given,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.totp(person);
  const [first = '', second = ''] = await factors.recoveryCodes(person, { count: 2 });
  const step = await comeTo(page, t, person);
  await step.useRecoveryCode.click();
  await step.recoveryCode.fill('0123-4567');
  await step.goOn.click();
  await expect(step.recoveryCode).toHaveAccessibleDescription(
    new RegExp(`^${t('problems.notARecoveryCode')}`),
  );
  await step.recoveryCode.fill(first.toLowerCase().replace(/.{4}(?=.)/g, '$&-'));
  await step.goOn.click();
  await expect(step.signedIn).toBeFocused();
  await expect(page.getByRole('main')).toContainText(t('access.codesLeft', { count: 1 }));
  expect(await isSignedIn(page)).toBe(true);
  await expect(step.newCodes).toHaveAttribute('href', '/settings/security#recoveryCodes');
  await step.toNext.click();
  await expect(profilePage(page, t).heading).toBeVisible();

  // The same one again is no code any more; the last one says that it was the last.
  const other = await openOtherBrowser();
  const again = await comeTo(other, t, person);
  await again.useRecoveryCode.click();
  await again.recoveryCode.fill(first);
  await again.goOn.click();
  await expect(again.recoveryCode).toHaveAccessibleDescription(new RegExp(`^${t('reasons.CODE_WRONG')}`));
  await again.recoveryCode.fill(second);
  await again.goOn.click();
  await expect(other.getByRole('main')).toContainText(t('access.codesLeft', { count: 0 }));
  // Where new ones are the first thing to do.
  await again.newCodes.click();
  await expect(other).toHaveURL(/\/settings\/security#recoveryCodes$/);
});

test('a trusted device is asked for no second step, and only that one', async ({
  page,
  t,
  app,
  given,
  openOtherBrowser,
}) => {
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const next = `/u/${person.handle}`;
  const step = await comeTo(page, t, person, { next });
  await step.trust.check();
  await step.code.fill(codeOf(phone));
  const own = personPage(page, t);
  await expect(own.edit).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies({ name: 'foyer.session' });

  const signIn = signInPage(page, t);
  await signIn.open(next);
  await signIn.signIn(person);
  await expect(own.edit).toBeVisible();

  const other = await openOtherBrowser();
  await comeTo(other, t, person);
  expect(cookies.find(({ name }) => name === 'foyer.device')).toMatchObject({ httpOnly: true });
});

test('who comes without a first step, or too late, begins again and is told so', async ({
  page,
  t,
  app,
  given,
  complaints,
}) => {
  complaints.expect(/status of 412/);
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const signIn = signInPage(page, t);
  await page.goto(`/second-step?next=/u/${person.handle}`);
  await expect(signIn.notice).toHaveText(t('reasons.ATTEMPT_EXPIRED'));

  const step = await comeTo(page, t, person, { next: `/u/${person.handle}` });
  await page.context().clearCookies({ name: 'foyer.attempt' });
  await step.code.fill(codeOf(phone));
  await expect(signIn.notice).toHaveText(t('reasons.ATTEMPT_EXPIRED'));
  await signIn.signIn(person);
  await expect(step.heading).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`next=${encodeURIComponent(`/u/${person.handle}`)}$`));
});

test('a look at the sign-in page in another tab disturbs nothing', async ({ page, t, app, given }) => {
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const step = await comeTo(page, t, person);
  const other = await page.context().newPage();
  const signIn = signInPage(other, t);
  await signIn.open();
  await untilAlive(other);
  await expect(signIn.usePasskey).toBeVisible();
  await step.code.fill(codeOf(phone));
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('who would rather be somebody else signs in with a passkey of theirs', async ({
  page,
  t,
  app,
  given,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const factors = factorsIn(app);
  await factors.passkey(person);
  const device = await giveDevice(page);
  await factors.passkey(other, { device });
  await device.ignore();
  const step = await comeTo(page, t, person, { next: `/u/${other.handle}` });
  await step.startOver.click();
  await expect(signInPage(page, t).heading).toBeVisible();
  await untilAlive(page);
  await device.attendButton();
  await signInPage(page, t).usePasskey.click();
  await expect(personPage(page, t).edit).toBeVisible();
});

test('the second step leads to no other site', async ({ page, t, app, given }) => {
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  await comeTo(page, t, person);
  await page.goto(`/second-step?next=${encodeURIComponent('//evil.test/')}`);
  await untilAlive(page);
  await secondStepPage(page, t).code.fill(codeOf(phone));
  await expect(profilePage(page, t).heading).toBeVisible();
});
