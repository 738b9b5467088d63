import { expect, type Locator, type Page } from 'playwright/test';

/** The page does not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page, state: string) {
  const { content, window } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { content: scrollWidth, window: clientWidth };
  });
  expect(content, `width of ${state}`).toBeLessThanOrEqual(window);
}

/** Each control in `within` can be scrolled to and pressed: it is as large as WCAG 2.5.8 asks, and nothing covers it. */
export async function expectReachable(within: Locator) {
  // The skip link shows itself to those who come by Tab; what is hidden from everybody is for password managers.
  const controls = within
    .locator('a:not([href="#main"]), button, input:not([aria-hidden]), select, textarea')
    .filter({ visible: true });
  expect(await controls.count()).toBeGreaterThan(0);
  for (const control of await controls.all()) await control.click({ trial: true, timeout: 5_000 });
}
