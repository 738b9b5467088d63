import { eq } from 'drizzle-orm';
import { notificationPreferences } from '@/db/schema/notifications';
import { notify } from '@/server/notifications/commands';
import { contactFactories } from '@/server/testing/contact-factories';
import { expect, test } from './fixtures';
import { outboxPage } from './pages/outbox-page';
import { unsubscribePage } from './pages/unsubscribe-page';
import { expectAccessible } from './support/accessibility';
import { wordsOf } from './support/words';

test('a link in a mail switches such mails off at a press, also for who is signed out, and back again', async ({
  page,
  t,
  app,
  given,
  request,
}) => {
  const [mia, zoe] = [await given.user(), await given.user({ locale: 'fr' })];
  const messageId = await contactFactories(app.db).message(mia, zoe);
  await notify(app.db, {
    type: 'messages.received',
    to: { kind: 'people', ids: [zoe.id] },
    data: { messageId },
    actorId: mia.id,
    now: new Date(),
  });
  const link = await outboxPage(page, t).linkMailedTo(zoe.email, '/unsubscribe');
  const wishes = () => {
    const { userId, mode } = notificationPreferences;
    return app.db.select({ mode }).from(notificationPreferences).where(eq(userId, zoe.id));
  };

  // A scanner of mail opens every link, the one for mail programs as well.
  const oneClick = link.replace('/unsubscribe', '/api/unsubscribe');
  for (const address of [link, oneClick]) expect((await request.get(address)).status()).toBe(200);
  expect(await wishes()).toEqual([]);

  // In the language of whose link it is, whatever the browser speaks.
  const french = wordsOf('fr');
  const unsubscribe = unsubscribePage(page, french);
  await page.goto(oneClick);
  await expect(page).toHaveURL(link);
  await expect(unsubscribe.question).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(unsubscribe.main).toContainText(french('notificationTypes.messages.received'));
  await expectAccessible(page, 'what a link switches off');
  await unsubscribe.switchOff();
  await expect(unsubscribe.off).toBeFocused();
  expect(await wishes()).toEqual([{ mode: 'off' }]);

  await page.reload();
  await expect(unsubscribe.off).toBeVisible();
  await unsubscribe.undo();
  await expect(unsubscribe.back).toBeFocused();
  expect(await wishes()).toEqual([]);

  // What a mail program does.
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const data = 'List-Unsubscribe=One-Click';
  expect((await request.post(oneClick, { headers, data })).status()).toBe(200);
  expect(await wishes()).toEqual([{ mode: 'off' }]);
  await page.goto(`${link}x`);
  await expect(unsubscribePage(page, t).expired).toBeVisible();
});
