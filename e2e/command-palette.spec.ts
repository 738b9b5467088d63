import { expect, test } from './fixtures';
import { commandPalette } from './pages/command-palette';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { expectAccessible } from './support/accessibility';

test('a setting is found by another of its names and gets the focus', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const profile = profilePage(page, t);
  const palette = commandPalette(page, t);
  await profile.open();
  await palette.openByKeys();
  await palette.search('homepage');
  await expect(palette.options.first()).toHaveText(t('profile.website'));
  await page.keyboard.press('Enter');
  await expect(palette.dialog).toBeHidden();
  await expect(profile.website).toBeFocused();
  await expect(profile.website).toBeInViewport();

  await palette.openByKeys();
  await palette.search('clock');
  await page.keyboard.press('Enter');
  await expect(profile.timeZone).toBeFocused();
});

test('a card of another page is found as people call it, and its first control gets the focus', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  const palette = commandPalette(page, t);
  const security = securityPage(page, t);
  await palette.openByKeys();
  await palette.search('two factor');
  await expect(palette.options.filter({ hasText: t('securityCards.passkeys') })).toBeVisible();
  await palette.options.filter({ hasText: t('securityCards.totp') }).click();
  await security.stands();
  await expect(security.addApp).toBeFocused();
  await expect(security.addApp).toBeInViewport();
});

test('what nobody thought of is told', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  const palette = commandPalette(page, t);
  await palette.button.click();
  await palette.search('zzzz');
  await expect(palette.empty).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette.dialog).toBeHidden();
});

test('it acts: theme and sign out', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search('night');
  await palette.options.filter({ hasText: t('palette.useDark') }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await palette.openByKeys();
  await palette.search('logout');
  await page.keyboard.press('Enter');
  await expect(signInPage(page, t).notice).toHaveText(t('access.signedOut'));
});

test('a question mark lists the keys, but not while typing', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const profile = profilePage(page, t);
  const palette = commandPalette(page, t);
  await profile.open();
  await profile.location.fill('Where');
  await profile.location.press('?');
  await expect(profile.location).toHaveValue('Where?');
  await expect(palette.shortcuts).toBeHidden();
  await profile.heading.click();
  await page.keyboard.press('?');
  await expect(palette.shortcuts).toContainText(t('palette.shortcutPalette'));
});

test('it is there in the administration too, with the pages that one may open there first', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user({ role: 'moderator' }));
  await page.goto('/admin');
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await expect(palette.options.first()).toHaveText(t('navigation.overview'));
  const option = (name: string) => palette.dialog.getByRole('option', { name, exact: true });
  await expect(option(t('navigation.adminReports'))).toBeVisible();
  // Nor what is for administrators.
  await expect(option(t('navigation.clients'))).toHaveCount(0);
  await expectAccessible(page, 'the palette in the administration');
  await palette.search(t('navigation.people'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/admin\/users$/);
  // The list there has keys of its own, which a question mark tells of; and the palette still opens.
  await expect(palette.dialog).toBeHidden();
  await palette.openByKeys();
  await palette.search('homepage');
  await page.keyboard.press('Enter');
  await expect(profilePage(page, t).website).toBeFocused();
});

test.describe('in French', () => {
  test.use({ language: 'fr' });

  test('it knows the French names', async ({ page, t, given, signIn }) => {
    await signIn(await given.user({ locale: 'fr' }));
    const profile = profilePage(page, t);
    const palette = commandPalette(page, t);
    await profile.open();
    await palette.openByKeys();
    await palette.search('pseudo');
    await page.keyboard.press('Enter');
    await expect(profile.editHandle).toBeFocused();
  });
});
