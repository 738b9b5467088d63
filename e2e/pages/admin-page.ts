import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** The front page of the administration. */
export function adminPage(page: Page, t: Words) {
  const jobs = page.getByRole('table', { name: t('admin.jobsTitle') });
  const job = (name: string) => jobs.getByRole('row').filter({ hasText: name });
  return {
    heading: page.getByRole('heading', { level: 1, name: t('navigation.overview') }),
    staffMark: page.getByRole('banner').getByText(t('navigation.staffMark'), { exact: true }),
    figure: (name: 'people' | 'newThisWeek' | 'unconfirmed' | 'signedIn') =>
      page
        .getByRole('term')
        .filter({ hasText: t(`admin.${name}`) })
        .locator('+ dd'),
    chart: (name: 'ages' | 'access' | 'signUps' | 'factors') =>
      page.getByRole('region', { name: t(`admin.stats.${name}.title`), exact: true }).first(),
    range: (days: number) => page.getByRole('link', { name: t('admin.stats.lastDays', { count: days }) }),
    jobsHeading: page.getByRole('heading', { name: t('admin.jobsTitle') }),
    nothingStuck: shownText(page, t('admin.jobsEmpty')),
    job,
    retried: page.getByText(t('admin.retried')),
    open: () => page.goto('/admin'),
    async retry(name: string) {
      await untilAlive(page);
      await job(name)
        .getByRole('button', { name: t('admin.retryNamed', { job: name }) })
        .click();
    },
  };
}
