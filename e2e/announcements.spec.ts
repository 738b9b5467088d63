import { expect, test } from './fixtures';
import { announcementsPage } from './pages/announcements-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll } from './support/layout';

test('an administrator announces something in one language, sees it told, and stops what is planned', async ({
  page,
  t,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  await given.user({ locale: 'fr', displayName: 'Luc Lecteur' });
  await signIn(await given.user({ role: 'administrator', displayName: 'Ada Announcer' }));
  const news = announcementsPage(page, t);
  await news.open();
  await news.preview.click();
  await expect(news.problem('words')).toBeVisible();
  await expect(news.title('english')).toBeFocused();
  await news.title('french').fill('Nous déménageons dimanche');
  await news.preview.click();
  await expect(news.problem('pair')).toBeVisible();
  await news.body('french').fill('Rien ne sera accessible pendant une heure.');
  await news.language.selectOption('fr');
  await news.preview.click();
  await expect(news.previewed).toBeFocused();
  await expect(news.previewed).toContainText('Rien ne sera accessible');
  await expectAccessible(page, 'an announcement about to be made');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, 'the announcements on a phone');
  await page.setViewportSize({ width: 1280, height: 800 });
  await news.send.click();
  await news.confirm.click();
  await expect(news.state('Nous déménageons dimanche', 'sent')).toBeVisible();
  await expect(news.title('french')).toHaveValue('');

  await news.title('english').fill('A planned thing');
  await news.body('english').fill('It comes later.');
  await news.later.check();
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await news.moment.fill(`${day}T10:00`);
  await news.preview.click();
  await news.plan.click();
  await expect(news.question).toBeVisible();
  await news.answer.click();
  await news.stop('A planned thing').click();
  await news.answer.click();
  await expect(news.state('A planned thing', 'cancelled')).toBeVisible();
});
