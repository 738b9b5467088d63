import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const LOOKS = [
  { name: 'light', scheme: 'light', width: 1280, height: 800 },
  { name: 'dark', scheme: 'dark', width: 1280, height: 800 },
  { name: 'at the width of a phone', scheme: 'light', width: 390, height: 844 },
] as const;

/** In place of axe, half a megabyte of it, where the page has it from the look before. */
const NOTHING = 'undefined';

/**
 * Has axe look at the page as it stands, in both themes, on a desk and on a phone.
 * @param state what it shows, for the message of a failure
 */
export async function expectAccessible(page: Page, state: string) {
  for (const { name, scheme, width, height } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    const axe = new AxeBuilder({ page, ...((await hasAxe(page)) && { axeSource: NOTHING }) })
      // Of what is in order one example is enough: to name each of its elements takes longer than to look at it.
      .options({ resultTypes: ['violations'] })
      .withTags(RULES)
      // A frame that may run no script cannot be looked into.
      .exclude('iframe[sandbox]')
      // Hundreds of time zones, drawn by the browser itself.
      .exclude('optgroup')
      // With no other frames there is nothing to put together in a second page.
      .setLegacyMode();
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found, `${state}, ${name}`).toEqual([]);
  }
}

function hasAxe(page: Page) {
  return page.evaluate(() => 'axe' in window);
}
