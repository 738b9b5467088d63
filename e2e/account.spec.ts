import { readFile, stat } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { users } from '@/db/schema/users';
import { dateText } from '@/messages/dates';
import { expect, test } from './fixtures';
import { accountPage } from './pages/account-page';
import { commandPalette } from './pages/command-palette';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { personPage } from './pages/person-page';
import { signInPage } from './pages/sign-in-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { factorsIn } from './support/factors';
import { pressByKey } from './support/keyboard';

const DAY = 86_400_000;

test('a pause hides somebody at once, and they bring themselves back', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  const person = await given.user({ timeZone: 'Europe/Paris' });
  await signIn(person);
  const account = accountPage(page, t);
  await account.open();
  const { pause, away } = account;
  // A day that is over.
  await pause.returnOn.fill('2020-01-01');
  await pause.ask.click();
  await expect(pause.returnOn).toBeFocused();
  await expect(pause.returnOn).toHaveAttribute('aria-invalid', 'true');

  const back = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
  const date = dateText({ at: new Date(`${back}T12:00:00Z`), locale: 'en', timeZone: 'Europe/Paris' });
  await pause.returnOn.fill(back);
  await pause.ask.click();
  await expect(account.question).toContainText(t('account.pause.questionUntil', { date }));
  await expect(account.cancel).toBeFocused();
  await pause.confirm.click();
  const signInAgain = signInPage(page, t);
  await expect(signInAgain.notice).toHaveText(t('account.pause.signIn'));

  const visitor = await openOtherBrowser();
  await personPage(visitor, t).open(person.handle);
  await expect(notFoundPage(visitor, t).heading).toBeVisible();

  await signInAgain.signIn(person);
  await expect(away.paused).toBeVisible();
  await expect(page.getByRole('definition')).toContainText([/\d\d:\d\d/, date]);
  // Whatever they want to see meanwhile.
  await page.goto('/settings/security');
  await expect(page).toHaveURL(/\/account$/);
  await untilAlive(page);
  await away.bringBack.click();
  await expect(account.news).toHaveText(t('account.news.back'));
  await visitor.reload();
  await expect(personPage(visitor, t).name).toHaveText(person.displayName);
});

test('signed in to a paused or suspended account, one is told how it stands, and can sign out', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const person = await given.user();
  await signIn(person);
  const { open, pause, away, copies, deletionNow } = accountPage(page, t);
  await open();
  await pause.ask.click();
  await pause.confirm.click();
  const { notice, signIn: enter } = signInPage(page, t);
  await expect(notice).toHaveText(t('account.pause.signIn'));
  await enter(person);
  await expect(away.paused).toBeVisible();
  await expectAccessible(page, 'paused');

  await app.db.update(users).set({ status: 'suspended' }).where(eq(users.id, person.id));
  // Also from where others sign in, and from the start.
  for (const address of ['/sign-in', '/']) {
    await page.goto(address);
    await expect(away.suspended).toBeVisible();
  }
  await expect(copies.ask).toBeVisible();
  await expect(deletionNow).toBeVisible();
  await expectAccessible(page, 'suspended');
  await away.signOut.click();
  await expect(notice).toHaveText(t('access.signedOut'));
});

test('a copy of everything is asked for, made while one looks on, and downloaded after one more confirmation', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user({ bio: 'Once upon a time.' });
  await signIn(person);
  const factors = factorsIn(app);
  await factors.letProofAge(person);
  const { open, copies } = accountPage(page, t);
  const stepUp = stepUpDialog(page, t);
  await open();
  await expect(copies.card).toContainText(t('exportCard.left', { count: 3 }));
  await copies.ask.click();
  await stepUp.byPassword(person.password);
  await expect(copies.ready).toBeVisible({ timeout: 30_000 });
  await expect(copies.card).toContainText(t('exportCard.left', { count: 2 }));

  await factors.letProofAge(person);
  await copies.download.click();
  await expect(stepUp.password).toBeFocused();
  const coming = page.waitForEvent('download');
  await stepUp.byPassword(person.password);
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const path = await download.path();
  expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK');
  expect((await stat(path)).size).toBeGreaterThan(1000);
});

test('by keyboard alone: found by another name, asked, thought over, and refused for a wrong handle', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/status of 400/);
  const person = await given.user();
  await signIn(person);
  const account = accountPage(page, t);
  const { deletion, question, cancel } = account;
  await page.goto('/settings/profile');
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search('erase');
  await page.keyboard.press('Enter');
  await expect(deletion.ask).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(cancel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(deletion.ask).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(cancel).toBeFocused();
  await pressByKey(page, deletion.copyFirst);
  await expect(account.copies.ask).toBeFocused();
  await pressByKey(page, deletion.ask);
  await expect(cancel).toBeFocused();
  await pressByKey(page, deletion.handle);
  // Enter in an empty field asks for it.
  await expect(deletion.handle).toHaveAttribute('aria-invalid', 'true');
  await expect(deletion.handle).toBeFocused();
  await page.keyboard.type('somebody-else');
  // The same words stand there already: it is the answer to this one that is waited for.
  const answer = page.waitForResponse(/account\.scheduleDeletion/);
  await page.keyboard.press('Enter');
  await answer;
  await expect(deletion.confirm).not.toHaveAttribute('aria-busy');
  await expect(question).toContainText(t('reasons.CONFIRMATION_WRONG'));
  await expect(deletion.handle).toBeFocused();
  await pressByKey(page, deletion.orNow);
  await expect(question).toContainText(t('account.delete.questionNow'));
  await expect(deletion.orLater).toBeFocused();
  await expect(deletion.handle).toHaveValue('somebody-else');
  await page.keyboard.press('Enter');
  await expect(deletion.confirm).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(deletion.ask).toBeFocused();
});
