import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

const isolated = (name: string) => `\u2068${name}\u2069`;

/** What people wrote to a person. */
export function inboxPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('inbox.title'), exact: true });
  const main = page.getByRole('main');
  const messages = main.getByRole('list', { name: t('inbox.inbox'), exact: true });
  const requests = main.getByRole('list', { name: t('inbox.requests'), exact: true });
  const row = (text: string) => main.getByRole('listitem').filter({ hasText: text });
  const answerTo = (name: string) => main.getByLabel(t('inbox.answerTo', { name: isolated(name) }));
  return {
    heading,
    main,
    async open() {
      await page.goto('/notifications?folder=inbox');
      await expect(heading).toBeVisible();
      await untilAlive(page);
    },
    /** The way to it from any page, by how much waits. */
    link: (count: number) =>
      page.getByRole('link', { name: t('navigation.inbox', { count, shown: `${count}` }), exact: true }),
    messages,
    requests,
    empty: shownText(main, t('inbox.empty')),
    requestsTab: main.getByRole('tab', { name: t('inbox.requests') }),
    requestsTabWith: (count: number) =>
      main.getByRole('tab', {
        name: t('inbox.unreadCount', { folder: t('inbox.requests'), count: `${count}` }),
      }),
    row,
    /** What opens a message, and what J and K go to. */
    opener: (text: string) => row(text).getByRole('button').first(),
    /** Opens a message, or closes it. */
    press: (text: string) => row(text).getByRole('button').first().click(),
    answer: main.getByRole('button', { name: t('inbox.answer'), exact: true }),
    answerTo,
    cancel: main.getByRole('button', { name: t('common.cancel') }),
    async reply(name: string, text: string) {
      await main.getByRole('button', { name: t('inbox.answer'), exact: true }).click();
      await answerTo(name).fill(text);
      await main.getByRole('button', { name: t('contacts.send') }).click();
      await expect(answerTo(name)).toBeHidden();
    },
    letIn: main.getByRole('button', { name: t('inbox.letIn') }),
    /** What is said once it is done: the row goes before. */
    letInDone: (name: string) => page.getByText(t('inbox.letInDone', { name: isolated(name) })),
    remove: main.getByRole('button', { name: t('inbox.remove'), exact: true }),
    markUnread: main.getByRole('button', { name: t('inbox.markUnread') }),
    block: main.getByRole('button', { name: t('contacts.block'), exact: true }),
    undo: page.getByRole('button', { name: t('inbox.undo') }),
    more: main.getByRole('button', { name: t('inbox.more') }),
    accept: (name: string) =>
      main.getByRole('button', { name: t('contacts.acceptNamed', { name: isolated(name) }) }),
  };
}
