import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { profilePage } from './pages/profile-page';

test('what is typed before the code of the page is there stays, as a change', async ({
  page,
  t,
  given,
  signIn,
}) => {
  const person = await given.user({ location: 'Here' });
  await signIn(person);
  let letThrough: () => void = () => undefined;
  const allowed = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await allowed;
    await route.continue();
  });
  const profile = profilePage(page, t);
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await expect(profile.location).toHaveValue('Here');
  await profile.location.fill('There');
  await profile.language.selectOption('fr');
  letThrough();
  await profile.stands();
  await expect(profile.bar).toContainText(t('profile.unsaved', { count: 2 }));
  await expect(profile.location).toHaveValue('There');
  await expect(profile.language).toHaveValue('fr');
  await expect(profile.name).toHaveValue(person.displayName);
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
