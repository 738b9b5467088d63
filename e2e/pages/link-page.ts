import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { pressByKey } from '@/e2e/support/keyboard';
import type { Words } from '@/e2e/support/words';

/** Where the link of a mail leads that does something at the press of a button: what it asks, and what came of it. */
export function linkPage(page: Page, t: Words) {
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  // By keyboard, as some do all the time.
  const press = (name: string) => async () => {
    await untilAlive(page);
    await pressByKey(page, page.getByRole('button', { name, exact: true }));
  };
  const step = (name: 'approve' | 'confirm' | 'undo') => ({
    question: heading(t(`access.${name}Title`)),
    done: heading(t(`access.${name}DoneTitle`)),
    press: press(t(`access.${name}Action`)),
  });
  return {
    expired: heading(t('access.verifyExpiredTitle')),
    notMe: {
      question: heading(t('access.notMeTitle')),
      done: heading(t('access.notMeDoneTitle')),
      press: press(t('access.notMeAction')),
    },
    approve: step('approve'),
    confirm: step('confirm'),
    undo: step('undo'),
    main: page.getByRole('main'),
  };
}
