import { expect, test } from './fixtures';
import { peoplePage } from './pages/people-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll } from './support/layout';

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
