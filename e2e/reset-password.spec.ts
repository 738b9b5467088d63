import { codeOf } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { resetPasswordPage } from './pages/reset-password-page';
import { secondStepPage } from './pages/second-step-page';
import { signInPage } from './pages/sign-in-page';
import { untilAlive } from './support/alive';
import { factorsIn } from './support/factors';
import { newAddress } from './support/people';

const NEW_PASSWORD = 'five lanterns hum in the rain';

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('a forgotten password is set anew by mail, and the second factor still asked for', async ({
      page,
      t,
      app,
      given,
      signIn,
      openOtherBrowser,
    }) => {
      const person = await given.user({ locale: language });
      const phone = await factorsIn(app).totp(person);
      // Signed in somewhere else meanwhile.
      const other = await openOtherBrowser();
      await signIn(person, other);
      await profilePage(other, t).open();

      const form = signInPage(page, t);
      await form.open();
      await form.enterAddress(person.email);
      await form.forgot.click();
      const reset = resetPasswordPage(page, t);
      await untilAlive(page);
      // No typing again of what is known.
      await expect(reset.email).toHaveValue(person.email);
      await reset.send.click();
      await expect(reset.checkMail).toBeFocused();
      await expect(page.getByRole('main')).toContainText(person.email);

      await page.goto(await outboxPage(page, t).linkMailedTo(person.email, '/reset-password'));
      await expect(reset.password).toHaveAttribute('autocomplete', 'new-password');
      await expect(reset.username).toHaveValue(person.email);
      await reset.choose(NEW_PASSWORD);
      await expect(form.notice).toHaveText(t('access.passwordSet'));

      await other.reload();
      await expect(signInPage(other, t).notice).toHaveText(t('access.sessionEnded'));
      await form.signIn({ ...person, password: NEW_PASSWORD });
      await secondStepPage(page, t).code.fill(codeOf(phone));
      await expect(profilePage(page, t).heading).toBeVisible();
    });
  });
}

test('an address without an account gets the same answer, and a mail that says so', async ({
  page,
  t,
  given,
}) => {
  const person = await given.user();
  const stranger = newAddress();
  const reset = resetPasswordPage(page, t);
  const said = [];
  for (const email of [person.email, stranger]) {
    await reset.askFor(email);
    await expect(reset.checkMail).toBeVisible();
    said.push((await page.getByRole('main').innerText()).replace(email, 'the address'));
  }
  expect(said[0]).toBe(said[1]);
  const outbox = outboxPage(page, t);
  await outbox.openNewestMailTo(stranger);
  await expect(outbox.linkTo('/sign-up')).toBeVisible();
});

test('a password that is easy to guess is told beside the field; the link works once', async ({
  page,
  t,
  given,
  complaints,
}) => {
  complaints.expect(/status of 400/);
  complaints.expect(/status of 404/);
  const person = await given.user();
  const reset = resetPasswordPage(page, t);
  await reset.askFor(person.email);
  await expect(reset.checkMail).toBeVisible();
  const link = await outboxPage(page, t).linkMailedTo(person.email, '/reset-password');

  await page.goto(link);
  await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
  await reset.choose('passwordpassword');
  await expect(reset.password).toHaveAccessibleDescription(new RegExp(`^${t('reasons.PASSWORD_GUESSABLE')}`));
  await expect(reset.password).toBeFocused();
  await reset.choose(NEW_PASSWORD);
  await expect(signInPage(page, t).notice).toHaveText(t('access.passwordSet'));

  await page.goto(link);
  await reset.choose('another five lanterns in the rain');
  await expect(reset.expired).toBeFocused();
  await expect(reset.again).toHaveAttribute('href', '/forgot-password');
});

test('opening the link changes nothing', async ({ page, t, given, request, signIn }) => {
  const person = await given.user();
  const reset = resetPasswordPage(page, t);
  await reset.askFor(person.email);
  await expect(reset.checkMail).toBeVisible();
  const link = await outboxPage(page, t).linkMailedTo(person.email, '/reset-password');
  await signIn(person);
  expect((await request.get(link)).status()).toBe(200);
  await profilePage(page, t).open();
  await page.goto(link);
  await reset.choose(NEW_PASSWORD);
  await expect(signInPage(page, t).notice).toHaveText(t('access.passwordSet'));
});
