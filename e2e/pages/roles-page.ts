import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

/** Roles and who holds them, in the administration. */
export function rolesPage(page: Page, t: Words) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');
  return {
    async open() {
      await page.goto('/admin/roles');
      await expect(page.getByRole('heading', { level: 1, name: t('roles.title') })).toBeVisible();
      await untilAlive(page);
    },
    create: button(t('roles.create')),
    name: dialog.getByRole('textbox', { name: t('roles.name') }),
    createConfirm: dialog.getByRole('button', { name: t('roles.createConfirm') }),
    /** Whether a role gives a permission, in the table. */
    box: (permission: string, role: string) =>
      page
        .getByRole('table')
        .getByRole('checkbox', { name: t('roles.boxNamed', { permission, role: `\u2068${role}\u2069` }) }),
    look: button(t('roles.look')),
    effects: dialog,
    save: dialog.getByRole('button', { name: t('roles.saveConfirm') }),
    holdersOf: (name: string, count: number) =>
      page
        .getByRole('table')
        .getByRole('link', { name: t('roles.holdersNamed', { name: `\u2068${name}\u2069`, count }) }),
    /** The same, however many they are. */
    holdersLink: (name: string) =>
      page.getByRole('table').getByRole('link', { name: `\u2068${name}\u2069: ` }),
    assign: button(t('roles.assign')),
    person: dialog.getByRole('textbox', { name: t('roles.person') }),
    until: dialog.getByLabel(t('roles.until')),
    reason: dialog.getByRole('textbox', { name: t('roles.reason') }),
    assignConfirm: dialog.getByRole('button', { name: t('roles.assignConfirm') }),
    row: (name: string) => page.getByRole('row').filter({ hasText: name }),
    actions: (name: string) => button(t('roles.actionsNamed', { name: `\u2068${name}\u2069` })),
    take: page.getByRole('menuitem', { name: t('roles.take') }),
    undo: button(t('roles.undo')),
    nobody: shownText(page, t('roles.nobody')),
  };
}
