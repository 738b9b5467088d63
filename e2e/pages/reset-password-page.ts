import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { typeInto } from '@/e2e/support/keyboard';
import type { Words } from '@/e2e/support/words';

/** Where a new password is asked for by mail, and where the link of the mail leads. */
export function resetPasswordPage(page: Page, t: Words) {
  const email = page.getByRole('textbox', { name: t('access.email'), exact: true });
  const send = page.getByRole('button', { name: t('access.forgotAction'), exact: true });
  const password = page.getByLabel(t('access.newPassword'), { exact: true });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  return {
    email,
    send,
    password,
    /** Whose password it is, for password managers alone. */
    username: page.locator('input[autocomplete=username]'),
    checkMail: heading(t('access.checkMailTitle')),
    expired: heading(t('access.verifyExpiredTitle')),
    again: page.getByRole('link', { name: t('access.resetAgain'), exact: true }),
    refusal: page.getByRole('main').getByRole('alert'),
    async askFor(address: string) {
      await page.goto('/forgot-password');
      await untilAlive(page);
      await email.fill(address);
      await send.click();
    },
    /** By keyboard, as some do all the time. */
    async choose(chosen: string) {
      await untilAlive(page);
      await typeInto(page, password, chosen);
      await page.keyboard.press('Enter');
    },
  };
}
