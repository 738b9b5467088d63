import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** What a person was told. */
export function notificationsPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const row = (text: string) =>
    main.getByRole('listitem').filter({ hasText: text }).filter({ visible: true }).first();
  const named = (action: string, sentence: string) => t('notifications.named', { action, sentence });
  return {
    main,
    async open(folder = 'unread') {
      await page.goto(`/notifications?folder=${folder}`);
      await expect(
        page.getByRole('heading', { level: 1, name: t('inbox.title'), exact: true }),
      ).toBeVisible();
      await untilAlive(page);
    },
    bell: (count: number) =>
      page.getByRole('link', { name: t('navigation.inbox', { count, shown: `${count}` }), exact: true }),
    tab: (folder: 'unread' | 'all' | 'archived' | 'held') =>
      main.getByRole('tab', { name: t(`notifications.folders.${folder}`), exact: true }),
    list: (folder: 'unread' | 'all' | 'archived' | 'held') =>
      main.getByRole('list', { name: t(`notifications.folders.${folder}`), exact: true }),
    row,
    /** What says it, and leads to what it is about. */
    sentence: (text: string) =>
      main.locator('[data-key=open]').filter({ hasText: text }).filter({ visible: true }),
    arrived: (count: number) => main.getByRole('button', { name: t('notifications.arrived', { count }) }),
    archive: (sentence: string) =>
      main.getByRole('button', { name: named(t('notifications.archive'), sentence) }),
    markUnread: (sentence: string) =>
      main.getByRole('button', { name: named(t('notifications.markUnread'), sentence) }),
    choose: (label: string) => page.getByRole('menuitem', { name: label, exact: true }),
    undo: page.getByRole('button', { name: t('notifications.undo'), exact: true }),
    more: (sentence: string) => main.getByRole('button', { name: named(t('notifications.more'), sentence) }),
  };
}
