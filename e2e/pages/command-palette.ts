import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Goes to any setting or action by any of its names. */
export function commandPalette(page: Page, t: Words) {
  const dialog = page.getByRole('dialog', { name: t('palette.title') });
  const input = dialog.getByRole('combobox');
  return {
    dialog,
    input,
    /** What it found, best first. */
    options: dialog.getByRole('option'),
    empty: dialog.getByText(t('palette.empty')),
    shortcuts: page.getByRole('dialog', { name: t('palette.shortcuts') }),
    button: page.getByRole('button', { name: t('navigation.searchSettings') }),
    async openByKeys() {
      await untilAlive(page);
      await page.keyboard.press('ControlOrMeta+k');
      await expect(input).toBeFocused();
    },
    search: (words: string) => input.pressSequentially(words),
  };
}
