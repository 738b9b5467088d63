import { expect, type Locator, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

type CardName =
  | 'passkeys'
  | 'totp'
  | 'recoveryCodes'
  | 'password'
  | 'email'
  | 'trustedDevices'
  | 'securityLog';

/** Ways in and what happened around them, in the settings. */
export function securityPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('security.title'), exact: true });
  const card = (name: CardName) =>
    page.getByRole('region', { name: t(`securityCards.${name}`), exact: true });
  const buttonIn = (where: Locator, name: string) => where.getByRole('button', { name, exact: true });
  const stands = async () => {
    await expect(heading).toBeVisible();
    // All cards come together.
    await expect(card('securityLog')).toBeVisible();
    await untilAlive(page);
  };
  const removal = page.getByRole('alertdialog');
  const confirmRemoval = (kind: 'password' | 'passkey' | 'totp') =>
    removal.getByRole('button', { name: t(`security.removal.confirm.${kind}`) });
  const enrolment = page.getByRole('dialog', { name: t('security.totp.dialogTitle') });
  const codes = page.getByRole('dialog', { name: t('security.recoveryCodes.dialogTitle') });
  const closing = page.getByRole('alertdialog', { name: t('security.recoveryCodes.closeTitle') });
  const readiness = page.getByRole('region', { name: t('security.readiness.title'), exact: true });
  return {
    heading,
    card,
    stands,
    async open() {
      await page.goto('/settings/security');
      await stands();
    },
    readiness,
    toast: (text: string) => page.getByRole('listitem').filter({ hasText: text }),

    addPasskey: buttonIn(card('passkeys'), t('security.passkeys.add')),
    addApp: buttonIn(card('totp'), t('security.totp.add')),
    row: (name: CardName, text: string) => card(name).getByRole('listitem').filter({ hasText: text }).first(),
    rename: (name: string) => page.getByRole('button', { name: t('security.renameNamed', { name }) }),
    remove: (name: string) => page.getByRole('button', { name: t('security.removeNamed', { name }) }),
    nameField: page.getByRole('textbox', { name: t('security.name'), exact: true }),
    save: page.getByRole('button', { name: t('security.save'), exact: true }),

    /** The question before something is removed. */
    removal,
    confirmRemoval,
    cancelRemoval: removal.getByRole('button', { name: t('common.cancel') }),
    endSessions: removal.getByRole('checkbox'),
    /** Instead of it, when something cannot go. */
    neededPassword: page.getByRole('dialog', { name: t('security.removal.neededTitle') }),
    lastWayIn: page.getByRole('dialog', { name: t('security.removal.lastTitle') }),

    /** The dialog that sets an authenticator app up. */
    enrolment: {
      dialog: enrolment,
      code: enrolment.getByRole('textbox', { name: t('security.totp.code') }),
      name: enrolment.getByRole('textbox', { name: t('security.name') }),
      confirm: enrolment.getByRole('button', { name: t('security.totp.confirm') }),
      qr: enrolment.getByRole('img', { name: t('security.totp.qr') }),
      link: enrolment.getByRole('link', { name: t('security.totp.open') }),
      /** The key as a person would type it over. */
      async readKey() {
        return (await enrolment.getByRole('code').innerText()).replace(/\s/g, '');
      },
    },

    makeCodes: buttonIn(card('recoveryCodes'), t('security.recoveryCodes.make')),
    makeNewCodes: buttonIn(card('recoveryCodes'), t('security.recoveryCodes.makeNew')),
    replaceCodes: page.getByRole('alertdialog', { name: t('security.recoveryCodes.replaceTitle') }),
    confirmReplace: page
      .getByRole('alertdialog', { name: t('security.recoveryCodes.replaceTitle') })
      .getByRole('button', { name: t('security.recoveryCodes.makeNew') }),
    /** The codes, this once. */
    codes: {
      dialog: codes,
      list: codes.getByRole('listitem'),
      copy: codes.getByRole('button', { name: t('security.recoveryCodes.copy') }),
      download: codes.getByRole('button', { name: t('security.recoveryCodes.download') }),
      print: codes.getByRole('button', { name: t('security.recoveryCodes.print') }),
      saved: codes.getByRole('button', { name: t('security.recoveryCodes.saveDone') }),
      closing,
      goBack: closing.getByRole('button', { name: t('security.recoveryCodes.closeStay') }),
      closeAnyway: closing.getByRole('button', { name: t('security.recoveryCodes.closeGo') }),
    },

    changePassword: buttonIn(card('password'), t('security.password.change')),
    setPassword: buttonIn(card('password'), t('security.password.set')),
    removePassword: buttonIn(card('password'), t('security.password.remove')),
    currentPassword: card('password').getByLabel(t('security.password.current'), { exact: true }),
    newPassword: card('password').getByLabel(t('security.password.new'), { exact: true }),

    changeEmail: page.getByRole('button', { name: t('security.email.changeName') }),
    newEmail: card('email').getByRole('textbox', { name: t('security.email.new') }),
    requestEmail: buttonIn(card('email'), t('security.email.request')),
    cancelEmail: buttonIn(card('email'), t('security.email.cancel')),

    stopTrusting: card('trustedDevices').getByRole('button'),

    filter: (group: 'all' | 'signIn' | 'factors' | 'account') =>
      buttonIn(card('securityLog'), t(`securityLog.${group}`)),
    events: card('securityLog')
      .getByRole('listitem')
      .filter({ has: page.getByRole('time') }),
    more: buttonIn(card('securityLog'), t('securityLog.more')),

    /** The offer of a passkey, on any page of the settings. */
    offer: page.getByRole('status').filter({ hasText: t('passkeyCreation.offer') }),
    acceptOffer: page.getByRole('button', { name: t('passkeyCreation.create') }),
    putOffOffer: page.getByRole('button', { name: t('passkeyCreation.later') }),
    dismissOffer: page.getByRole('button', { name: t('passkeyCreation.never') }),
  };
}
