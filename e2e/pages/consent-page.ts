import type { Page } from 'playwright/test';
import type { Words } from '@/e2e/support/words';

/** The question of an app, on /oauth/authorize and /device. */
export function consentPage(page: Page, t: Words) {
  return {
    title: (name: string) =>
      page.getByRole('heading', { level: 1, name: t('oauth.title', { name: `\u2068${name}\u2069` }) }),
    scope: (title: string) => page.getByRole('checkbox', { name: title }),
    allow: page.getByRole('button', { name: t('oauth.allow'), exact: true }),
    deny: page.getByRole('button', { name: t('oauth.deny'), exact: true }),
    code: page.getByRole('textbox', { name: t('oauth.code') }),
    next: page.getByRole('button', { name: t('oauth.continue') }),
  };
}
