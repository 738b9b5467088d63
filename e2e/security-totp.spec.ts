import { readFile } from 'node:fs/promises';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { securityPage } from './pages/security-page';
import { factorsIn } from './support/factors';

test('an authenticator app is set up by its key, and codes to fall back on come with it', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await security.addApp.click();
  const { enrolment, codes } = security;
  await expect(enrolment.qr).toBeVisible();
  const key = await enrolment.readKey();
  await expect(enrolment.link).toHaveAttribute('href', new RegExp(`^otpauth://totp/.*secret=${key}`));
  await enrolment.name.fill('Work phone');
  await enrolment.code.fill(wrongCode({ key }));
  await enrolment.confirm.click();
  await expect(enrolment.dialog).toContainText(t('reasons.CODE_WRONG'));
  await expect(enrolment.code).toBeFocused();
  await expect(enrolment.name).toHaveValue('Work phone');
  const shown = codeOf({ key });
  await enrolment.code.fill(`${shown.slice(0, 3)} ${shown.slice(3)}`);
  await page.keyboard.press('Enter');
  await expect(enrolment.dialog).toBeHidden();

  await expect(codes.list).toHaveCount(10);
  await expect(codes.list.first()).toHaveText(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  await codes.saved.click();
  await expect(security.row('totp', 'Work phone')).toBeVisible();
  await expect(security.card('recoveryCodes')).toContainText(
    t('security.recoveryCodes.left', { left: 10, total: 10 }),
  );
  await expect(security.card('recoveryCodes')).toContainText('Marked as saved');
  await expect(security.makeNewCodes).toBeFocused();
  await expect(security.readiness).toContainText(t('security.readiness.phoneLost.mailAndCodes'));
});

test('codes are copied, downloaded, printed, and not closed by accident', async ({
  page,
  t,
  app,
  given,
  signIn,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.totp(person);
  await factors.recoveryCodes(person, { count: 2 });
  await signIn(person);
  await factors.proveTwice(person);
  const security = securityPage(page, t);
  const { codes } = security;
  await security.open();
  await security.makeNewCodes.click();
  await expect(security.replaceCodes).toContainText(t('security.recoveryCodes.replaceText', { left: 2 }));
  await security.confirmReplace.click();
  await expect(codes.list).toHaveCount(10);
  const shown = await codes.list.allInnerTexts();

  await codes.copy.click();
  await expect(security.toast(t('security.copied'))).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown.join('\n'));
  const [download] = await Promise.all([page.waitForEvent('download'), codes.download.click()]);
  expect(download.suggestedFilename()).toBe('foyer-recovery-codes.txt');
  const file = await readFile(await download.path(), 'utf8');
  expect(file).toContain(shown.join('\r\n'));
  expect(file).toContain(person.email);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(shown[0] ?? '')).toBeVisible();
  await expect(page.getByText(t('security.recoveryCodes.file', { email: person.email }))).toBeVisible();
  await expect(page.getByText(t('security.recoveryCodes.copy'), { exact: true })).toBeHidden();
  await expect(page.getByText(t('security.lead'))).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  await page.keyboard.press('Escape');
  await expect(codes.goBack).toBeFocused();
  await codes.goBack.click();
  await expect(codes.list).toHaveCount(10);
  await page.keyboard.press('Escape');
  await codes.closeAnyway.click();
  await expect(codes.dialog).toBeHidden();
  await expect(security.card('recoveryCodes')).toContainText(t('security.recoveryCodes.unsaved'));
  // They are nowhere any more.
  await page.reload();
  await security.stands();
  await expect(page.getByText(shown[0] ?? '')).toBeHidden();
});

test('there are several apps, and the last one goes with a warning', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.totp(person, { name: 'Phone' });
  await factors.totp(person, { name: 'Tablet' });
  await signIn(person);
  await factors.proveTwice(person);
  const security = securityPage(page, t);
  await security.open();
  await security.rename('Tablet').click();
  await security.nameField.fill('Old tablet');
  await page.keyboard.press('Enter');
  await security.remove('Old tablet').click();
  await expect(security.removal).toContainText(
    t('security.removal.secondLeft', { list: t('security.factors.totp') }),
  );
  await security.confirmRemoval('totp').click();
  await expect(security.remove('Old tablet')).toBeHidden();
  await security.remove('Phone').click();
  await expect(security.removal).toContainText(t('security.removal.secondLost'));
  await security.cancelRemoval.click();
  await expect(security.remove('Phone')).toBeFocused();
});
