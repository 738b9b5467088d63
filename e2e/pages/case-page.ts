import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';
import type { SanctionKind } from '@/server/moderation/catalog';

/** One case, with all that it takes to decide it. */
export function casePage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const part = (
    name: 'who' | 'whichGroup' | 'evidence' | 'history' | 'notes' | 'decision' | 'timeline' | 'appeal',
  ) => main.getByRole('region', { name: t(`cases.${name}`), exact: true });
  const button = (name: 'claim' | 'release' | 'takeOver' | 'dismiss' | 'reopen' | 'addNote') =>
    main.getByRole('button', { name: t(`cases.${name}`), exact: true });
  const dialog = page.getByRole('dialog');
  return {
    part,
    button,
    heading: (name: string) =>
      main.getByRole('heading', {
        level: 1,
        name: t('cases.about.profile', { name: `\u2068${name}\u2069` }),
      }),
    groupHeading: (name: string) =>
      main.getByRole('heading', { level: 1, name: t('cases.about.group', { name: `\u2068${name}\u2069` }) }),
    newNote: part('notes').getByLabel(t('cases.newNote')),
    dismissal: {
      dialog,
      reason: dialog.getByLabel(t('cases.reason')),
      confirm: dialog.getByRole('button', { name: t('cases.dismissCase') }),
    },
    action: {
      open: main.getByRole('button', { name: t('acting.open'), exact: true }),
      openAgain: main.getByRole('button', { name: t('acting.openAgain'), exact: true }),
      dialog,
      kind: (kind: SanctionKind) =>
        dialog.getByRole('radio', { name: t(`acting.kinds.${kind}.name`), exact: true }),
      rule: dialog.getByLabel(t('acting.rule'), { exact: true }),
      words: dialog.getByLabel(t('acting.words'), { exact: true }),
      /** The same about a group, whose owners read it. */
      group: {
        words: dialog.getByLabel(t('acting.wordsGroup'), { exact: true }),
        mail: dialog.getByRole('region', { name: t('acting.mailGroup'), exact: true }),
      },
      until: dialog.getByLabel(t('acting.until'), { exact: true }),
      preview: dialog.getByRole('button', { name: t('acting.preview'), exact: true }),
      mail: dialog.getByRole('region', { name: t('acting.mail'), exact: true }),
      confirm: (kind: SanctionKind, name: string) =>
        dialog.getByRole('button', {
          name: t(`acting.kinds.${kind}.do`, { name: `\u2068${name}\u2069` }),
          exact: true,
        }),
      done: page.getByRole('listitem').filter({ hasText: t('acting.done') }),
      undone: page.getByRole('listitem').filter({ hasText: t('acting.undone') }),
    },
    /** What was done, as the history says it. */
    sanction: (kind: SanctionKind) =>
      part('history')
        .getByRole('listitem')
        .filter({ hasText: t(`cases.sanctionKinds.${kind}`) }),
    takeBack: part('history').getByRole('button', { name: t('acting.end.warning.button'), exact: true }),
    confirmTakeBack: page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('acting.end.warning.confirm'), exact: true }),
    showGroup: part('history').getByRole('button', {
      name: t('acting.end.group_hiding.button'),
      exact: true,
    }),
    confirmShowGroup: page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('acting.end.group_hiding.confirm'), exact: true }),
    decideAppeal: {
      open: part('appeal').getByRole('button', { name: t('cases.decideAppeal'), exact: true }),
      uphold: dialog.getByRole('radio', { name: t('cases.uphold'), exact: true }),
      answer: dialog.getByLabel(t('cases.answerLabel'), { exact: true }),
      confirm: dialog.getByRole('button', { name: t('cases.decideConfirm'), exact: true }),
    },
    toast: (what: 'claimed' | 'dismissed' | 'reopened' | 'noted') =>
      page.getByRole('listitem').filter({ hasText: t(`cases.${what}`) }),
    undo: page.getByRole('button', { name: t('cases.undo') }),
    async open(id: string) {
      await page.goto(`/admin/reports/${id}`);
      await expect(part('decision')).toBeVisible();
      await untilAlive(page);
    },
  };
}
