import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** The apps that may act for a person, in the settings. */
export function appsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('apps.title'), exact: true });
  const list = page.getByRole('region', { name: t('apps.listTitle') }).first();
  const isolated = (name: string) => `\u2068${name}\u2069`;
  const question = page.getByRole('alertdialog');
  return {
    heading,
    list,
    async open() {
      await page.goto('/settings/apps');
      await expect(heading).toBeVisible();
      await untilAlive(page);
    },
    empty: shownText(page, t('apps.empty')),
    card: (name: string) => page.getByRole('region', { name: isolated(name), exact: true }),
    devices: (name: string) =>
      page.getByRole('list', { name: t('apps.devicesOf', { name: isolated(name) }) }).locator('> li'),
    revoke: (name: string) =>
      page.getByRole('button', { name: t('apps.revokeNamed', { name: isolated(name) }) }),
    question,
    cancel: question.getByRole('button', { name: t('common.cancel') }),
    confirm: question.getByRole('button', { name: t('apps.revokeConfirm') }),
    revoked: (name: string) =>
      page.getByRole('listitem').filter({ hasText: t('apps.revoked', { name: isolated(name) }) }),
    notice: (name: string) => page.getByText(t('apps.reusedTitle', { name: isolated(name) })),
  };
}
