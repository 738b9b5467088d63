import type { Page } from 'playwright/test';
import type { Words } from '@/e2e/support/words';

/** The page of a person, as others see it. */
export function personPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  return {
    main,
    name: main.getByRole('heading', { level: 1 }),
    website: main.getByRole('definition').getByRole('link'),
    edit: main.getByRole('link', { name: t('person.edit') }),
    open: (handle: string) => page.goto(`/u/${handle}`),
  };
}
