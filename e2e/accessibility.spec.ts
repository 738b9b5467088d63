import { accountFactories } from '@/server/testing/account-factories';
import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { adminPage } from './pages/admin-page';
import { commandPalette } from './pages/command-palette';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { outboxPage } from './pages/outbox-page';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { verifyEmailPage } from './pages/verify-email-page';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';
import { newAddress, PASSWORD } from './support/people';
import { leaveMailStuck } from './support/stuck-mail';

// Each state is looked at several times.
test.describe.configure({ timeout: 120_000 });

test('sign-in', async ({ page, t, complaints }) => {
  complaints.expect(/status of 401/);
  const signIn = signInPage(page, t);
  await page.goto('/sign-in?next=/settings/profile&ended=1');
  await untilAlive(page);
  await expectAccessible(page, 'a session that ended');
  await signIn.goOn.click();
  await expect(signIn.email).toBeFocused();
  await expectAccessible(page, 'with errors');
  await signIn.signIn({ email: newAddress(), password: PASSWORD });
  await expect(signIn.refusal).toBeVisible();
  await expectAccessible(page, 'refused');
});

test('sign-up', async ({ page, t }) => {
  const signUp = signUpPage(page, t);
  await signUp.open();
  await expectAccessible(page, 'empty');
  await signUp.signUp({ displayName: '', email: 'no', password: 'no' });
  await expect(signUp.name).toBeFocused();
  await expectAccessible(page, 'with errors');
  await signUp.signUp({ displayName: 'Ash Axel', email: newAddress(), password: PASSWORD });
  await expect(signUp.checkMail).toBeVisible();
  await expectAccessible(page, 'check your mail');
});

test('confirming an address', async ({ page, t, openOtherBrowser, complaints }) => {
  complaints.expect(/status of 412/);
  complaints.expect(/status of 401/);
  const email = newAddress();
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp({ displayName: 'Ash Axel', email, password: PASSWORD });
  await expect(signUp.checkMail).toBeVisible();

  const outbox = outboxPage(page, t);
  await outbox.openNewestMailTo(email);
  await expectAccessible(page, 'a mail as text');
  const link = await outbox.linkTo('/verify-email').getAttribute('href');
  await outbox.asDesigned.click();
  await expectAccessible(page, 'a mail as designed');
  await outbox.open();
  await expectAccessible(page, 'the list of mails');

  const other = await openOtherBrowser();
  const verify = verifyEmailPage(other, t);
  await other.goto(link ?? '');
  await expectAccessible(other, 'one click');
  await verify.press();
  await verify.confirmWith('not the one');
  await expect(verify.refusal).toBeVisible();
  await expectAccessible(other, 'wrong password');
  await other.goto('/verify-email');
  await expect(verify.expired).toBeVisible();
  await expectAccessible(other, 'an expired link');
});

test('the profile', async ({ page, t, given, signIn }) => {
  await signIn(await given.user({ bio: '*Here* and **there**, [at home](https://example.org)' }));
  const profile = profilePage(page, t);
  await profile.open();
  await expectAccessible(page, 'as saved');
  await profile.previewTab.click();
  await expect(profile.preview.getByRole('link')).toBeVisible();
  await expectAccessible(page, 'the preview of the bio');
  await profile.rename('');
  await profile.website.fill('nowhere');
  await profile.save();
  await expect(profile.name).toBeFocused();
  await expectAccessible(page, 'with errors');
  await page.getByRole('link', { name: /\/u\// }).click();
  await expect(profile.stayButton).toBeFocused();
  await expectAccessible(page, 'asking before leaving');
  await profile.stayButton.click();
  await profile.rename('Ash Axel');
  await profile.website.fill('');
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();
  await expectAccessible(page, 'just saved');
});

test('security, with a password alone', async ({ page, t, given, signIn, app, complaints }) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await expectAccessible(page, 'nothing but a password');
  await security.changePassword.click();
  await security.changePassword.click();
  await expect(security.currentPassword).toBeFocused();
  await security.changeEmail.click();
  await security.requestEmail.click();
  await expect(security.newEmail).toBeFocused();
  await expectAccessible(page, 'forms with errors');
  await factorsIn(app).letProofAge(person);
  await security.addApp.click();
  const stepUp = stepUpDialog(page, t);
  await expect(stepUp.password).toBeFocused();
  await expectAccessible(page, 'confirm it is you');
  await stepUp.byPassword(person.password);
  await expect(security.enrolment.qr).toBeVisible();
  await expectAccessible(page, 'an app being set up');
  await page.keyboard.press('Escape');
  await page.evaluate(() => sessionStorage.setItem('foyer.signed-in-with', 'password'));
  await giveDevice(page);
  await page.reload();
  await expect(security.offer).toBeVisible();
  await expectAccessible(page, 'the offer of a passkey');
});

test('security, with everything', async ({ page, t, given, signIn, app }) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.passkey(person, { name: 'Phone', counterWentBackAt: new Date() });
  await factors.totp(person, { name: 'Tablet' });
  await factors.recoveryCodes(person);
  await factors.trustedDevice(person);
  const account = accountFactories(app.db);
  await account.emailChange(person);
  for (const kind of ['session.started', 'passkey.added', 'email.changeRequested'] as const)
    await account.event(person, { kind, ip: '203.0.113.7', details: { name: 'Phone' } });
  await signIn(person);
  await factors.proveTwice(person);
  const security = securityPage(page, t);
  await security.open();
  await expectAccessible(page, 'everything there is');
  await security.rename('Phone').click();
  await expect(security.nameField).toBeFocused();
  await expectAccessible(page, 'a passkey being renamed');
  await security.remove('Tablet').click();
  await expect(security.cancelRemoval).toBeFocused();
  await expectAccessible(page, 'before something is removed');
  await security.cancelRemoval.click();
  await security.makeNewCodes.click();
  await security.confirmReplace.click();
  await expect(security.codes.list).toHaveCount(10);
  await expectAccessible(page, 'recovery codes');
  await page.keyboard.press('Escape');
  await expect(security.codes.goBack).toBeFocused();
  await expectAccessible(page, 'before they are lost');
});

test('menus and palette', async ({ page, t, given, signIn }) => {
  await signIn(await given.user({ role: 'administrator' }));
  await profilePage(page, t).open();
  await accountMenu(page, t).open();
  await expectAccessible(page, 'the account menu');
  await page.keyboard.press('Escape');
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await expectAccessible(page, 'the palette');
  await palette.search('zzzz');
  await expect(palette.empty).toBeVisible();
  await expectAccessible(page, 'the palette, nothing found');
  await page.keyboard.press('Escape');
  await expect(palette.dialog).toBeHidden();
  await page.keyboard.press('?');
  await expect(palette.shortcuts).toBeVisible();
  await expectAccessible(page, 'the shortcuts');
  await page.keyboard.press('Escape');
  // Now as narrow as a phone.
  await page.getByRole('button', { name: t('navigation.openMenu') }).click();
  await expect(page.getByRole('dialog', { name: t('navigation.settings') })).toBeVisible();
  await expectAccessible(page, 'the sheet of a phone');
});

test('the page of a person', async ({ page, t, given, signIn }) => {
  const plain = await given.user();
  const full = await given.user({
    bio: 'I *draw*.\n\n- birch\n- ash\n\n[Yard](https://example.org)',
    location: 'Oslo',
    website: 'https://example.org/',
    timeZone: 'Europe/Oslo',
  });
  const person = personPage(page, t);
  await person.open(plain.handle);
  await expectAccessible(page, 'with nothing told, to a visitor');
  await signIn(full);
  await person.open(full.handle);
  await expectAccessible(page, 'one’s own');
});

test('the administration', async ({ page, t, given, signIn, app }) => {
  await signIn(await given.user({ role: 'administrator' }));
  const admin = adminPage(page, t);
  await admin.open();
  await expect(admin.nothingStuck).toBeVisible();
  await expectAccessible(page, 'nothing stuck');
  const takeAway = await leaveMailStuck(app.db);
  await page.reload();
  await expect(admin.job('mail.verifyEmail')).toBeVisible();
  await expectAccessible(page, 'two mails stuck');
  await takeAway();
});

test('the page that is not there', async ({ page, t, complaints }) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  await page.goto('/nowhere');
  await expect(notFoundPage(page, t).home).toBeVisible();
  await expectAccessible(page, 'not found');
});

test.describe('in French', () => {
  test.use({ language: 'fr' });

  test('sign-in and profile', async ({ page, t, given, signIn }) => {
    await signInPage(page, t).open();
    await expectAccessible(page, 'sign-in');
    await signIn(await given.user({ locale: 'fr' }));
    await profilePage(page, t).open();
    await expectAccessible(page, 'the profile');
  });
});
