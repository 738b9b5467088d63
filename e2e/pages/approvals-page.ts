import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** What two administrators decide. */
export function approvalsPage(page: Page, t: Words) {
  const isolated = (name: string) => `\u2068${name}\u2069`;
  const dialog = page.getByRole('dialog');
  const question = page.getByRole('alertdialog');
  const what = (name: string) => t('approvals.titles.administrator', { name: isolated(name) });
  return {
    async open() {
      await page.goto('/admin/approvals');
      await expect(page.getByRole('heading', { level: 1, name: t('approvals.title') })).toBeVisible();
      await untilAlive(page);
    },
    empty: shownText(page, t('approvals.nothingWaits.title')),
    /** Within the dialog that gives a role. */
    needed: dialog.getByRole('alert').filter({ hasText: t('approvals.needed') }),
    ask: dialog.getByRole('button', { name: t('approvals.ask'), exact: true }),
    asked: page.getByText(t('approvals.asked')),
    waiting: page.getByRole('list', { name: t('approvals.waiting') }),
    over: page.getByRole('list', { name: t('approvals.over') }),
    agree: (name: string) =>
      page.getByRole('button', { name: t('approvals.agreeNamed', { what: what(name) }) }),
    withdraw: (name: string) =>
      page.getByRole('button', { name: t('approvals.withdrawNamed', { what: what(name) }) }),
    question,
    agreeConfirm: question.getByRole('button', { name: t('approvals.agreeConfirm.administrator') }),
  };
}
