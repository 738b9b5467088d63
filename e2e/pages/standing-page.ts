import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** What moderators decided about oneself, in the settings and where a suspended account stands. */
export function standingPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const list = (name: 'standing.nowTitle' | 'standing.overTitle' | 'account.suspended.why') =>
    main.getByRole('list', { name: t(name), exact: true });
  const dialog = page.getByRole('dialog');
  return {
    nothing: shownText(main, t('standing.nothing')),
    over: list('standing.overTitle'),
    now: list('standing.nowTitle'),
    why: list('account.suspended.why'),
    appeal: {
      open: main.getByRole('button', { name: t('appeal.open'), exact: true }),
      words: dialog.getByLabel(t('appeal.words'), { exact: true }),
      send: dialog.getByRole('button', { name: t('appeal.send'), exact: true }),
      sent: page.getByRole('listitem').filter({ hasText: t('appeal.sent') }),
    },
    async open() {
      await page.goto('/settings/standing');
      await expect(page.getByRole('heading', { level: 1, name: t('standing.title') })).toBeVisible();
      await untilAlive(page);
    },
    /** Of somebody who is suspended. */
    async openAccount() {
      await page.goto('/account');
      await expect(list('account.suspended.why')).toBeVisible();
      await untilAlive(page);
    },
  };
}
