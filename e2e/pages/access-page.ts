import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Whether somebody may do something and why, and the cards of what was given. */
export function accessPage(page: Page, t: Words) {
  const dialog = page.getByRole('dialog');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const inText = (name: string) => `\u2068${name}\u2069`;
  const held = page.getByRole('region', { name: t('grants.heldTitle'), exact: true });
  return {
    async open(query = '') {
      await page.goto(`/admin/access${query}`);
      await expect(page.getByRole('heading', { level: 1, name: t('grants.title') })).toBeVisible();
      await untilAlive(page);
    },
    async openPerson({ handle, displayName }: { handle: string; displayName: string }) {
      await page.goto(`/admin/users/${handle}`);
      await expect(page.getByRole('heading', { level: 1, name: displayName })).toBeVisible();
      await untilAlive(page);
    },
    who: page.getByRole('combobox', { name: t('grants.whoField'), exact: true }),
    withWhom: page.getByRole('combobox', { name: t('grants.onField.person'), exact: true }),
    may: page.getByRole('combobox', { name: t('grants.mayField'), exact: true }),
    option: (name: string) => page.getByRole('option').filter({ hasText: name }),
    chosen: (name: string) => button(t('grants.unchoose', { name: inText(name) })),
    answer: page.getByRole('region', { name: t('grants.answer'), exact: true }),
    giveThis: button(t('grants.giveThis')),
    dialog,
    reason: dialog.getByRole('textbox', { name: t('grants.reason') }),
    giveConfirm: dialog.getByRole('button', { name: t('grants.giveConfirm'), exact: true }),
    held,
    whoMay: page.getByRole('region', { name: t('grants.accessTitle'), exact: true }),
    take: (said: { name: string; object: string; permission: string }) =>
      held.getByRole('button', {
        name: t('grants.takeOnNamed', {
          ...said,
          name: inText(said.name),
          object: inText(said.object),
        }),
      }),
    undo: button(t('grants.undo')),
  };
}
