import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where a person is signed in, in the settings. */
export function sessionsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('sessions.title'), exact: true });
  const card = page.getByRole('region', { name: t('sessions.listTitle'), exact: true });
  const place = card.getByRole('group', { name: t('sessions.listTitle'), exact: true });
  const rows = place.getByRole('list', { name: t('sessions.listTitle') }).locator('> li');
  const question = page.getByRole('alertdialog');
  const reported = page
    .getByRole('main')
    .getByRole('region')
    .filter({ hasText: t('sessions.reportedText') });
  const stands = async () => {
    await expect(heading).toBeVisible();
    await expect(card).toBeVisible();
    await untilAlive(page);
  };
  return {
    heading,
    card,
    stands,
    async open() {
      await page.goto('/settings/sessions');
      await stands();
    },
    /** What stays when rows go. */
    place,
    rows,
    /** The rows of browsers by that name. */
    row: (device: string) => rows.filter({ hasText: device }),
    current: rows.filter({ hasText: t('sessions.this') }),
    onlyThis: place.getByText(t('sessions.onlyThis')),
    /** What is read out of what happened elsewhere. */
    news: page
      .getByRole('main')
      .getByRole('status')
      .filter({ has: page.getByRole('list') }),
    signOut: card.getByRole('button', { name: t('sessions.signOut') }),
    end: (device: string) =>
      card.getByRole('button', { name: t('sessions.endNamed', { device }), exact: true }),
    endOthers: card.getByRole('button', { name: t('sessions.endOthers'), exact: true }),
    unknown: (device: string) =>
      card.getByRole('button', { name: t('sessions.unknownNamed', { device }), exact: true }),
    /** A message at the edge of the window. */
    toast: (text: string) => page.getByRole('listitem').filter({ hasText: text }),
    question,
    cancel: question.getByRole('button', { name: t('common.cancel'), exact: true }),
    confirmEndOthers: question.getByRole('button', { name: t('sessions.endOthers'), exact: true }),
    confirmUnknown: question.getByRole('button', { name: t('sessions.unknownConfirm'), exact: true }),
    /** What "This was not me" has ended, and the next step. */
    reported,
    /** What is read out of it first. */
    reportedText: reported.locator('#reported'),
    checkWaysIn: reported.getByRole('button', { name: t('sessions.reportedAction'), exact: true }),
  };
}
