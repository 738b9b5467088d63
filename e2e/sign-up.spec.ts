import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { outboxPage } from './pages/outbox-page';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { verifyEmailPage } from './pages/verify-email-page';
import { newAddress, PASSWORD } from './support/people';

for (const language of ['en', 'fr'] as const) {
  test.describe(`the first day of an account in ${language}`, () => {
    test.use({ language });

    test('sign up, confirm, edit the profile, sign out', async ({ page, t, openOtherBrowser, app }) => {
      const email = newAddress();
      const signUp = signUpPage(page, t);
      await signUp.open();
      await signUp.signUp({ displayName: 'Solange Marée', email, password: PASSWORD });
      await expect(signUp.checkMail).toBeVisible();
      await expect(page.getByText(email)).toBeVisible();

      const outbox = outboxPage(page, t);
      await outbox.openNewestMailTo(email);
      await outbox.linkTo('/verify-email').click();
      const verify = verifyEmailPage(page, t);
      await verify.press();

      const profile = profilePage(page, t);
      await profile.stands();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(profile.name).toHaveValue('Solange Marée');
      await expect(profile.timeZone).toHaveValue('Europe/Paris');
      await profile.rename('Solange Marée-Haute');
      await profile.location.fill('Saint-Malo');
      await profile.save();
      await expect(profile.savedNotice).toBeVisible();
      const session = await sessionCookie();

      await accountMenu(page, t).viewProfile();
      const person = personPage(page, t);
      await expect(person.name).toHaveText('Solange Marée-Haute');
      await expect(page).toHaveURL(/\/u\/solange-maree(-\d+)?$/);
      await expect(person.main).toContainText('Saint-Malo');

      await accountMenu(page, t).signOut();
      const signIn = signInPage(page, t);
      await expect(signIn.notice).toHaveText(t('access.signedOut'));
      await expect(signIn.heading).toBeVisible();

      // A copy of the cookie is worth nothing any more.
      const stranger = await openOtherBrowser();
      await stranger.context().addCookies([{ name: 'foyer.session', value: session, url: app.url }]);
      await stranger.goto('/settings/profile');
      await expect(stranger).toHaveURL(/\/sign-in\?/);
      const answer = await stranger.request.get('/api/trpc/viewer.current');
      expect(await answer.json()).toEqual({ result: { data: null } });

      async function sessionCookie() {
        const cookies = await page.context().cookies();
        return cookies.find(({ name }) => name === 'foyer.session')?.value ?? '';
      }
    });
  });
}
