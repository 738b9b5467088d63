import { expect, test } from './fixtures';
import { adminPage } from './pages/admin-page';
import { peoplePage } from './pages/people-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll } from './support/layout';

test('figures are read as charts and, by keyboard, as tables; filters are kept as a view', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user({ role: 'administrator' }));
  const admin = adminPage(page, t);
  await admin.open();
  const chart = admin.chart('signUps');
  // The drawing comes after the page; the table is there for screen readers from the beginning.
  await expect(chart.locator('svg.recharts-surface')).toBeVisible();
  await expect(chart.getByRole('row')).toHaveCount(31);
  await expectAccessible(page, 'the front page of the administration');

  const toggle = chart.getByRole('button', { name: t('admin.stats.asTable') });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(chart.getByRole('table')).toBeInViewport();
  await expect(chart.getByRole('row').last()).toContainText(/\d/);
  await expect(chart.getByRole('button', { name: t('admin.stats.asChart') })).toBeFocused();
  await admin.range(7).click();
  await expect(page).toHaveURL(/days=7/);
  await expect(admin.range(7)).toHaveAttribute('aria-current', 'true');
  await expect(admin.chart('signUps').getByRole('row')).toHaveCount(8);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, 'the front page on a phone');

  await peoplePage(page, t).open('?state=suspended');
  await page.getByRole('button', { name: t('views.save') }).click();
  await page.getByRole('textbox', { name: t('views.name') }).fill('Suspended people');
  await page.keyboard.press('Enter');
  const views = page.getByRole('list', { name: t('views.title') });
  await expect(views.getByRole('link', { name: 'Suspended people' })).toBeVisible();
  await peoplePage(page, t).open();
  await views.getByRole('link', { name: 'Suspended people' }).click();
  await expect(page).toHaveURL(/state=suspended/);
});
