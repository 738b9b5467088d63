import type { Page } from 'playwright/test';
import type { Words } from '@/e2e/support/words';

/** What the browser says of an action that has to be confirmed first. */
export const STEP_UP_COMPLAINT = /status of 403/;

/** "Confirm it is you", above whatever wanted to know. */
export function stepUpDialog(page: Page, t: Words) {
  const dialog = page.getByRole('dialog', { name: t('stepUp.title') });
  const field = (name: 'totpLabel' | 'recoveryCodeLabel' | 'passwordLabel') =>
    dialog.getByLabel(t(`stepUp.${name}`), { exact: true });
  const confirm = dialog.getByRole('button', { name: t('stepUp.confirm') });
  const passkeyButton = dialog.getByRole('button', { name: t('stepUp.passkeyAction') });
  const password = field('passwordLabel');
  const send = async (typed: ReturnType<typeof field>, text: string) => {
    await typed.fill(text);
    await confirm.click();
  };
  return {
    dialog,
    password,
    code: field('totpLabel'),
    recoveryCode: field('recoveryCodeLabel'),
    passkeyButton,
    error: (text: string) => dialog.getByText(text),
    useTotp: () => dialog.getByRole('button', { name: t('stepUp.totpOther') }).click(),
    useRecoveryCode: () => dialog.getByRole('button', { name: t('stepUp.recoveryCodeOther') }).click(),
    byPassword: (text: string) => send(password, text),
    byCode: (text: string) => send(field('totpLabel'), text),
    byRecoveryCode: (text: string) => send(field('recoveryCodeLabel'), text),
    byPasskey: () => passkeyButton.click(),
    close: () => page.keyboard.press('Escape'),
  };
}
