import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';

/** What has the focus, whether that can be seen, and whether the bar of unsaved changes is over it. */
function describeFocus(page: Page) {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return undefined;
    const { outlineStyle, outlineWidth, outlineColor, borderColor, borderWidth } = getComputedStyle(focused);
    // A field's own border takes the colour of the ring and is half of it.
    const half = borderColor === outlineColor ? Number.parseFloat(borderWidth) : 0;
    const box = focused.getBoundingClientRect();
    const bar = document.querySelector('[data-save-bar]');
    const barTop = bar && !bar.contains(focused) ? bar.getBoundingClientRect().top : Number.POSITIVE_INFINITY;
    return {
      name: `${focused.tagName.toLowerCase()} ${focused.id || focused.textContent?.trim().slice(0, 30)}`,
      ringed: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) + half >= 2,
      inSight: box.top >= 0 && box.left >= 0 && box.top < innerHeight && box.right <= innerWidth + 1,
      underBar: box.bottom > barTop,
    };
  });
}

for (const viewport of [
  { width: 1280, height: 600 },
  { width: 390, height: 600 },
  { width: 320, height: 256 },
]) {
  test.describe(`${viewport.width} by ${viewport.height}`, () => {
    test.use({ viewport });

    test('the focus is seen at every stop, and never under the save bar', async ({
      page,
      t,
      given,
      signIn,
    }) => {
      await signIn(await given.user());
      const profile = profilePage(page, t);
      await profile.open();
      await profile.rename('Somebody Else');
      await expect(profile.bar).toBeVisible();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const stops = [];
      for (const key of ['Tab', 'Shift+Tab']) {
        let last: string | undefined;
        for (let presses = 0; presses < 40; presses++) {
          await page.keyboard.press(key);
          const stop = await describeFocus(page);
          if (!stop) break;
          last = stop.name;
          stops.push(stop);
        }
        expect(last).toBeDefined();
      }
      expect(stops.length).toBeGreaterThan(20);
      expect(stops.filter(({ ringed, inSight, underBar }) => !ringed || !inSight || underBar)).toEqual([]);
    });
  });
}
