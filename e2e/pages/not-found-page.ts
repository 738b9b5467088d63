import type { Page } from 'playwright/test';
import type { Words } from '@/e2e/support/words';

/** What stands in the place of anything that is not there, or not for this person to see. */
export function notFoundPage(page: Page, t: Words) {
  return {
    heading: page.getByRole('heading', { level: 1, name: t('errors.notFoundTitle') }),
    home: page.getByRole('link', { name: t('errors.home') }),
  };
}

/** The browser itself says in the console that a document was not found. */
export const NOT_FOUND_COMPLAINT = /status of 404/;
