import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { verifyEmailPage } from './pages/verify-email-page';
import { pressByKey, tabTo, typeInto } from './support/keyboard';
import { newAddress, PASSWORD } from './support/people';

test('an account begins, is used and is left by keyboard alone', async ({ page, t }) => {
  const email = newAddress();
  const signUp = signUpPage(page, t);
  await signUp.open();
  await typeInto(page, signUp.name, 'Kit Keyes');
  await typeInto(page, signUp.email, email);
  await typeInto(page, signUp.password, PASSWORD);
  await page.keyboard.press('Enter');
  await expect(signUp.checkMail).toBeVisible();

  await pressByKey(page, page.getByRole('link', { name: t('common.demoOutbox') }));
  const outbox = outboxPage(page, t);
  await tabTo(page, outbox.refresh);
  const mail = outbox.mailsTo(email);
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(mail).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await pressByKey(page, mail.getByRole('link'));
  await pressByKey(page, outbox.linkTo('/verify-email'));
  await pressByKey(page, verifyEmailPage(page, t).confirm);

  const profile = profilePage(page, t);
  await profile.stands();
  await typeInto(page, profile.location, 'Porto');
  await page.keyboard.press('Enter');
  await expect(profile.savedNotice).toBeVisible();

  const menu = accountMenu(page, t);
  await page.keyboard.press('ControlOrMeta+Home');
  await pressByKey(page, menu.button);
  await expect(menu.menu).toBeVisible();
  await expect(menu.menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(signInPage(page, t).notice).toHaveText(t('access.signedOut'));
});

test('the first Tab offers to skip to the content', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: t('common.skip') });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('a menu gives the focus back to its button', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  await profilePage(page, t).open();
  const menu = accountMenu(page, t);
  await pressByKey(page, menu.button);
  await expect(menu.menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu.menu).toBeHidden();
  await expect(menu.button).toBeFocused();
});

test('a menu that closes leaves the focus to whoever has gone on meanwhile', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const profile = profilePage(page, t);
  await profile.open();
  const menu = accountMenu(page, t);
  await pressByKey(page, menu.button);
  await expect(menu.menu).toBeVisible();
  // After it was told to close, and before it is gone.
  await profile.location.evaluate((field) =>
    addEventListener('keydown', () => requestAnimationFrame(() => field.focus()), {
      capture: true,
      once: true,
    }),
  );
  await page.keyboard.press('Escape');
  await expect(menu.menu).toBeHidden();
  await expect(profile.location).toBeFocused();
});

test('a message lets pass whoever walks by keyboard, and gives back their place when it is closed', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const profile = profilePage(page, t);
  await profile.open();
  await typeInto(page, profile.location, 'Porto');
  await page.keyboard.press('Enter');
  await expect(profile.savedNotice).toBeVisible();
  // With the pointer on it, it stays.
  await profile.savedNotice.hover();
  const { button } = accountMenu(page, t);
  for (let round = 0; round < 2; round++) {
    await tabTo(page, profile.closeNotice);
    await tabTo(page, button);
  }
  await tabTo(page, profile.closeNotice);
  await page.keyboard.press('Enter');
  await expect(profile.savedNotice).toBeHidden();
  await expect(page.locator(':focus')).not.toHaveCount(0);
});
