import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where an account begins. */
export function signUpPage(page: Page, t: Words) {
  const name = page.getByRole('textbox', { name: t('access.name'), exact: true });
  const email = page.getByRole('textbox', { name: t('access.email'), exact: true });
  const password = page.getByLabel(t('access.password'), { exact: true });
  const submit = page.getByRole('button', { name: t('access.signUpAction') });
  return {
    name,
    email,
    password,
    submit,
    heading: page.getByRole('heading', { level: 1, name: t('access.signUpTitle') }),
    /** What the page says after the form was accepted. */
    checkMail: page.getByRole('heading', { level: 1, name: t('access.checkMailTitle') }),
    refusal: page.getByRole('main').getByRole('alert'),
    /** No password, but a passkey. */
    byPasskey: page.getByRole('button', { name: t('access.signUpByPasskey'), exact: true }),
    byPassword: page.getByRole('button', { name: t('access.signUpByPassword'), exact: true }),
    sendAgain: page.getByRole('button', { name: t('access.sendAgain') }),
    async open() {
      await page.goto('/sign-up');
      await untilAlive(page);
    },
    async signUp(person: { displayName: string; email: string; password: string }) {
      await name.fill(person.displayName);
      await email.fill(person.email);
      await password.fill(person.password);
      await submit.click();
    },
  };
}
