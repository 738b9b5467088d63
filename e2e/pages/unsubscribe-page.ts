import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { pressByKey } from '@/e2e/support/keyboard';
import type { Words } from '@/e2e/support/words';

/** Where the link of a mail leads that switches mails of a kind off. */
export function unsubscribePage(page: Page, t: Words) {
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const press = (name: string) => async () => {
    await untilAlive(page);
    await pressByKey(page, page.getByRole('button', { name, exact: true }));
  };
  return {
    main: page.getByRole('main'),
    question: heading(t('unsubscribe.title')),
    off: heading(t('unsubscribe.doneTitle')),
    back: heading(t('unsubscribe.backTitle')),
    expired: heading(t('access.verifyExpiredTitle')),
    switchOff: press(t('unsubscribe.action')),
    undo: press(t('unsubscribe.undo')),
  };
}
