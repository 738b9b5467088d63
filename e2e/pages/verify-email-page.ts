import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where the link of the confirmation mail leads. */
export function verifyEmailPage(page: Page, t: Words) {
  const password = page.getByLabel(t('access.password'), { exact: true });
  const confirm = page.getByRole('button', { name: t('access.verifyAction') });
  return {
    confirm,
    password,
    heading: page.getByRole('heading', { level: 1, name: t('access.verifyTitle') }),
    /** Of an account that begins with a passkey. */
    createPasskey: page.getByRole('button', { name: t('access.createPasskeyAction'), exact: true }),
    createHeading: page.getByRole('heading', { level: 1, name: t('access.createPasskeyTitle') }),
    notice: page.getByRole('main').getByRole('status').filter({ hasText: /./ }),
    /** The link is used or too old. */
    expired: page.getByRole('heading', { level: 1, name: t('access.verifyExpiredTitle') }),
    refusal: page.getByRole('main').getByRole('alert'),
    async press() {
      await untilAlive(page);
      await confirm.click();
    },
    async confirmWith(chosen: string) {
      await password.fill(chosen);
      await confirm.click();
    },
  };
}
