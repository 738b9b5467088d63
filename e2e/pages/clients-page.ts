import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** The registered apps, in the administration. */
export function clientsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('clients.title') });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const actions = (name: string) =>
    row(name).getByRole('button', { name: t('clients.actionsNamed', { name: `\u2068${name}\u2069` }) });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
  const dialog = page.getByRole('dialog').filter({ has: page.getByLabel(t('clients.redirectUris')) });
  const field = (name: 'name' | 'redirectUris' | 'owner' | 'description' | 'website') =>
    dialog.getByRole('textbox', { name: new RegExp(`^${t(`clients.${name}`)}`) });
  const credentials = page
    .getByRole('dialog')
    .filter({ has: page.getByText(t('clients.clientId'), { exact: true }) });
  const question = page.getByRole('alertdialog');
  return {
    heading,
    row,
    async open() {
      await page.goto('/admin/clients');
      await expect(heading).toBeVisible();
      await untilAlive(page);
    },
    empty: shownText(page, t('clients.empty')),
    register: page.getByRole('main').getByRole('button', { name: t('clients.register') }),
    toast: (text: string) => page.getByRole('listitem').filter({ hasText: text }),
    next: page.getByRole('link', { name: t('clients.next') }),
    first: page.getByRole('link', { name: t('clients.first') }),
    nav: page.getByRole('link', { name: t('navigation.clients') }),

    /** The form that registers or changes an app. */
    form: {
      dialog,
      field,
      type: (type: 'public' | 'confidential') =>
        dialog.getByRole('radio', { name: t(`clients.types.${type}`) }),
      scope: (title: string) => dialog.getByRole('checkbox', { name: title }),
      deviceFlow: dialog.getByRole('checkbox', { name: t('clients.deviceFlow') }),
      submit: dialog.getByRole('button', { name: t('clients.register') }),
      save: dialog.getByRole('button', { name: t('clients.save') }),
    },

    /** What whoever builds the app needs, this once. */
    credentials: {
      dialog: credentials,
      codes: credentials.getByRole('code'),
      copySecret: credentials.getByRole('button', { name: t('clients.copySecret') }),
      stored: credentials.getByRole('button', { name: t('clients.stored') }),
      done: credentials.getByRole('button', { name: t('clients.done') }),
      goBack: page.getByRole('button', { name: t('clients.lostStay') }),
    },

    state: (name: string) => row(name).getByRole('switch'),
    actions,
    async choose(name: string, what: 'edit' | 'newSecret' | 'remove') {
      await actions(name).click();
      await item(t(`clients.${what}`)).click();
    },
    question,
    cancel: question.getByRole('button', { name: t('common.cancel') }),
    confirmRotate: button(t('clients.rotateConfirm')),
    confirmRemove: button(t('clients.removeConfirm')),
  };
}
