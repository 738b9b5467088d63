import { ne } from 'drizzle-orm';
import { memberships } from '@/db/schema/permissions';
import { expect, test } from './fixtures';
import { accountPage, receiptPage } from './pages/account-page';

// An installation of its own, whose operator wants no days of grace.
test.use({ appEnv: { DELETION_GRACE_DAYS: '0' } });

test('without days of grace there is only at once', async ({ page, t, given, signIn }) => {
  const person = await given.user();
  await signIn(person);
  const { open, deletion, question } = accountPage(page, t);
  await open();
  await deletion.ask.click();
  await expect(question).toContainText(t('account.delete.questionNow'));
  await expect(deletion.orNow).toBeHidden();
  await deletion.handle.fill(person.handle);
  await deletion.confirmNow.click();
  await expect(receiptPage(page, t).erased).toBeVisible({ timeout: 30_000 });
});

test('the last administrator is told what to do first', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  const admin = await given.user({ role: 'administrator' });
  await app.db.delete(memberships).where(ne(memberships.userId, admin.id));
  await signIn(admin);
  const { open, deletion, blocked, question, pause } = accountPage(page, t);
  await open();
  await deletion.ask.click();
  await expect(blocked).toContainText(t('account.delete.blockersDo.LAST_ADMIN'));
  await expect(question).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(deletion.ask).toBeFocused();
  await pause.ask.click();
  await pause.confirm.click();
  await expect(question.getByRole('alert')).toContainText(t('reasons.LAST_ADMIN'));
});
