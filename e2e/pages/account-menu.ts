import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** One's own menu at the top of every page. */
export function accountMenu(page: Page, t: Words) {
  const button = page.getByRole('button', { name: t('navigation.accountMenu', { name: '' }) });
  const menu = page.getByRole('menu');
  const open = async () => {
    await untilAlive(page);
    await button.click();
    await expect(menu).toBeVisible();
  };
  const choose = (entry: string) => async () => {
    await open();
    await menu.getByRole('menuitem', { name: entry }).click();
  };
  return {
    button,
    menu,
    open,
    viewProfile: choose(t('navigation.viewProfile')),
    signOut: choose(t('navigation.signOut')),
    /** In the open menu. */
    chooseSignOut: () => menu.getByRole('menuitem', { name: t('navigation.signOut') }).click(),
    async chooseTheme(theme: 'themeSystem' | 'themeLight' | 'themeDark') {
      await open();
      await menu.getByRole('menuitemradio', { name: t(`navigation.${theme}`) }).click();
    },
  };
}
