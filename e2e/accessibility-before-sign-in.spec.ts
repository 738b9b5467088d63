import { wrongCode } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { linkPage } from './pages/link-page';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { resetPasswordPage } from './pages/reset-password-page';
import { secondStepPage } from './pages/second-step-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { verifyEmailPage } from './pages/verify-email-page';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';
import { newAddress } from './support/people';

// Each state is looked at several times.
test.describe.configure({ timeout: 150_000 });

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('the two steps of signing in', async ({ page, t, given, complaints }) => {
      complaints.expect(/status of 401/);
      const person = await given.user({ locale: language });
      await giveDevice(page);
      const signIn = signInPage(page, t);
      await page.goto('/sign-in?error=NotLinked');
      await untilAlive(page);
      await signIn.usePasskey.click();
      await expect(signIn.notice.filter({ hasText: t('access.passkeyUnused') })).toBeVisible();
      await expectAccessible(page, 'no passkey was used');
      await signIn.signIn({ ...person, password: 'somebody else’s password' });
      await expect(signIn.refusal).toBeVisible();
      await expectAccessible(page, 'the password, refused');
    });

    test('the second step', async ({ page, t, app, given, complaints }) => {
      complaints.expect(/status of 401/);
      const person = await given.user({ locale: language });
      const factors = factorsIn(app);
      const phone = await factors.totp(person);
      await factors.passkey(person);
      const [code = ''] = await factors.recoveryCodes(person);
      const signIn = signInPage(page, t);
      const step = secondStepPage(page, t);
      await signIn.open();
      await signIn.signIn(person);
      await expect(step.heading).toBeVisible();
      await untilAlive(page);
      await expectAccessible(page, 'a passkey');
      await step.useApp.click();
      await step.code.fill(wrongCode(phone));
      await expect(step.code).toHaveAttribute('aria-invalid');
      await expectAccessible(page, 'a wrong code of an app');
      await step.useRecoveryCode.click();
      await expectAccessible(page, 'a recovery code');
      await step.recoveryCode.fill(code);
      await step.goOn.click();
      await expect(step.signedIn).toBeFocused();
      await expectAccessible(page, 'how many codes are left');
    });

    test('a new password by mail', async ({ page, t, given, complaints }) => {
      complaints.expect(/status of 404/);
      const person = await given.user({ locale: language });
      const reset = resetPasswordPage(page, t);
      await page.goto('/forgot-password');
      await untilAlive(page);
      await reset.send.click();
      await expect(reset.email).toBeFocused();
      await expectAccessible(page, 'where to send it, with an error');
      await reset.email.fill(person.email);
      await reset.send.click();
      await expect(reset.checkMail).toBeFocused();
      await expectAccessible(page, 'sent');
      await page.goto(`/reset-password?token=${'A'.repeat(64)}`);
      await reset.choose('short');
      await expect(reset.password).toBeFocused();
      await expectAccessible(page, 'a password that is too short');
      await reset.choose('five lanterns hum in the rain');
      await expect(reset.expired).toBeFocused();
      await expectAccessible(page, 'a link that is too old');
    });

    test('an account that begins with a passkey', async ({ page, t, complaints }) => {
      complaints.expect(/status of 412/);
      const email = newAddress();
      const device = await giveDevice(page);
      const signUp = signUpPage(page, t);
      await signUp.open();
      await signUp.byPasskey.click();
      await expectAccessible(page, 'no password');
      await signUp.name.fill('Ash Axel');
      await signUp.email.fill(email);
      await signUp.submit.click();
      await expect(signUp.checkMail).toBeVisible();
      await page.goto(await outboxPage(page, t).linkMailedTo(email, '/verify-email'));
      const verify = verifyEmailPage(page, t);
      await verify.press();
      await expect(verify.createHeading).toBeFocused();
      await expectAccessible(page, 'about to make a passkey');
      await device.refuseFinger();
      await verify.createPasskey.click();
      await expect(verify.notice).toBeVisible();
      await expectAccessible(page, 'no passkey was made');
    });

    test('the links of notices', async ({ page, t, app, given, signIn, complaints }) => {
      complaints.expect(/status of 404/);
      const person = await given.user({ locale: language });
      const { notMe, approve, expired } = linkPage(page, t);
      await signIn(person);
      await profilePage(page, t).open();
      const asked = await page.request.post('/api/trpc/profile.changeEmail.request', {
        data: { email: newAddress() },
        headers: { origin: app.url },
      });
      expect(asked.status()).toBe(200);
      const outbox = outboxPage(page, t);
      await page.goto(await outbox.linkMailedTo(person.email, '/email-change/approve'));
      await expect(approve.question).toBeVisible();
      await expectAccessible(page, 'a new address?');
      await approve.press();
      await expect(approve.done).toBeFocused();
      await expectAccessible(page, 'a new address approved');

      await page.goto(`/not-me?token=${'A'.repeat(64)}`);
      await expect(notMe.question).toBeVisible();
      await expectAccessible(page, 'was this not you?');
      await notMe.press();
      await expect(expired).toBeFocused();
      await expectAccessible(page, 'a notice that is too old');
      await page.goto(await notMeLink());
      await notMe.press();
      await expect(notMe.done).toBeFocused();
      await expectAccessible(page, 'signed out everywhere');

      /** Of a notice about a new password. */
      async function notMeLink() {
        const reset = resetPasswordPage(page, t);
        await reset.askFor(person.email);
        await expect(reset.checkMail).toBeVisible();
        await page.goto(await outbox.linkMailedTo(person.email, '/reset-password'));
        await reset.choose('five lanterns hum in the rain');
        await expect(signInPage(page, t).notice).toHaveText(t('access.passwordSet'));
        return outbox.linkMailedTo(person.email, '/not-me');
      }
    });
  });
}
