import { expect, test } from './fixtures';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { wordsOf } from './support/words';

test.describe('the profile', () => {
  test('the bar counts what is unsaved, and Discard takes it back', async ({ page, t, given, signIn }) => {
    await signIn(await given.user({ displayName: 'Wren Wood', location: 'Oslo' }));
    const profile = profilePage(page, t);
    await profile.open();
    await expect(profile.bar).toBeHidden();
    await profile.rename('Wren Woods');
    await expect(profile.bar).toContainText(t('profile.unsaved', { count: 1 }));
    await profile.location.fill('Bergen');
    await expect(profile.bar).toContainText(t('profile.unsaved', { count: 2 }));
    await profile.location.fill('Oslo');
    await expect(profile.bar).toContainText(t('profile.unsaved', { count: 1 }));
    await profile.discardButton.click();
    await expect(profile.bar).toBeHidden();
    await expect(profile.name).toHaveValue('Wren Wood');
  });

  test('Enter in a field saves', async ({ page, t, given, signIn }) => {
    const person = await given.user();
    await signIn(person);
    const profile = profilePage(page, t);
    await profile.open();
    await profile.pronouns.fill('they/them');
    await profile.pronouns.press('Enter');
    await expect(profile.savedNotice).toBeVisible();
    await expect(profile.bar).toBeHidden();
    await personPage(page, t).open(person.handle);
    await expect(personPage(page, t).main).toContainText('they/them');
  });

  test('errors stand beside their fields, the first has the focus, the input stays', async ({
    page,
    t,
    given,
    signIn,
  }) => {
    await signIn(await given.user());
    const profile = profilePage(page, t);
    await profile.open();
    await profile.website.fill('javascript:alert(1)');
    await profile.rename('');
    await profile.save();
    await expect(profile.name).toBeFocused();
    await expect(profile.name).toHaveAccessibleDescription(t('problems.required'));
    await expect(profile.website).toHaveAccessibleDescription(t('problems.notAWebAddress'));
    await expect(profile.bar).toContainText(t('profile.fixFirst', { count: 2 }));
    await expect(profile.website).toHaveValue('javascript:alert(1)');
  });

  test('what was typed survives being offline', async ({ page, t, given, signIn, context, complaints }) => {
    complaints.expect(/ERR_INTERNET_DISCONNECTED/);
    const person = await given.user();
    await signIn(person);
    const profile = profilePage(page, t);
    await profile.open();
    await profile.location.fill('Nuuk');
    await context.setOffline(true);
    await profile.save();
    await expect(profile.refusal).toHaveText(t('reasons.OFFLINE'));
    await expect(profile.location).toHaveValue('Nuuk');
    await context.setOffline(false);
    await profile.save();
    await expect(profile.savedNotice).toBeVisible();
    await expect(profile.refusal).toBeHidden();
  });

  test('what is typed while a save is under way stays, unsaved', async ({ page, t, given, signIn }) => {
    await signIn(await given.user());
    const profile = profilePage(page, t);
    await profile.open();
    await page.route('**/api/trpc/profile.update*', async (route) => {
      await profile.location.fill('Lomé, Togo');
      await route.continue();
    });
    await profile.location.fill('Lomé');
    await profile.save();
    await expect(profile.savedNotice).toBeVisible();
    await expect(profile.location).toHaveValue('Lomé, Togo');
    await expect(profile.bar).toContainText(t('profile.unsaved', { count: 1 }));
  });

  test('two tabs that change different fields keep both', async ({ page, t, given, signIn, context }) => {
    const person = await given.user();
    await signIn(person);
    const first = profilePage(page, t);
    const second = profilePage(await context.newPage(), t);
    await first.open();
    await second.open();
    await first.location.fill('Graz');
    await second.pronouns.fill('she/her');
    await first.save();
    await expect(first.savedNotice).toBeVisible();
    await second.save();
    await expect(second.savedNotice).toBeVisible();
    await first.open();
    await expect(first.location).toHaveValue('Graz');
    await expect(first.pronouns).toHaveValue('she/her');
  });

  test('choosing French turns the page French', async ({ page, t, given, signIn }) => {
    await signIn(await given.user());
    const profile = profilePage(page, t);
    await profile.open();
    await profile.language.selectOption({ label: t('common.french') });
    await profile.save();
    const french = profilePage(page, wordsOf('fr'));
    await expect(french.heading).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await page.reload();
    await expect(french.heading).toBeVisible();
  });

  test.describe('far from home', () => {
    test.use({ timezoneId: 'America/New_York' });

    test('the time zone of the device is one press away', async ({ page, t, given, signIn }) => {
      const person = await given.user({ timeZone: 'Europe/Paris' });
      await signIn(person);
      const profile = profilePage(page, t);
      await profile.open();
      await page.getByRole('button', { name: t('profile.useDetected', { zone: 'New York' }) }).click();
      await expect(profile.timeZone).toHaveValue('America/New_York');
      await profile.save();
      await expect(profile.savedNotice).toBeVisible();
      await personPage(page, t).open(person.handle);
      await expect(personPage(page, t).main).toContainText('New York');
    });
  });
});
