import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { principals } from '@/db/schema/principals';
import { privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { expect, test } from './fixtures';
import { peoplePage } from './pages/people-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll } from './support/layout';
import { holdReadings } from './support/readings';

test('an administrator finds somebody by keyboard, opens their page and signs them out', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(120_000);
  const admin = await given.user({ role: 'administrator' });
  const wanted = await given.user({ displayName: 'Yorra Yewfeather' });
  const theirs = await openOtherBrowser();
  await signIn(wanted, theirs);
  await signIn(admin);

  const people = peoplePage(page, t);
  await people.open();
  await people.search.fill('yewf');
  await people.search.press('Enter');
  await expect(page).toHaveURL(/q=yewf/);
  await expect(people.link('Yorra Yewfeather')).toBeVisible();
  await expectAccessible(page, 'people who were looked for');
  await people.link('Yorra Yewfeather').focus();
  await page.keyboard.press('x');
  await expect(people.box('Yorra Yewfeather')).toBeChecked();
  await expect(people.bulk).toContainText(t('people.chosen', { count: 1 }));
  await page.keyboard.press('x');
  await page.keyboard.press('/');
  await expect(people.search).toBeFocused();
  await people.link('Yorra Yewfeather').focus();
  await page.keyboard.press('Enter');

  await expect(people.heading('Yorra Yewfeather')).toBeVisible();
  await expectAccessible(page, 'a person as staff see them');
  await people.endButton.click();
  await people.question.getByRole('button', { name: t('people.end') }).click();
  await expect(people.sessions).toContainText(t('people.signedInNowhere'));
  await theirs.goto('/settings/profile');
  await expect(theirs).toHaveURL(/sign-in/);
});

test('on a phone the people are cards', async ({ page, t, given, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const mod = await given.user({ role: 'moderator' });
  const long = await given.user({ displayName: 'نادية بنت عبد الرحمن بن محمد الطويلة الاسم جدًّا' });
  await signIn(mod);
  const people = peoplePage(page, t);
  await people.open(`?q=${long.handle}`);
  await expect(people.link(long.displayName)).toBeVisible();
  await expectNoSidewaysScroll(page, 'people on a phone');
  await expectAccessible(page, 'people on a phone');
});

test('several people are suspended at once, whom it cannot be done with is told, and it is taken back', async ({
  page,
  t,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const mod = await given.user({ role: 'moderator' });
  await given.user({ displayName: 'Quorl Onefold' });
  await given.user({ displayName: 'Quorl Twofold' });
  await given.user({ displayName: 'Quorl Threefold', role: 'administrator' });
  await signIn(mod);
  const people = peoplePage(page, t);
  await people.open('?q=quorl&sort=handle');

  await people.columns.click();
  await people.column(t('people.joined')).click();
  await expect(page).toHaveURL(/columns=/);
  await page.keyboard.press('Escape');
  await expect(people.head(t('people.joined'))).toHaveCount(0);
  await expect(people.head(t('people.status'))).toBeVisible();

  await people.rows.first().getByRole('link').focus();
  await page.keyboard.press('x');
  await expect(people.bulk).toContainText(t('people.chosen', { count: 1 }));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(people.bulk).toContainText(t('people.chosen', { count: 3 }));
  await people.suspend.click();
  await expect(people.forecast).toContainText(t('people.will.suspension', { count: 2 }));
  await expect(people.forecast).toContainText(`Quorl Threefold`);
  await expect(people.forecast).toContainText(t('people.refused.ABOVE_YOU'));
  await people.rule.selectOption({ label: t('cases.rules.spam') });
  await people.preview.click();
  await expect(people.mail).toBeVisible();
  await expectAccessible(page, 'suspending several people');
  await people.confirmSuspension(2).click();
  await expect(people.outcome).toContainText(t('people.done.suspension', { count: 2 }));
  await expect(people.row('Quorl Onefold')).toContainText(t('cases.statuses.suspended'));
  await expect(people.row('Quorl Twofold')).toContainText(t('cases.statuses.suspended'));
  await expect(people.row('Quorl Threefold')).toContainText(t('cases.statuses.active'));
  await expect(people.bulk).toHaveCount(0);

  await people.undo.click();
  await expect(people.row('Quorl Onefold')).toContainText(t('cases.statuses.active'));
  await expect(people.row('Quorl Twofold')).toContainText(t('cases.statuses.active'));
});

test('what is taken back while the list is read again leaves the page and its columns as they are', async ({
  page,
  t,
  given,
  signIn,
}) => {
  const mod = await given.user({ role: 'moderator' });
  await given.user({ displayName: 'Vexel Onefold' });
  await signIn(mod);
  const people = peoplePage(page, t);
  await people.open('?q=vexel');
  await people.columns.click();
  await people.column(t('people.joined')).click();
  await expect(page).toHaveURL(/columns=/);
  await page.keyboard.press('Escape');

  const readings = await holdReadings(page, '/admin/users');
  await people.box('Vexel Onefold').click();
  await people.suspend.click();
  await people.rule.selectOption({ label: t('cases.rules.spam') });
  await people.preview.click();
  // It moves what is pressed next.
  await expect(people.mail).toBeVisible();
  await people.confirmSuspension(1).click();
  await expect(people.outcome).toContainText(t('people.done.suspension', { count: 1 }));
  await expect.poll(readings.count).toBe(1);
  const answered = page.waitForResponse((answer) => answer.url().includes('users.takeBack'));
  await people.undo.click();
  await answered;
  readings.letGo();
  await expect.poll(readings.count).toBe(2);
  await expect(people.row('Vexel Onefold')).toContainText(t('cases.statuses.active'));
  await expect(people.head(t('people.joined'))).toHaveCount(0);
  expect([readings.count(), readings.documents]).toEqual([2, []]);
});

test('of a long list only the rows around what is looked at are there, and the keys go through all of it', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  await manyCalled(app.db, 'Vlimmerick', 110);
  await signIn(await given.user({ role: 'moderator' }));
  const people = peoplePage(page, t);
  await people.open('?q=vlimmerick');
  await people.more.click();
  await expect(people.rows).toHaveCount(100);
  await people.more.click();
  await expect(people.more).toHaveCount(0);
  await expect(people.table).toHaveAttribute('aria-rowcount', '111');
  expect(await people.rows.count()).toBeLessThan(80);

  const row = people.rows.filter({ has: page.locator('a:focus') });
  await people.all.focus();
  for (const index of [111, 110, 109]) {
    await page.keyboard.press('k');
    await expect(row).toHaveAttribute('aria-rowindex', String(index));
  }
  await expect(row).toBeInViewport();
  // The row with the focus stays, wherever one looks.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(people.search).toBeInViewport();
  await expect(row).toHaveAttribute('aria-rowindex', '109');
  await page.keyboard.press('k');
  await expect(row).toHaveAttribute('aria-rowindex', '108');
  await expect(row).toBeInViewport();
});

/** So many people of one name, who never come themselves. */
async function manyCalled(db: Database, displayName: string, count: number) {
  const ids = Array.from({ length: count }, () => uuid());
  const now = new Date();
  await db.insert(principals).values(ids.map((id) => ({ id, kind: 'user' as const })));
  await db
    .insert(users)
    .values(ids.map((id) => ({ id, email: `${id}@example.test`, locale: 'en' as const, createdAt: now })));
  await db
    .insert(profiles)
    .values(ids.map((userId) => ({ userId, handle: `v-${userId.slice(9)}`, displayName, updatedAt: now })));
  await db.insert(privacySettings).values(ids.map((userId) => ({ userId })));
}
