import type { Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** Where somebody with an account comes in. */
export function signInPage(page: Page, t: Words) {
  const email = page.getByRole('textbox', { name: t('access.email'), exact: true });
  const password = page.getByLabel(t('access.password'), { exact: true });
  const submit = page.getByRole('button', { name: t('access.signInAction') });
  return {
    email,
    password,
    submit,
    heading: page.getByRole('heading', { level: 1, name: t('access.signInTitle') }),
    /** Why the person stands here: signed out, session ended, sign in first. */
    notice: page.getByRole('main').getByRole('status').filter({ hasText: /./ }),
    refusal: page.getByRole('main').getByRole('alert'),
    /** @param next where to go on to, as it stands in the address */
    open: (next?: string) => page.goto(`/sign-in${next === undefined ? '' : `?next=${next}`}`),
    async signIn(person: { email: string; password: string }) {
      await untilAlive(page);
      await email.fill(person.email);
      await password.fill(person.password);
      await submit.click();
    },
  };
}
