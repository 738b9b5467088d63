import { accountFactories } from '@/server/testing/account-factories';
import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { adminPage } from './pages/admin-page';
import { commandPalette } from './pages/command-palette';
import { NOT_FOUND_COMPLAINT } from './pages/not-found-page';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { factorsIn } from './support/factors';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';
import { leaveMailStuck } from './support/stuck-mail';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';

const WINDOWS = [
  { name: '320 px wide', use: { viewport: { width: 320, height: 640 } } },
  // 1280 by 1024 at a zoom of 400 %.
  { name: 'at a zoom of 400 %', use: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 } },
];

for (const { name, use } of WINDOWS) {
  test.describe(name, () => {
    test.use(use);

    test('the pages before sign-in fit', async ({ page, complaints }) => {
      complaints.expect(NOT_FOUND_COMPLAINT);
      for (const path of [
        '/sign-in',
        '/sign-up',
        '/check-mail',
        '/verify-email?token=x',
        '/forgot-password',
        '/reset-password?token=x',
        '/not-me?token=x',
        '/email-change/approve?token=x',
        '/email-change/undo',
        '/outbox',
        '/u/mia',
        '/nowhere',
      ]) {
        await page.goto(path);
        await expectNoSidewaysScroll(page, path);
        await expectReachable(page.locator('body'));
      }
    });

    test('the settings fit, whatever somebody is called', async ({ page, t, given, signIn }) => {
      const person = await given.user({
        displayName: LONG_NAME,
        bio: LONG_NAME.repeat(5),
        location: LONG_NAME,
        website: `https://example.org/${'way/'.repeat(30)}`,
      });
      await signIn(person);
      await personPage(page, t).open(person.handle);
      await expectNoSidewaysScroll(page, 'the page of a person');
      await expectReachable(page.locator('body'));

      const profile = profilePage(page, t);
      await profile.open();
      await expectNoSidewaysScroll(page, 'the profile');
      await expectReachable(page.locator('body'));
      await profile.previewTab.click();
      await profile.rename('');
      await expect(profile.bar).toBeVisible();
      await profile.save();
      await expectNoSidewaysScroll(page, 'the profile with errors');
      await expectReachable(page.locator('body'));
    });

    test('security fits, whatever things are called', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ displayName: LONG_NAME });
      const factors = factorsIn(app);
      const account = accountFactories(app.db);
      await factors.passkey(person, { name: LONG_NAME, counterWentBackAt: new Date() });
      await factors.totp(person, { name: 'W'.repeat(200) });
      await factors.recoveryCodes(person);
      await factors.trustedDevice(person);
      await account.emailChange(person, { newEmail: `${'w'.repeat(60)}@${'example.'.repeat(20)}test` });
      await account.event(person, {
        ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
        details: { name: LONG_NAME },
      });
      await signIn(person);
      await factors.proveTwice(person);
      const security = securityPage(page, t);
      await security.open();
      await expectNoSidewaysScroll(page, 'security');
      await expectReachable(page.locator('body'));
      await security.rename(LONG_NAME).click();
      await security.changePassword.click();
      await security.changePassword.click();
      await security.changeEmail.click();
      await expectNoSidewaysScroll(page, 'security with forms');
      await expectReachable(page.getByRole('main'));

      await security.remove('W'.repeat(200)).click();
      await expect(security.cancelRemoval).toBeFocused();
      await expectReachable(security.removal);
      await security.cancelRemoval.click();
      await security.addApp.click();
      await expect(security.enrolment.qr).toBeVisible();
      await expectReachable(security.enrolment.dialog);
      await page.keyboard.press('Escape');
      await expect(security.enrolment.dialog).toBeHidden();
      await security.makeNewCodes.click();
      await security.confirmReplace.click();
      await expect(security.codes.list).toHaveCount(10);
      await expectReachable(security.codes.dialog);
      await expectNoSidewaysScroll(page, 'security with recovery codes');
    });

    test('what opens above a page fits', async ({ page, t, given, signIn }) => {
      await signIn(await given.user({ displayName: LONG_NAME, role: 'administrator' }));
      const profile = profilePage(page, t);
      await profile.open();
      await accountMenu(page, t).open();
      await expectNoSidewaysScroll(page, 'the account menu');
      const { menu } = accountMenu(page, t);
      for (const entry of await menu.getByRole('menuitem').or(menu.getByRole('menuitemradio')).all())
        await entry.click({ trial: true });
      await page.keyboard.press('Escape');

      const palette = commandPalette(page, t);
      await palette.openByKeys();
      await expectReachable(palette.dialog);
      for (const option of await palette.options.all()) await option.click({ trial: true });
      await page.keyboard.press('Escape');
      await expect(palette.dialog).toBeHidden();

      const sheet = page.getByRole('dialog', { name: t('navigation.settings') });
      await page.getByRole('button', { name: t('navigation.openMenu') }).click();
      await expectReachable(sheet);
      await page.keyboard.press('Escape');
      await expect(sheet).toBeHidden();

      await profile.location.fill('Elsewhere');
      await page.getByRole('link', { name: /\/u\// }).click();
      await expectReachable(profile.leaving);
    });

    test('the administration fits', async ({ page, t, given, signIn, app }) => {
      await signIn(await given.user({ displayName: LONG_NAME, role: 'administrator' }));
      const takeAway = await leaveMailStuck(app.db);
      await adminPage(page, t).open();
      await expect(adminPage(page, t).job('mail.verifyEmail')).toBeVisible();
      await expectNoSidewaysScroll(page, 'the administration');
      await expectReachable(page.locator('body'));
      await takeAway();
    });
  });
}
