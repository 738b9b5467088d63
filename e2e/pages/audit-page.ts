import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The audit log, and the page of one entry. */
export function auditPage(page: Page, t: Words) {
  const list = page.getByRole('group', { name: t('audit.title') });
  const question = page.getByRole('alertdialog');
  return {
    async open(query = '') {
      await page.goto(`/admin/audit${query}`);
      await expect(list).toBeVisible();
      await untilAlive(page);
    },
    actor: list.getByRole('textbox', { name: t('audit.filters.actor') }),
    subject: list.getByRole('textbox', { name: t('audit.filters.subject') }),
    address: list.getByRole('textbox', { name: t('audit.filters.ip') }),
    kind: list.getByRole('combobox', { name: t('audit.filters.kind') }),
    wrong: (what: 'handle' | 'ip') => list.getByText(t(`audit.wrong.${what}`)),
    token: (name: string) => list.getByRole('button', { name: t('audit.filters.remove', { name }) }),
    rows: list.getByRole('row').filter({ has: page.getByRole('rowheader') }),
    link: (what: string) => list.getByRole('link', { name: what, exact: true }),
    nothingFound: list.getByText(t('audit.nothingFound.title')),
    download: list.getByRole('button', { name: t('audit.export.label') }),
    asCsv: page.getByRole('menuitem', { name: t('audit.export.csv') }),
    heading: (what: string) => page.getByRole('heading', { level: 1, name: what }),
    change: page.getByRole('region', { name: t('audit.change'), exact: true }),
    undo: page.getByRole('button', { name: t('audit.undo'), exact: true }),
    question,
    keep: question.getByRole('button', { name: t('audit.back') }),
    confirm: question.getByRole('button', { name: t('audit.undoConfirm') }),
    undone: page.locator('[data-undone]'),
    toUndoing: page.getByRole('link', { name: t('audit.toUndoing') }),
    isUndoing: page.getByText(t('audit.isUndoing')),
  };
}
