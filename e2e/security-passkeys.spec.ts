import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import { expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { giveDevice } from './support/authenticator';
import { factorsIn } from './support/factors';

test('a passkey is added, renamed and removed, and the device hears of it', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const device = await giveDevice(page);
  const security = securityPage(page, t);
  await security.open();
  await expect(security.readiness).toContainText(t('security.readiness.next.addSecondFactor'));
  await security.addPasskey.click();

  // The first second factor: codes to fall back on, at once and without another question.
  await expect(security.codes.list).toHaveCount(10);
  await security.codes.saved.click();
  await expect(security.codes.dialog).toBeHidden();
  const [credentialId] = await device.passkeys();
  const synced = security.row('passkeys', t('security.passkeys.synced'));
  await expect(synced).toContainText(t('security.neverUsed'));

  // As it was named after the browser; whatever that is called.
  const rename = synced.getByRole('button', { name: t('security.renameNamed', { name: '' }) });
  await rename.click();
  await expect(security.nameField).toBeFocused();
  await security.nameField.fill('');
  await security.save.click();
  await expect(security.nameField).toBeFocused();
  await expect(security.card('passkeys')).toContainText(t('problems.required'));
  await security.nameField.fill('Laptop');
  await security.save.click();
  await expect(security.rename('Laptop')).toBeFocused();
  await page.reload();
  await security.stands();

  await security.remove('Laptop').click();
  await expect(security.removal).toContainText(
    t('security.removal.ways', { list: t('security.factors.password') }),
  );
  await expect(security.removal).toContainText(t('security.removal.secondLost'));
  await security.confirmRemoval('passkey').click();
  await expect(security.card('passkeys')).toContainText(t('security.passkeys.empty'));
  await expect(security.addPasskey).toBeFocused();
  await expect.poll(() => device.told.removed).toEqual([credentialId]);
  expect(await device.passkeys()).toEqual([]);
});

test('a device hears of a new name as well', async ({ page, t, app, given, signIn }) => {
  const person = await given.user({ displayName: 'Before' });
  await signIn(person);
  const device = await giveDevice(page);
  const { credentialId } = await factorsIn(app).passkey(person, { device });
  const profile = profilePage(page, t);
  await profile.open();
  await profile.rename('After');
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();
  await expect.poll(() => device.told.renamed).toContainEqual({ credentialId, userName: person.email });
});

test('what keeps the browser from making one is told, and nothing is lost', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  await signIn(person);
  const device = await giveDevice(page);
  await factorsIn(app).passkey(person, { device });
  await factorsIn(app).proveTwice(person);
  const security = securityPage(page, t);
  await security.open();
  const told = security.card('passkeys').getByRole('alert');
  await security.addPasskey.click();
  await expect(told).toHaveText(t('passkeyCreation.alreadyThere'));
  await expect(security.addPasskey).toBeFocused();

  await device.lose((await device.passkeys())[0] ?? '');
  await device.refuseFinger();
  await security.addPasskey.click();
  await expect(told).toHaveText(t('passkeyCreation.cancelled'));
});

test('removing a passkey offers to end the sessions that it opened', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const person = await given.user();
  const lost = await factorsIn(app).passkey(person, { name: 'Lost phone' });
  const there = await openOtherBrowser();
  await signIn(person, there);
  await app.db.update(sessions).set({ passkeyId: lost.id }).where(eq(sessions.userId, person.id));
  await signIn(person);
  await factorsIn(app).proveTwice(person);
  await profilePage(there, t).open();

  const security = securityPage(page, t);
  await security.open();
  await security.remove('Lost phone').click();
  await security.removal.getByText(t('security.removal.endSessions', { count: 1 })).click();
  await expect(security.endSessions).toBeChecked();
  await security.confirmRemoval('passkey').click();
  await expect(
    security.toast(t('security.passkeys.removed', { name: 'Lost phone', count: 1 })),
  ).toBeVisible();
  await there.reload();
  await expect(there).toHaveURL(/\/sign-in/);
});

test('a counter that went back is told beside its passkey', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  await factorsIn(app).passkey(person, {
    name: 'Old key',
    backedUp: false,
    counterWentBackAt: new Date(Date.now() - 7_200_000),
  });
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  const row = security.row('passkeys', 'Old key');
  await expect(row).toContainText(t('security.passkeys.deviceBound'));
  await expect(row).toContainText('Its counter went back 2 hours ago');
});

test('with a passkey one confirms and removes another', async ({
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
  const device = await giveDevice(page);
  const factors = factorsIn(app);
  await factors.passkey(person, { device, name: 'Mine' });
  await factors.passkey(person, { name: 'Other' });
  const security = securityPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await security.open();
  await security.remove('Other').click();
  await security.confirmRemoval('passkey').click();
  await expect(stepUp.passkeyButton).toBeFocused();
  await stepUp.byPasskey();
  // It goes on by itself.
  await expect(security.remove('Other')).toBeHidden();
  await expect(security.remove('Mine')).toBeVisible();
  await expect(stepUp.dialog).toBeHidden();
  await expect(security.removal).toBeHidden();
});
