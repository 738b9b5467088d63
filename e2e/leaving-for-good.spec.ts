import { readFile } from 'node:fs/promises';
import { contactFactories } from '@/server/testing/contact-factories';
import { expect, test } from './fixtures';
import { accountPage, receiptPage } from './pages/account-page';
import { outboxPage } from './pages/outbox-page';
import { signInPage } from './pages/sign-in-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { expectAccessible } from './support/accessibility';
import { factorsIn } from './support/factors';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';

test.describe.configure({ timeout: 120_000 });

test('a deletion says what goes and when, waits, and is taken back by signing in', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  const friend = await given.user();
  const around = contactFactories(app.db);
  await around.contacts(person, friend);
  await around.message(person, friend);
  await signIn(person);
  const account = accountPage(page, t);
  const { deletion, question, away } = account;
  await account.open();
  await deletion.ask.click();
  await expect(account.cancel).toBeFocused();
  await expect(question).toContainText(t('account.kinds.contacts', { count: 1 }));
  await expect(question).toContainText(t('account.grounds.impersonation'));
  await deletion.keepMessages.check();
  await deletion.handle.fill(`@${person.handle}`);
  await deletion.confirm.click();

  const receipt = receiptPage(page, t);
  await expect(receipt.waitingOfYours).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(person.handle);
  const address = page.url().replace('?yours=1', '');
  await page.goto('/settings/profile');
  const signInAgain = signInPage(page, t);
  await signInAgain.signIn(person);
  await expect(away.leaving).toBeVisible();
  await expect(away.receipt).toHaveAttribute('href', new URL(address).pathname);
  // A copy can still be taken along, also by whoever has to confirm first.
  await factorsIn(app).letProofAge(person);
  await account.copies.ask.click();
  await stepUpDialog(page, t).byPassword(person.password);
  await expect(account.copies.ready).toBeVisible({ timeout: 30_000 });
  await away.keep.click();
  await expect(account.news).toHaveText(t('account.news.stays'));
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('a deletion is taken back by the link of the mail, once', async ({
      page,
      t,
      given,
      signIn,
      request,
      complaints,
    }) => {
      const person = await given.user({ locale: language, displayName: LONG_NAME });
      await signIn(person);
      const account = accountPage(page, t);
      const { deletion, keep, away } = account;
      await account.open();
      await expectAccessible(page, 'the settings');
      await deletion.ask.click();
      await expect(account.cancel).toBeFocused();
      await expectAccessible(page, 'the question');
      await deletion.orNow.click();
      await expectAccessible(page, 'the question for at once');
      await deletion.orLater.click();
      await deletion.handle.fill(person.handle);
      await deletion.confirm.click();
      await expect(receiptPage(page, t).waitingOfYours).toBeVisible();
      await expectAccessible(page, 'what happens now');

      await signInPage(page, t).open();
      await signInPage(page, t).signIn(person);
      await expect(away.leaving).toBeVisible();
      await expectAccessible(page, 'about to be deleted');
      await away.signOut.click();
      const link = await outboxPage(page, t).linkMailedTo(person.email, '/keep-account');
      // A scanner of mail opens every link.
      expect((await request.get(link)).status()).toBe(200);
      await page.goto(link);
      await expect(keep.question).toBeVisible();
      await expect(page.getByRole('main')).not.toContainText(LONG_NAME);
      await expectAccessible(page, 'the question of the mail');
      await keep.press();
      await expect(keep.done).toBeFocused();

      complaints.expect(/status of 404/);
      await page.goto(link);
      await keep.press();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('access.verifyExpiredTitle'));
      await signInPage(page, t).open('/settings/account');
      await signInPage(page, t).signIn(person);
      await expect(deletion.ask).toBeVisible();
    });
  });
}

test('at once: the receipt stands on its page, is taken along, and found genuine until it is changed', async ({
  page,
  t,
  given,
  signIn,
}) => {
  const person = await given.user();
  await signIn(person);
  const account = accountPage(page, t);
  const { deletion } = account;
  await account.open();
  await deletion.ask.click();
  await deletion.orNow.click();
  await deletion.handle.fill(person.handle);
  await deletion.confirmNow.click();

  const receipt = receiptPage(page, t);
  await expect(receipt.erased).toBeVisible({ timeout: 30_000 });
  await expect(receipt.row(t('receipt.kinds.profile'))).toContainText(t('receipt.erased'));
  await expect(receipt.row(t('receipt.kinds.handles'))).toContainText(t('receipt.grounds.impersonation'));
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expectAccessible(page, 'a receipt');
  const coming = page.waitForEvent('download');
  await receipt.download.click();
  const path = await (await coming).path();
  const file = await readFile(path, 'utf8');
  expect(file).not.toContain(person.handle);
  expect(file).not.toContain(person.id);

  await receipt.toVerify.click();
  await receipt.document.fill('not a receipt');
  await receipt.check.click();
  await expect(receipt.problem).toBeVisible();
  await expect(receipt.document).toBeFocused();
  await receipt.file.setInputFiles({
    name: 'receipt.json',
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  });
  await receipt.check.click();
  await expect(receipt.genuine).toBeVisible();
  await expect(receipt.row(t('receipt.kinds.profile'))).toBeVisible();
  await expectAccessible(page, 'a genuine receipt');
  await receipt.document.fill(file.replace('impersonation', 'others'));
  await receipt.check.click();
  await expect(receipt.forged).toBeVisible();
});

test('all of it fits into 320 px', async ({ page, t, given, signIn }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const person = await given.user({ displayName: LONG_NAME });
  await signIn(person);
  const account = accountPage(page, t);
  const { deletion, question, away } = account;
  await account.open();
  await expectNoSidewaysScroll(page, 'the settings');
  await expectReachable(page.getByRole('main'));
  await deletion.ask.click();
  await expect(account.cancel).toBeFocused();
  await expectReachable(question);
  await deletion.handle.fill(person.handle);
  await deletion.confirm.click();
  await expect(receiptPage(page, t).waitingOfYours).toBeVisible();
  await expectNoSidewaysScroll(page, 'what happens now');
  await signInPage(page, t).open();
  await signInPage(page, t).signIn(person);
  await expect(away.leaving).toBeVisible();
  await expectNoSidewaysScroll(page, 'about to be deleted');
  await expectReachable(page.locator('body'));
  await page.goto('/receipts');
  await expectNoSidewaysScroll(page, 'checking a receipt');
  await expectReachable(page.getByRole('main'));
});
