import { expect, type Page } from 'playwright/test';

/**
 * Waits until React has taken the page over from the server. A test types faster than any person, and what it does
 * before that moment may be lost.
 */
export async function untilAlive(page: Page) {
  // React marks an element once all within it is its own, and finishes the rest before anybody else has a turn.
  const isAlive = () =>
    page.locator('main').evaluate((main) => Object.keys(main).some((key) => key.startsWith('__reactProps')));
  await expect.poll(isAlive).toBe(true);
}
