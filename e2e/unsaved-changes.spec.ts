import type { Page } from 'playwright/test';
import { expect, type Given, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { commandPalette } from './pages/command-palette';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import type { Person } from './support/people';
import type { Words } from './support/words';

/** Somebody who has changed two things and saved neither. */
async function midway(given: {
  page: Page;
  t: Words;
  given: Given;
  signIn: (person: Person) => Promise<void>;
}) {
  const { page, t } = given;
  const person = await given.given.user();
  await given.signIn(person);
  const profile = profilePage(page, t);
  await personPage(page, t).open(person.handle);
  await personPage(page, t).edit.click();
  await profile.stands();
  await profile.rename('Half Done');
  await profile.location.fill('Halfway');
  return { person, profile };
}

test('a link asks before unsaved changes are left', async ({ page, t, given, signIn }) => {
  const { person, profile } = await midway({ page, t, given, signIn });
  await page.getByRole('link', { name: new RegExp(`/u/${person.handle}$`) }).click();
  await expect(profile.leaving).toContainText(t('profile.leaveText', { count: 2 }));
  await expect(profile.stayButton).toBeFocused();
  await profile.stayButton.click();
  await expect(profile.leaving).toBeHidden();
  await expect(profile.name).toHaveValue('Half Done');

  await page.getByRole('link', { name: new RegExp(`/u/${person.handle}$`) }).click();
  await profile.leaveButton.click();
  await expect(personPage(page, t).name).toHaveText(person.displayName);
});

test('the account menu asks as well', async ({ page, t, given, signIn }) => {
  const { person, profile } = await midway({ page, t, given, signIn });
  await accountMenu(page, t).viewProfile();
  await expect(profile.leaving).toBeVisible();
  await profile.leaveButton.click();
  await expect(personPage(page, t).name).toHaveText(person.displayName);
});

test('the palette asks as well', async ({ page, t, given, signIn }) => {
  const { person, profile } = await midway({ page, t, given, signIn });
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search(t('navigation.viewProfile'));
  await page.keyboard.press('Enter');
  await expect(profile.stayButton).toBeFocused();
  await profile.stayButton.click();
  await expect(profile.name).toHaveValue('Half Done');
  await palette.openByKeys();
  await palette.search(t('navigation.viewProfile'));
  await page.keyboard.press('Enter');
  await profile.leaveButton.click();
  await expect(personPage(page, t).name).toHaveText(person.displayName);
});

test('signing out asks before the session is ended', async ({ page, t, given, signIn }) => {
  const { profile } = await midway({ page, t, given, signIn });
  await accountMenu(page, t).signOut();
  await profile.stayButton.click();
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();

  await profile.rename('Half Done Again');
  await accountMenu(page, t).signOut();
  await profile.leaveButton.click();
  await expect(signInPage(page, t).notice).toHaveText(t('access.signedOut'));
});

test('Back asks before unsaved changes are left', async ({ page, t, given, signIn }) => {
  const { person, profile } = await midway({ page, t, given, signIn });
  await page.evaluate(() => history.back());
  await expect(profile.leaving).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(profile.leaving).toBeHidden();
  await expect(profile.name).toHaveValue('Half Done');
  await expect(page).toHaveURL(/\/settings\/profile$/);

  await profile.location.fill('Further');
  await page.evaluate(() => history.back());
  await profile.leaveButton.click();
  await expect(personPage(page, t).name).toHaveText(person.displayName);
});

test('closing the tab asks in the words of the browser', async ({ page, t, given, signIn }) => {
  const { profile } = await midway({ page, t, given, signIn });
  const [question] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })]);
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(profile.name).toHaveValue('Half Done');

  // Saved, there is nothing to ask.
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();
  await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]);
});
