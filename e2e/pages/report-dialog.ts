import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

const isolated = (name: string) => `\u2068${name}\u2069`;

/** The window in which something is reported, from wherever it is. */
export function reportDialog(page: Page, t: Words) {
  const dialog = page.getByRole('dialog');
  const next = dialog.getByRole('button', { name: t('reporting.continue') });
  return {
    dialog,
    heading: (step: 'kindTitle' | 'wordsTitle' | 'keptTitle' | 'doneTitle') =>
      dialog.getByRole('heading', { name: t(`reporting.${step}`) }),
    kind: (kind: 'danger' | 'threat' | 'spam') =>
      dialog.getByRole('radio', { name: t(`reportKinds.${kind}.name`) }),
    kindMissing: dialog.getByText(t('reporting.kindRequired')),
    words: dialog.getByLabel(t('reporting.words')),
    next,
    back: dialog.getByRole('button', { name: t('reporting.back') }),
    send: dialog.getByRole('button', { name: t('reporting.send') }),
    done: dialog.getByRole('button', { name: t('reporting.done') }),
    /** That it was reported before, whatever the day. */
    already: dialog
      .getByRole('status')
      .filter({ hasText: t('reporting.already', { date: '' }).split(',')[1]?.trim() ?? '' }),
    /** The photo that is kept. */
    photo: dialog.getByRole('img', { name: t('reporting.evidence.photoAlt') }),
    danger: dialog.getByText(t('reporting.doneDanger')),
    /** What is kept, by the name of its field. */
    kept: (field: 'name' | 'bio' | 'message') =>
      dialog
        .getByRole('definition')
        .and(dialog.locator(`dt:text-is("${t(`reporting.evidence.${field}`)}") + dd`)),
    entry: (what: 'reportProfile' | 'reportPhoto', name: string) =>
      page.getByRole('menuitem', { name: t(`reporting.${what}`, { name: isolated(name) }) }),
    fromMessage: page.getByRole('main').getByRole('button', { name: t('reporting.report'), exact: true }),
  };
}

/** What a person reported, and what became of it. */
export function ownReportsPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const list = main.getByRole('list', { name: t('ownReports.listTitle') });
  return {
    main,
    list,
    empty: shownText(main, t('ownReports.empty')),
    row: (what: 'profile' | 'message' | 'group', name: string) =>
      list.getByRole('listitem').filter({ hasText: t(`ownReports.${what}`, { name: isolated(name) }) }),
    state: (state: 'waiting' | 'inReview' | 'dismissed' | 'acted') => t(`ownReports.${state}Text`),
    async open() {
      await page.goto('/settings/reports');
      await expect(main.getByRole('heading', { level: 1, name: t('ownReports.title') })).toBeVisible();
      await untilAlive(page);
    },
  };
}
