import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addJob } from '@/server/jobs/queue';
import { expect, test } from './fixtures';
import { accountMenu } from './pages/account-menu';
import { adminPage } from './pages/admin-page';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { outboxPage } from './pages/outbox-page';
import { signInPage } from './pages/sign-in-page';

test('a visitor has to sign in, a member finds nothing there', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  const admin = adminPage(page, t);
  await admin.open();
  await expect(signInPage(page, t).heading).toBeVisible();

  await signIn(await given.user());
  const answer = await admin.open();
  expect(answer?.status()).toBe(404);
  await expect(notFoundPage(page, t).heading).toBeAttached();
  await notFoundPage(page, t).home.click();
  await accountMenu(page, t).open();
  await expect(accountMenu(page, t).menu.getByText(t('navigation.administration'))).toBeHidden();
});

test('a moderator sees the figures, but not the machinery', async ({ page, t, given, signIn }) => {
  await signIn(await given.user({ role: 'moderator' }));
  const admin = adminPage(page, t);
  await page.goto('/settings/profile');
  await accountMenu(page, t).open();
  await accountMenu(page, t)
    .menu.getByRole('menuitem', { name: t('navigation.administration') })
    .click();
  await expect(admin.heading).toBeVisible();
  await expect(admin.staffMark).toBeVisible();
  await expect(admin.figure('people')).toHaveText(/^\d+$/);
  await expect(admin.jobsHeading).toBeHidden();
});

test('an administrator has a stuck mail tried again', async ({ page, t, given, signIn, app }) => {
  const person = await given.user();
  await signIn(await given.user({ role: 'administrator' }));
  const admin = adminPage(page, t);
  await admin.open();
  await expect(admin.nothingStuck).toBeVisible();

  // The outbox is gone: where it should be there is a file.
  const outbox = join(app.dataDir, 'outbox');
  await rm(outbox, { recursive: true, force: true });
  await writeFile(outbox, '');
  const payload = { userId: person.id, locale: 'en' as const };
  await addJob(app.db, { name: 'mail.accountExists', payload, maxAttempts: 1 });
  await expect(async () => {
    await page.reload();
    await expect(admin.job('mail.accountExists')).toContainText(t('admin.gaveUp'), { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await expect(admin.job('mail.accountExists')).not.toContainText(person.email);

  await rm(outbox);
  await admin.retry('mail.accountExists');
  await expect(admin.retried).toBeVisible();
  await outboxPage(page, t).openNewestMailTo(person.email);
  await admin.open();
  await expect(admin.nothingStuck).toBeVisible();
});
