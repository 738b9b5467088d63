import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where somebody takes a copy along, pauses, or leaves: in the settings, and where an account stands that is not active. */
export function accountPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const card = (name: string) => main.getByRole('region', { name, exact: true });
  const copies = card(t('exportCard.title'));
  const pause = card(t('account.pause.title'));
  const deletion = card(t('account.delete.title'));
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const question = page.getByRole('alertdialog');
  const inQuestion = (name: string) => question.getByRole('button', { name, exact: true });
  const { confirmOn, orLater } = datedNames(t);
  return {
    /** The page of the settings. */
    async open() {
      await page.goto('/settings/account');
      await expect(heading(t('account.title'))).toBeVisible();
      await untilAlive(page);
    },
    news: main.getByRole('status').filter({ hasText: /./, hasNot: page.getByRole('button') }),
    copies: {
      card: copies,
      ask: copies.getByRole('button', { name: t('exportCard.ask'), exact: true }),
      askNew: copies.getByRole('button', { name: t('exportCard.askNew'), exact: true }),
      progress: copies.getByRole('progressbar'),
      ready: copies.getByText(t('exportCard.ready')).first(),
      download: copies.getByRole('link', { name: t('exportCard.download'), exact: true }),
    },
    pause: {
      card: pause,
      returnOn: pause.getByLabel(t('account.pause.returnOn')),
      ask: pause.getByRole('button', { name: t('account.pause.action'), exact: true }),
      confirm: inQuestion(t('account.pause.action')),
    },
    deletion: {
      card: deletion,
      ask: deletion.getByRole('button', { name: t('account.delete.action'), exact: true }),
      handle: question.getByRole('textbox'),
      keepMessages: question.getByRole('radio', { name: t('account.delete.messagesKeep'), exact: true }),
      copyFirst: inQuestion(t('account.delete.copyAction')),
      confirm: question.getByRole('button', { name: confirmOn }),
      orNow: inQuestion(t('account.delete.orNow')),
      orLater: question.getByRole('button', { name: orLater }),
      confirmNow: inQuestion(t('account.delete.confirmNow')),
    },
    /** Of an account that is not active: there is no later. */
    deletionNow: card(t('account.delete.titleNow')).getByRole('button', {
      name: t('account.delete.confirmNow'),
      exact: true,
    }),
    question,
    cancel: inQuestion(t('common.cancel')),
    blocked: page.getByRole('dialog', { name: t('account.delete.blockedTitle') }),
    /** Of an account that is not active. */
    away: {
      paused: heading(t('account.paused.title')),
      leaving: heading(beginningOf(t('account.leaving.title', { date: '\n' }))),
      suspended: heading(t('account.suspended.title')),
      bringBack: main.getByRole('button', { name: t('account.paused.action'), exact: true }),
      keep: main.getByRole('button', { name: t('account.leaving.action'), exact: true }),
      receipt: main.getByRole('link', { name: t('account.leaving.receiptLink') }),
      signOut: page.getByRole('button', { name: t('navigation.signOut'), exact: true }),
    },
    /** What the link of the mail leads to. */
    keep: {
      question: heading(t('account.keep.title')),
      async press() {
        await untilAlive(page);
        await main.getByRole('button', { name: t('account.keep.action'), exact: true }).click();
      },
      done: heading(t('account.keep.doneTitle')),
    },
  };
}

/** What stays and what follows of a deleted account. */
export function receiptPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  return {
    waitingOfYours: heading(t('receipt.yoursTitle')),
    waiting: heading(t('receipt.waitingTitle')),
    erased: heading(t('receipt.erasedTitle')),
    row: (kind: string) => main.getByRole('row').filter({ hasText: kind }),
    download: main.getByRole('button', { name: t('receipt.download'), exact: true }),
    toVerify: main.locator('a[href="/receipts"]'),
    document: main.getByLabel(t('receipt.document'), { exact: true }),
    file: main.locator('input[type=file]'),
    check: main.getByRole('button', { name: t('receipt.check'), exact: true }),
    genuine: main.getByText(t('receipt.genuine'), { exact: true }),
    forged: main.getByText(t('receipt.forged'), { exact: true }),
    problem: main.getByText(t('receipt.notAReceipt')),
  };
}

/** Names of buttons with whatever day there is. */
function datedNames(t: Words) {
  return {
    confirmOn: beginningOf(t('account.delete.confirm', { date: '\n' })),
    orLater: beginningOf(t('account.delete.orLater', { date: '\n' })),
  };
}

/** What a sentence begins with, up to where the date stands. */
function beginningOf(sentence: string) {
  const [beginning = ''] = sentence.split('\n');
  return new RegExp(`^${beginning.replace(/[()?.]/g, '\\$&')}\\d`);
}
