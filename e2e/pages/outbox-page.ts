import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The mails that the demo would have sent. */
export function outboxPage(page: Page, t: Words) {
  const list = page.getByRole('list', { name: t('outbox.list') });
  const refresh = page.getByRole('button', { name: t('outbox.refresh') });
  const text = page.getByRole('tabpanel', { name: t('outbox.text') });
  const linkTo = (path: string) => text.getByRole('link').filter({ hasText: path });
  const mailsTo = (address: string) => list.getByRole('listitem').filter({ hasText: address });
  /** Waits for a mail to the address, since the worker sends it a moment later, and opens the newest. */
  async function openNewestMailTo(address: string) {
    await page.goto('/outbox');
    await untilAlive(page);
    const mail = mailsTo(address).first();
    await expect(async () => {
      await refresh.click();
      await expect(mail).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await mail.getByRole('link').click();
    await expect(text).toBeVisible();
  }
  return {
    list,
    refresh,
    text,
    mailsTo,
    subject: page.getByRole('heading', { level: 1 }),
    asDesigned: page.getByRole('tab', { name: t('outbox.html') }),
    frame: page.frameLocator(`iframe[title="${t('outbox.frame')}"]`),
    /** The address in the mail as text that leads to one of our pages. */
    linkTo,
    open: () => page.goto('/outbox'),
    openNewestMailTo,
    /** Waits until the newest mail to the address leads to a page. @returns the whole address */
    async linkMailedTo(address: string, path: string) {
      const link = linkTo(path);
      await expect(async () => {
        await openNewestMailTo(address);
        await expect(link).toBeVisible({ timeout: 1000 });
        // Each look is three pages; of a busy machine that many take their time.
      }).toPass({ timeout: 40_000 });
      return (await link.getAttribute('href')) ?? '';
    },
  };
}
