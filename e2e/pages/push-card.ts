import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The browsers that take pushes, on the page of notification settings. */
export function pushCard(page: Page, t: Words) {
  const card = page.getByRole('region', { name: t('pushBrowsers.title'), exact: true });
  const row = (name: string) => card.getByRole('listitem').filter({ hasText: name });
  const toast = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  return {
    card,
    row,
    empty: card.getByText(t('pushBrowsers.empty')),
    add: card.getByRole('button', { name: t('pushBrowsers.add') }),
    added: toast(t('pushBrowsers.added')),
    here: (name: string) => row(name).getByText(t('pushBrowsers.here'), { exact: true }),
    test: (name: string) => card.getByRole('button', { name: t('pushBrowsers.testNamed', { name }) }),
    tested: (outcome: 'sent' | 'gone', name: string) => toast(t(`pushBrowsers.tested.${outcome}`, { name })),
    async rename(name: string, to: string) {
      await card.getByRole('button', { name: t('pushBrowsers.renameNamed', { name }) }).click();
      const field = card.getByLabel(t('pushBrowsers.name'));
      await expect(field).toBeFocused();
      await field.fill(to);
      await field.press('Enter');
    },
    blocked: card.getByText(t('pushBrowsers.denied')),
    help: card.getByText(t('pushBrowsers.help.open')),
    async open() {
      await page.goto('/settings/notifications');
      await expect(card).toBeVisible();
      await untilAlive(page);
    },
  };
}
