import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { factorsIn } from './support/factors';

test('by password, also after a wrong one, the interrupted action goes on by itself', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  complaints.expect(/status of 401/);
  const person = await given.user();
  await signIn(person);
  await factorsIn(app).letProofAge(person);
  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  await security.addApp.click();
  await expect(stepUp.password).toBeFocused();
  await stepUp.byPassword('not the one at all');
  await expect(stepUp.error(t('reasons.PASSWORD_WRONG'))).toBeVisible();
  await expect(stepUp.password).toBeFocused();
  await stepUp.byPassword(person.password);
  await expect(security.enrolment.dialog).toBeVisible();
  await expect(stepUp.dialog).toBeHidden();

  // For five minutes nothing is asked again.
  await page.keyboard.press('Escape');
  await expect(security.enrolment.dialog).toBeHidden();
  await security.addApp.click();
  await expect(security.enrolment.dialog).toBeVisible();
});

test('by the code of an app, above a form that keeps what was typed', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  complaints.expect(/status of 401/);
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  await signIn(person);
  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  await security.changeEmail.click();
  await security.newEmail.fill('somewhere.else@example.test');
  await security.requestEmail.click();
  await expect(stepUp.code).toBeFocused();

  // Closing it leaves everything as it was.
  await stepUp.close();
  await expect(stepUp.dialog).toBeHidden();
  await expect(security.newEmail).toHaveValue('somewhere.else@example.test');
  await expect(security.requestEmail).toBeFocused();
  await expect(security.card('email').getByRole('alert')).toBeHidden();

  await security.requestEmail.click();
  await stepUp.byCode(wrongCode(phone));
  await expect(stepUp.error(t('reasons.CODE_WRONG'))).toBeVisible();
  await stepUp.byCode(codeOf(phone));
  await expect(security.card('email')).toContainText(
    t('security.email.pending', { email: 'somewhere.else@example.test' }),
  );
});

test('by a recovery code, one press away, which is used up', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.totp(person);
  const [code = ''] = await factors.recoveryCodes(person, { count: 4 });
  await signIn(person);
  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  const left = (count: number) => t('security.recoveryCodes.left', { left: count, total: 4 });
  await expect(security.card('recoveryCodes')).toContainText(left(4));
  await security.addApp.click();
  await stepUp.useRecoveryCode();
  await expect(stepUp.recoveryCode).toBeFocused();
  // As it stands on paper, or as somebody types it.
  await stepUp.byRecoveryCode(code.toLowerCase().replace(/(.{4})(?=.)/g, '$1 '));
  await expect(security.enrolment.dialog).toBeVisible();
  await page.reload();
  await expect(security.card('recoveryCodes')).toContainText(left(3));
});

test('the other tabs stay signed in, and a question above a dialog closes alone', async ({
  page,
  t,
  app,
  given,
  signIn,
  context,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  const phone = await factorsIn(app).totp(person);
  const tablet = await factorsIn(app).totp(person, { name: 'Tablet' });
  await signIn(person);
  const otherTab = await context.newPage();
  await profilePage(otherTab, t).open();
  await page.bringToFront();

  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  await security.remove('Tablet').click();
  await security.confirmRemoval('totp').click();
  await expect(stepUp.dialog).toBeVisible();
  await stepUp.close();
  await expect(stepUp.dialog).toBeHidden();
  await expect(security.removal).toBeVisible();
  await expect(security.confirmRemoval('totp')).toBeFocused();
  await security.confirmRemoval('totp').click();
  await stepUp.byCode(codeOf(phone));
  await expect(security.remove('Tablet')).toBeHidden();
  expect(tablet.id).not.toBe(phone.id);

  const profile = profilePage(otherTab, t);
  await profile.rename('Still here');
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();
});
