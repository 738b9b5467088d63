import type { Page } from 'playwright/test';
import { codeOf } from '@/server/testing/codes-factories';
import { BIO_LENGTH } from '@/server/text/rules';
import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { privacyPage } from './pages/privacy-page';
import { profilePage } from './pages/profile-page';
import { secondStepPage } from './pages/second-step-page';
import { signInPage } from './pages/sign-in-page';
import { factorsIn } from './support/factors';
import { wordsOf } from './support/words';

test('what is typed before the code of the page is there stays, as a change', async ({
  page,
  t,
  given,
  signIn,
}) => {
  const person = await given.user({ location: 'Here', timeZone: 'Europe/Paris' });
  await signIn(person);
  const letThrough = await holdBackCode(page);
  const profile = profilePage(page, t);
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await expect(profile.location).toHaveValue('Here');
  await profile.location.fill('There');
  await profile.bio.fill('New');
  await profile.timeZone.selectOption('');
  await profile.language.selectOption('fr');
  letThrough();
  await profile.stands();
  await expect(profile.bar).toContainText(t('profile.unsaved', { count: 4 }));
  await expect(profile.location).toHaveValue('There');
  await expect(profile.bio).toHaveValue('New');
  await expect(profile.bio).toHaveAccessibleDescription(
    new RegExp(t('profile.bioCounter', { used: 3, limit: BIO_LENGTH })),
  );
  await expect(profile.timeZone).toHaveValue('');
  await expect(profile.language).toHaveValue('fr');
  await expect(profile.name).toHaveValue(person.displayName);
  await profile.save();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.reload();
  await expect(profilePage(page, wordsOf('fr')).location).toHaveValue('There');
});

test('what is chosen before the code of the page is there stays, as a change', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const letThrough = await holdBackCode(page);
  const privacy = privacyPage(page, t);
  await page.goto('/settings/privacy', { waitUntil: 'commit' });
  await privacy.choose('bio', 'only_me');
  await privacy.choose('photo', 'contacts');
  letThrough();
  await privacy.stands();
  await expect(privacy.bar).toContainText(t('profile.unsaved', { count: 2 }));
  await expect(privacy.whoSees('bio')).toHaveValue('only_me');
  await expect(privacy.whoSees('photo')).toHaveValue('contacts');
});

test('a one-time code that is there before the code of the page is sent by itself', async ({
  page,
  t,
  app,
  given,
}) => {
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const signIn = signInPage(page, t);
  await signIn.open();
  await signIn.signIn(person);
  const secondStep = secondStepPage(page, t);
  await expect(secondStep.heading).toBeVisible();
  const letThrough = await holdBackCode(page);
  await page.reload({ waitUntil: 'commit' });
  await secondStep.code.fill(codeOf(phone));
  letThrough();
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('signing out without a network says so', async ({ page, t, given, signIn, complaints }) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(await given.user());
  await profilePage(page, t).open();
  await accountMenu(page, t).open();
  await page.context().setOffline(true);
  await accountMenu(page, t).chooseSignOut();
  await expect(page.getByText(t('reasons.OFFLINE'))).toBeVisible();
});

/** The pages come, and what makes them work only once the answer is called. */
async function holdBackCode(page: Page) {
  let letThrough: () => void = () => undefined;
  const allowed = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await allowed;
    await route.continue();
  });
  return letThrough;
}
