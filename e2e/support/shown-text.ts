import type { Locator, Page } from 'playwright/test';

/**
 * What is shown with these words. Beside it, for a moment, may lie the same once more and hidden: what came with the stream of the page
 * after React had drawn that part by itself.
 */
export function shownText(within: Page | Locator, words: string): Locator {
  return within.getByText(words).filter({ visible: true });
}
