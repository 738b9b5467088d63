import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

const isolated = (name: string) => `\u2068${name}\u2069`;

/** The contacts of a person, in the settings. */
export function contactsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('contacts.title'), exact: true });
  const question = page.getByRole('alertdialog');
  const button = (key: 'accept' | 'decline' | 'withdraw' | 'remove', name: string) =>
    page.getByRole('button', { name: t(`contacts.${key}Named`, { name: isolated(name) }) });
  return {
    heading,
    async open() {
      await page.goto('/settings/contacts');
      await expect(heading).toBeVisible();
      await untilAlive(page);
    },
    /** Looks for people by what they go by. */
    async find(called: string) {
      await page.getByRole('textbox', { name: t('contacts.findLabel') }).fill(called);
      await page
        .getByRole('search')
        .getByRole('button', { name: t('contacts.find'), exact: true })
        .click();
    },
    found: page.getByRole('list', { name: t('contacts.findResults') }),
    foundNobody: page.getByText(t('contacts.found', { count: 0 })),
    empty: shownText(page, t('contacts.listEmpty')),
    contacts: page.getByRole('list', { name: t('contacts.listTitle') }),
    showMore: page.getByRole('button', { name: t('contacts.showMoreOf', { list: t('contacts.listTitle') }) }),
    asked: page.getByRole('list', { name: t('contacts.askedTitle') }),
    askedBy: page.getByRole('list', { name: t('contacts.askedByTitle') }),
    accept: (name: string) => button('accept', name),
    decline: (name: string) => button('decline', name),
    withdraw: (name: string) => button('withdraw', name),
    remove: (name: string) => button('remove', name),
    question,
    confirmRemoval: question.getByRole('button', { name: t('contacts.removeConfirm') }),
  };
}

/** What can be done about a person, on their page. */
export function personActions(page: Page, t: Words) {
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const question = page.getByRole('alertdialog');
  const more = (name: string) =>
    main.getByRole('button', { name: t('contacts.more', { name: isolated(name) }) });
  return {
    main,
    async open(handle: string) {
      await page.goto(`/u/${handle}`);
      await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
      await untilAlive(page);
    },
    ask: main.getByRole('button', { name: t('contacts.ask') }),
    waiting: main.getByText(t('contacts.askedWaiting')),
    accept: main.getByRole('button', { name: t('contacts.accept'), exact: true }),
    isContact: main.getByText(t('contacts.isContact'), { exact: true }),
    message: main.getByRole('button', { name: t('contacts.message'), exact: true }),
    more,
    dialog,
    text: dialog.getByLabel(t('contacts.text')),
    send: dialog.getByRole('button', { name: t('contacts.send') }),
    async write(text: string) {
      await main.getByRole('button', { name: t('contacts.message'), exact: true }).click();
      await dialog.getByLabel(t('contacts.text')).fill(text);
      await dialog.getByRole('button', { name: t('contacts.send') }).click();
      await expect(dialog).toBeHidden();
    },
    async block(name: string) {
      await more(name).click();
      await page.getByRole('menuitem', { name: t('contacts.blockPerson', { name: isolated(name) }) }).click();
      await question.getByRole('button', { name: t('contacts.blockConfirm') }).click();
    },
    unblock: main.getByRole('button', { name: t('contacts.unblock') }),
  };
}
