import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The list of people, and the page of one of them, as staff see them. */
export function peoplePage(page: Page, t: Words) {
  const dialog = page.getByRole('dialog');
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
    rows: list.locator('[data-row]'),
    table: list.getByRole('table'),
    head: (name: string) => list.getByRole('columnheader', { name, exact: true }),
    all: list.getByRole('checkbox', { name: t('people.chooseAll') }),
    more: list.getByRole('button', { name: t('people.more') }),
    columns: list.getByRole('button', { name: t('people.columns') }),
    column: (name: string) => page.getByRole('menuitemcheckbox', { name }),
    suspend: list.getByRole('button', { name: t('people.acts.suspension') }),
    forecast: dialog.getByRole('status').first(),
    rule: dialog.getByLabel(t('acting.rule'), { exact: true }),
    preview: dialog.getByRole('button', { name: t('acting.preview') }),
    mail: dialog.getByRole('region', { name: t('acting.mail') }),
    confirmSuspension: (count: number) =>
      dialog.getByRole('button', { name: t('people.do.suspension', { count }) }),
    outcome: list.getByRole('status').filter({ hasText: t('people.understood') }),
    undo: page.getByRole('listitem').getByRole('button', { name: t('people.undo') }),
    bulk: list.getByRole('region', { name: t('people.bulk') }),
    heading: (name: string) => page.getByRole('heading', { level: 1, name }),
    sessions: page.getByRole('region', { name: t('people.sessions'), exact: true }),
    endButton: page.getByRole('button', { name: t('people.end') }),
    question: page.getByRole('alertdialog'),
  };
}
