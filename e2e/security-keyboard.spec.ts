import { codeOf } from '@/server/testing/codes-factories';
import { expect, test } from './fixtures';
import { securityPage } from './pages/security-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { factorsIn } from './support/factors';
import { pressByKey, typeInto } from './support/keyboard';

test('an app is set up, named and removed by keyboard alone', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  await signIn(person);
  await factorsIn(app).letProofAge(person);
  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  await pressByKey(page, security.addApp);
  await expect(stepUp.password).toBeFocused();
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(security.enrolment.dialog).toBeVisible();
  const key = await security.enrolment.readKey();
  await typeInto(page, security.enrolment.code, codeOf({ key }));
  await page.keyboard.press('Enter');
  await expect(security.codes.list).toHaveCount(10);
  await pressByKey(page, security.codes.saved);
  await expect(security.makeNewCodes).toBeFocused();

  await page.keyboard.press('ControlOrMeta+Home');
  const name = t('security.totp.defaultName');
  await pressByKey(page, security.rename(name));
  await expect(security.nameField).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(security.rename(name)).toBeFocused();
  await pressByKey(page, security.remove(name));
  await expect(security.cancelRemoval).toBeFocused();
  await pressByKey(page, security.confirmRemoval('totp'));
  await expect(security.addApp).toBeFocused();
  await expect(security.card('totp')).toContainText(t('security.totp.empty'));
});

test.describe('in French', () => {
  test.use({ language: 'fr' });

  test('the same in French: an app, its codes, its removal', async ({
    page,
    t,
    app,
    given,
    signIn,
    complaints,
  }) => {
    complaints.expect(STEP_UP_COMPLAINT);
    const person = await given.user({ locale: 'fr', timeZone: 'Europe/Paris' });
    await signIn(person);
    await factorsIn(app).letProofAge(person);
    const security = securityPage(page, t);
    await security.open();
    await expect(page).toHaveTitle(/^Sécurité/);
    await security.addApp.click();
    await stepUpDialog(page, t).byPassword(person.password);
    const key = await security.enrolment.readKey();
    await security.enrolment.code.fill(codeOf({ key }));
    await security.enrolment.confirm.click();
    await expect(security.codes.list).toHaveCount(10);
    await security.codes.saved.click();
    await expect(security.events.filter({ hasText: 'Codes de secours créés' })).toHaveCount(1);
    const name = t('security.totp.defaultName');
    await security.remove(name).click();
    await expect(security.removal).toContainText('Retirer l’application');
    await security.confirmRemoval('totp').click();
    await expect(security.card('totp')).toContainText(t('security.totp.empty'));
  });
});
