import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** One case, with all that it takes to decide it. */
export function casePage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const part = (name: 'who' | 'evidence' | 'history' | 'notes' | 'decision' | 'timeline') =>
    main.getByRole('region', { name: t(`cases.${name}`), exact: true });
  const button = (name: 'claim' | 'release' | 'takeOver' | 'dismiss' | 'reopen' | 'addNote') =>
    main.getByRole('button', { name: t(`cases.${name}`), exact: true });
  const dialog = page.getByRole('dialog');
  return {
    part,
    button,
    heading: (name: string) =>
      main.getByRole('heading', {
        level: 1,
        name: t('cases.about.profile', { name: `\u2068${name}\u2069` }),
      }),
    newNote: part('notes').getByLabel(t('cases.newNote')),
    dismissal: {
      dialog,
      reason: dialog.getByLabel(t('cases.reason')),
      confirm: dialog.getByRole('button', { name: t('cases.dismissCase') }),
    },
    toast: (what: 'claimed' | 'dismissed' | 'reopened' | 'noted') =>
      page.getByRole('listitem').filter({ hasText: t(`cases.${what}`) }),
    undo: page.getByRole('button', { name: t('cases.undo') }),
    async open(id: string) {
      await page.goto(`/admin/reports/${id}`);
      await expect(part('decision')).toBeVisible();
      await untilAlive(page);
    },
  };
}
