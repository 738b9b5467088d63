import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where somebody with an account comes in: the address, then the password, or a passkey. */
export function signInPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const email = page.getByRole('textbox', { name: t('access.email'), exact: true });
  const password = page.getByLabel(t('access.password'), { exact: true });
  const goOn = page.getByRole('button', { name: t('access.continue'), exact: true });
  const submit = page.getByRole('button', { name: t('access.signInAction'), exact: true });
  const enterAddress = async (address: string) => {
    await untilAlive(page);
    await email.fill(address);
    await goOn.click();
    await expect(password).toBeFocused();
  };
  return {
    email,
    /** Only there in the second step. */
    password,
    /** From the address to the password. */
    goOn,
    submit,
    usePasskey: page.getByRole('button', { name: t('access.passkeyAction'), exact: true }),
    otherAddress: page.getByRole('button', { name: t('access.otherAddress'), exact: true }),
    forgot: page.getByRole('link', { name: t('access.forgotLink'), exact: true }),
    heading: page.getByRole('heading', { level: 1, name: t('access.signInTitle'), exact: true }),
    /** Why the person stands here: signed out, session ended, sign in first. */
    notice: main.getByRole('status').filter({ hasText: /./ }),
    refusal: main.getByRole('alert'),
    /** What is read out when a step begins. */
    announcement: main.locator('[aria-live=polite]'),
    /** @param next where to go on to, as it stands in the address */
    open: (next?: string) => page.goto(`/sign-in${next === undefined ? '' : `?next=${next}`}`),
    enterAddress,
    /** Both steps; somebody with a second factor is asked for it then. */
    async signIn(person: { email: string; password: string }) {
      await enterAddress(person.email);
      await password.fill(person.password);
      await submit.click();
    },
  };
}
