import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { factorsIn } from './support/factors';

const ANOTHER = 'nine kettles hum under snow';

test('changing the password ends the session of another browser', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const there = await openOtherBrowser();
  await signIn(person, there);
  await profilePage(there, t).open();
  await signIn(person);
  const security = securityPage(page, t);
  await page.goto('/settings/security#password');
  await security.stands();
  // Who came for the password finds the form open.
  await expect(security.currentPassword).toBeFocused();
  await expect(security.currentPassword).toHaveAttribute('autocomplete', 'current-password');
  await expect(security.newPassword).toHaveAttribute('autocomplete', 'new-password');

  await security.currentPassword.fill('not the one at all');
  await security.newPassword.fill('short');
  await security.changePassword.click();
  await expect(security.newPassword).toBeFocused();
  await expect(security.card('password')).toContainText(t('problems.passwordTooShort'));
  await security.newPassword.fill(ANOTHER);
  await security.changePassword.click();
  await expect(security.currentPassword).toBeFocused();
  await expect(security.card('password')).toContainText(t('reasons.PASSWORD_WRONG'));
  await security.currentPassword.fill(person.password);
  await page.keyboard.press('Enter');
  await expect(security.toast(t('security.password.changed', { count: 1 }))).toBeVisible();
  await expect(security.changePassword).toBeFocused();

  await there.reload();
  await expect(signInPage(there, t).notice).toHaveText(t('access.sessionEnded'));
  await page.reload();
  await security.stands();
});

test('a password is removed by who can do without, and set again', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.passkey(person, { name: 'Phone' });
  await factors.passkey(person, { name: 'Key' });
  await signIn(person);
  await factors.proveTwice(person);
  const security = securityPage(page, t);
  await security.open();
  await security.removePassword.click();
  await expect(security.removal).toContainText(
    t('security.removal.ways', { list: t('security.factors.passkeys', { count: 2 }) }),
  );
  await security.confirmRemoval('password').click();
  await expect(security.card('password')).toContainText(t('security.password.none'));
  await expect(security.setPassword).toBeFocused();

  await security.setPassword.click();
  await security.newPassword.fill(ANOTHER);
  await security.setPassword.click();
  await expect(security.toast(t('security.password.setDone'))).toBeVisible();
  await expect(security.card('password')).toContainText(t('security.password.has'));
});

test('the last way in stays: the answer says why, and leads to what to add first', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.passkey(person, { name: 'Only one' });
  await signIn(person);
  await factors.proveTwice(person);
  const security = securityPage(page, t);
  await security.open();

  await security.removePassword.click();
  await expect(security.neededPassword).toContainText(t('security.removal.neededText'));
  await security.neededPassword.getByRole('button', { name: t('security.recoveryCodes.make') }).click();
  await expect(security.makeCodes).toBeFocused();
  await expect(security.makeCodes).toBeInViewport();

  await factors.withoutPassword(person);
  await page.reload();
  await security.stands();
  await security.remove('Only one').click();
  await expect(security.lastWayIn).toContainText(t('security.removal.lastText'));
  await security.lastWayIn.getByRole('button', { name: t('security.password.set') }).click();
  await expect(security.setPassword).toBeFocused();
});
