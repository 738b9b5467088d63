import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The list of people, and the page of one of them, as staff see them. */
export function peoplePage(page: Page, t: Words) {
  const list = page.getByRole('group', { name: t('people.title') });
  return {
    async open(query = '') {
      await page.goto(`/admin/users${query}`);
      await expect(list).toBeVisible();
      await untilAlive(page);
    },
    search: list.getByRole('searchbox'),
    link: (name: string) => list.getByRole('link', { name, exact: true }),
    row: (name: string) => list.getByRole('row').filter({ hasText: name }),
    box: (name: string) => list.getByRole('row').filter({ hasText: name }).getByRole('checkbox'),
    bulk: list.getByRole('region', { name: t('people.bulk') }),
    heading: (name: string) => page.getByRole('heading', { level: 1, name }),
    sessions: page.getByRole('region', { name: t('people.sessions'), exact: true }),
    endButton: page.getByRole('button', { name: t('people.end') }),
    question: page.getByRole('alertdialog'),
  };
}
