import { expect, test } from './fixtures';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { signInPage } from './pages/sign-in-page';

for (const path of [
  '/nowhere',
  '/u/nobody-of-that-name',
  '/outbox?mail=1',
  '/dev/components',
  '/settings/nothing',
]) {
  test(`there is nothing at ${path}`, async ({ page, t, complaints }) => {
    complaints.expect(NOT_FOUND_COMPLAINT);
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(notFoundPage(page, t).heading).toBeAttached();
    await expect(page).toHaveTitle(`${t('errors.notFoundTitle')} · Foyer`);
    await notFoundPage(page, t).home.click();
    await expect(signInPage(page, t).heading).toBeVisible();
  });
}

test.describe('in French', () => {
  test.use({ language: 'fr' });

  test('it says so in French', async ({ page, t, complaints }) => {
    complaints.expect(NOT_FOUND_COMPLAINT);
    await page.goto('/nulle-part');
    await expect(notFoundPage(page, t).home).toBeVisible();
  });
});
