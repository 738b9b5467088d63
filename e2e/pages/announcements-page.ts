import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** What staff tell many people: the form, and what was told so far. */
export function announcementsPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const language = (name: 'english' | 'french') =>
    main.getByRole('group', { name: t(`announcements.${name}`), exact: true });
  const list = main.getByRole('list', { name: t('announcements.list'), exact: true });
  const question = page.getByRole('alertdialog');
  return {
    async open() {
      await page.goto('/admin/announcements');
      await expect(
        page.getByRole('heading', { level: 1, name: t('announcements.title'), exact: true }),
      ).toBeVisible();
      await untilAlive(page);
    },
    title: (name: 'english' | 'french') => language(name).getByLabel(t('announcements.subject')),
    body: (name: 'english' | 'french') => language(name).getByLabel(t('announcements.body')),
    language: main.getByRole('combobox', { name: t('announcements.language'), exact: true }),
    problem: (what: 'words' | 'pair') => main.getByText(t(`announcements.problems.${what}`)),
    preview: main.getByRole('button', { name: t('announcements.preview'), exact: true }),
    previewed: main.getByRole('region', { name: t('announcements.previewTitle'), exact: true }),
    send: main.getByRole('button', { name: t('announcements.send'), exact: true }),
    later: main.getByRole('radio', { name: t('announcements.later'), exact: true }),
    moment: main.getByLabel(t('announcements.moment'), { exact: true }),
    plan: main.getByRole('button', { name: t('announcements.sendAt'), exact: true }),
    question,
    confirm: question.getByRole('button', { name: t('announcements.confirmNow'), exact: true }),
    answer: question.getByRole('button').last(),
    row: (title: string) => list.getByRole('listitem').filter({ hasText: title }),
    stop: (title: string) =>
      list.getByRole('button', {
        name: t('announcements.cancelNamed', { title: `\u2068${title}\u2069` }),
        exact: true,
      }),
    state: (title: string, state: 'sent' | 'cancelled') =>
      list
        .getByRole('listitem')
        .filter({ hasText: title })
        .getByText(t(`announcements.states.${state}`, { moment: '' }), { exact: true }),
  };
}
