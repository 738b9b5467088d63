import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { wordsOf } from './support/words';

const french = wordsOf('fr');

test('a visitor chooses the language, even before any script runs', async ({ t, openOtherBrowser }) => {
  const page = await openOtherBrowser({ javaScriptEnabled: false });
  await page.goto('/sign-in?next=/settings/profile');
  await expect(signInPage(page, t).heading).toBeVisible();
  await page.getByRole('button', { name: t('common.french') }).click();
  await expect(signInPage(page, french).heading).toBeVisible();
  await page.goto('/sign-up');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
});

test('the account decides over the browser', async ({ page, t, given, openOtherBrowser }) => {
  const person = await given.user({ locale: 'fr' });
  const signIn = signInPage(page, t);
  await signIn.open();
  await signIn.signIn(person);
  await expect(profilePage(page, french).heading).toBeVisible();

  const german = await openOtherBrowser({ locale: 'de-DE' });
  await german.goto('/sign-in');
  await expect(signInPage(german, t).heading).toBeVisible();
});
