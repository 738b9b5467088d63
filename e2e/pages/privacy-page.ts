import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';
import type { Audience, ProfileField } from '@/server/privacy/catalog';

/** Who sees what of a person, in the settings. */
export function privacyPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const heading = page.getByRole('heading', { level: 1, name: t('privacy.title'), exact: true });
  const whoSees = (what: ProfileField | 'profile') =>
    page.getByRole('combobox', { name: t(`privacy.who.${what}`), exact: true });
  const bar = page.getByRole('region', { name: t('profile.unsavedLabel') });
  const blocked = page.getByRole('region', { name: t('privacy.blockedCard'), exact: true });
  const dialog = page.getByRole('dialog', { name: t('privacy.viewAs.title') });
  const viewAsButton = main.getByRole('button', { name: t('privacy.viewAs.button') });
  const leaving = page.getByRole('alertdialog', { name: t('profile.leaveTitle') });
  const stands = async () => {
    await expect(heading).toBeVisible();
    await untilAlive(page);
  };
  const toast = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  const choose = (what: ProfileField | 'profile', audience: Audience) =>
    whoSees(what).selectOption({ label: t(`privacy.audiences.${audience}`) });
  return {
    main,
    heading,
    stands,
    async open() {
      await page.goto('/settings/privacy');
      await stands();
    },
    whoSees,
    choose,
    showProfileTo: (audience: Audience) => choose('profile', audience),
    reach: (way: 'foundByEmailFrom' | 'messagesFrom' | 'contactRequestsFrom') =>
      page.getByRole('combobox', { name: t(`privacy.reach.${way}`), exact: true }),
    preset: (name: 'open' | 'private') =>
      main.getByRole('button', { name: t(`privacy.${name}`), exact: true }),
    bar,
    save: () => bar.getByRole('button', { name: t('profile.save') }).click(),
    discard: () => bar.getByRole('button', { name: t('profile.discard') }).click(),
    savedNotice: toast(t('privacy.saved')),
    refusal: main.getByRole('alert'),
    leaving,
    stayButton: leaving.getByRole('button', { name: t('profile.leaveStay') }),
    leaveButton: leaving.getByRole('button', { name: t('profile.leaveGo') }),
    turnable: (name: 'searchable' | 'indexable') =>
      page.getByRole('switch', { name: t(`privacy.${name}`), exact: true }),
    /** A message at the edge of the window. */
    toast,
    undo: (text: string) => toast(text).getByRole('button', { name: t('privacy.undo') }),
    blocked,
    unblock: (name: string) => blocked.getByRole('button', { name: new RegExp(name) }),
    viewAs: {
      dialog,
      who: dialog.getByRole('combobox', { name: t('privacy.viewAs.who') }),
      lookAs: (kind: 'public' | 'member' | 'contact' | 'person' | 'moderator') =>
        dialog
          .getByRole('combobox', { name: t('privacy.viewAs.who') })
          .selectOption({ label: t(`privacy.viewAs.kinds.${kind}`) }),
      handle: dialog.getByRole('combobox', { name: t('privacy.viewAs.handle') }),
      /** People that begin as what is typed. */
      offered: dialog.locator('datalist option'),
      show: dialog.getByRole('button', { name: t('privacy.viewAs.show') }),
      frame: dialog.getByRole('region', { name: t('privacy.viewAs.frame') }),
      differences: dialog.getByRole('region', { name: t('privacy.viewAs.differences') }),
      button: viewAsButton,
      async open() {
        await viewAsButton.click();
        await expect(dialog).toBeVisible();
      },
      close: () => dialog.getByRole('button', { name: t('common.close') }).click(),
    },
  };
}
