import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** The queue of the moderators. */
export function queuePage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const queue = main.getByRole('group', { name: t('cases.title') });
  const row = (name: string) => queue.getByRole('row').filter({ hasText: name });
  const bulk = page.getByRole('region', { name: t('cases.bulk') });
  const question = page.getByRole('alertdialog');
  return {
    row,
    link: (name: string) => row(name).getByRole('link'),
    box: (name: string) => row(name).getByRole('checkbox'),
    filter: (name: 'urgency' | 'kind' | 'subject' | 'claimed') =>
      queue.getByRole('combobox', { name: t(`cases.filters.${name}`) }),
    removeFilter: (name: 'urgency' | 'kind', value: string) =>
      queue.getByRole('button', {
        name: t('cases.filters.remove', { name: `${t(`cases.filters.${name}`)}: ${value}` }),
      }),
    empty: queue.getByText(t('cases.nothingWaits.title')),
    nothingFound: queue.getByText(t('cases.nothingFound.title')),
    keys: page.getByRole('dialog', { name: t('cases.keys.title') }),
    bulk,
    claimChosen: bulk.getByRole('button', { name: t('cases.claim') }),
    dismissChosen: bulk.getByRole('button', { name: t('cases.dismiss') }),
    question,
    confirmDismiss: (count: number) =>
      question.getByRole('button', { name: t('cases.dismissMany', { count }) }),
    /** What became of what was done with several. */
    outcome: (action: 'claim' | 'dismiss', count: number) =>
      queue.getByRole('status').filter({ hasText: t(`cases.doneMany.${action}`, { count }) }),
    heldBy: (name: string) => queue.getByText(t('cases.heldBy', { name: `\u2068${name}\u2069` })),
    async open(query = '') {
      await page.goto(`/admin/reports${query}`);
      await expect(queue).toBeVisible();
      await untilAlive(page, queue);
    },
  };
}
