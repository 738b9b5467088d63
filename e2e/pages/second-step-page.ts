import type { Page } from 'playwright/test';
import type { Words } from '@/e2e/support/words';

/** Where the second proof of a sign-in is given. */
export function secondStepPage(page: Page, t: Words) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    heading: page.getByRole('heading', { level: 1, name: t('access.secondStepTitle'), exact: true }),
    code: page.getByRole('textbox', { name: t('access.totpLabel'), exact: true }),
    recoveryCode: page.getByRole('textbox', { name: t('access.recoveryLabel'), exact: true }),
    /** The passkey, whether it is what is asked for or another way. */
    usePasskey: button(t('access.passkeyAction')),
    useApp: button(t('access.useTotp')),
    useRecoveryCode: button(t('access.useRecovery')),
    goOn: button(t('access.continue')),
    trust: page.getByRole('checkbox', { name: t('access.trustDevice'), exact: true }),
    startOver: page.getByRole('link', { name: t('access.startOver'), exact: true }),
    refusal: page.getByRole('main').getByRole('alert'),
    notice: page.getByRole('main').getByRole('status').filter({ hasText: /./ }),
    /** After a recovery code. */
    signedIn: page.getByRole('heading', { level: 1, name: t('access.codesLeftTitle'), exact: true }),
    /** On, after a recovery code. */
    toNext: page.getByRole('link', { name: t('access.continue'), exact: true }),
    newCodes: page.getByRole('link', { name: t('access.codesRenew'), exact: true }),
  };
}
