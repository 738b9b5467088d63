import { expect, type Locator, type Page } from 'playwright/test';

/**
 * Waits until React has taken the page over from the server. A test types faster than any person, and what it does
 * before that moment may be lost. What comes with the stream, as a list does, is taken over by itself, after the rest.
 */
export async function untilAlive(page: Page, part: Locator = page.locator('main')) {
  // React marks an element once all within it is its own, and finishes the rest before anybody else has a turn.
  const isAlive = () =>
    part.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps')));
  await expect.poll(isAlive).toBe(true);
}
