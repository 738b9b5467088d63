import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { profilePage } from './pages/profile-page';

/** What the server itself wrote, before any script ran. */
async function themeInHtml(page: Page) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest()),
    page.reload(),
  ]);
  return /<html[^>]*>/.exec(await answer.text())?.[0].match(/data-theme="(\w+)"/)?.[1];
}

const brightness = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[0] ?? 0;
  });

test('the theme lasts, and the server draws it at once', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  const menu = accountMenu(page, t);

  await menu.chooseTheme('themeDark');
  await expect.poll(() => brightness(page)).toBeLessThan(60);
  expect(await themeInHtml(page)).toBe('dark');
  expect(await brightness(page)).toBeLessThan(60);

  await page.keyboard.press('Escape');
  await menu.chooseTheme('themeLight');
  expect(await themeInHtml(page)).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brightness(page)).toBeGreaterThan(200);

  await menu.chooseTheme('themeSystem');
  await expect.poll(() => brightness(page)).toBeLessThan(60);
  expect(await themeInHtml(page)).toMatch(/^(system|undefined)?$/);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await brightness(page)).toBeGreaterThan(200);
});
