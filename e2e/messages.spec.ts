import { eq } from 'drizzle-orm';
import { messages } from '@/db/schema/messages';
import { contactFactories } from '@/server/testing/contact-factories';
import { notificationFactories } from '@/server/testing/notification-factories';
import { expect, test } from './fixtures';
import { personActions } from './pages/contacts-page';
import { inboxPage } from './pages/inbox-page';
import { outboxPage } from './pages/outbox-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';
import { holdReadings } from './support/readings';

test('what a new account writes waits among the requests until it is let in', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia Member' }), await given.user()];
  const other = await openOtherBrowser();
  await signIn(mia, other);
  await personActions(other, t).open(noah.handle);
  await personActions(other, t).write('I am new here.');

  await signIn(noah);
  const inbox = inboxPage(page, t);
  await inbox.open();
  await expect(inbox.empty).toBeVisible();
  await inbox.requestsTab.click();
  await inbox.press('I am new here.');
  await inbox.letIn.click();
  await expect(inbox.requests).toBeHidden();
  await expect(inbox.letInDone('Mia Member')).toBeVisible();
  await inbox.open();
  await expect(inbox.messages.getByRole('listitem')).toContainText('I am new here.');
});

test('two things done one after the other in another folder leave the page as it is', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia Member' }), await given.user()];
  const between = contactFactories(app.db);
  const now = Date.now();
  for (const [n, body] of ['The first.', 'The second.'].entries())
    await between.message(mia, noah, { body, at: new Date(now - n * 60_000), isRequest: true });
  await signIn(noah);
  const inbox = inboxPage(page, t);
  await inbox.open();
  await inbox.requestsTab.click();
  await expect(inbox.row('The second.')).toBeVisible();
  // Each takes until the second thing is done.
  const readings = await holdReadings(page, '/notifications');
  const read = () => page.waitForResponse((answer) => answer.url().includes('messages.markRead'));
  await Promise.all([read(), inbox.press('The first.')]);
  await Promise.all([read(), inbox.press('The second.')]);
  await expect.poll(readings.count).toBeGreaterThan(0);
  readings.letGo();
  await expect.poll(readings.count).toBe(2);
  // A third takes another reading, after which nothing of the first two is under way.
  await inbox.markUnread.click();
  await expect(inbox.requestsTabWith(1)).toBeVisible();
  expect([readings.count(), readings.documents]).toEqual([3, []]);
});

test('a message also comes by mail, under the name of its writer and our address', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia Member' }), await given.user()];
  await contactFactories(app.db).longHere(mia);
  await notificationFactories(app.db).mailedWhileOnline(noah);
  await signIn(mia);
  await personActions(page, t).open(noah.handle);
  await personActions(page, t).write('By mail as well');
  const outbox = outboxPage(page, t);
  await outbox.openNewestMailTo(noah.email);
  await expect(outbox.subject).toHaveText('Mia Member wrote to you');
  await expect(outbox.text).toContainText('By mail as well');
  await expect(page.getByRole('main')).not.toContainText(mia.email);
  // To the inbox, and beside it to where mails are chosen.
  await expect(outbox.text.getByRole('link', { name: /\d\/notifications$/ })).toBeVisible();
});

test('removed and brought back, unread again, and further back at a press', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia Member' }), await given.user()];
  const between = contactFactories(app.db);
  const now = Date.now();
  for (let n = 0; n < 32; n++)
    await between.message(mia, noah, {
      body: `Message ${n}.`,
      at: new Date(now - n * 60_000),
      readAt: new Date(),
    });
  await signIn(noah);
  const inbox = inboxPage(page, t);
  await inbox.open();
  await expect(inbox.messages.locator('> li')).toHaveCount(30);
  await inbox.more.click();
  await expect(inbox.messages.locator('> li')).toHaveCount(32);

  await inbox.press('Message 0.');
  await page.keyboard.press('j');
  await expect(inbox.opener('Message 1.')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(inbox.opener('Message 0.')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(inbox.opener('Message 1.')).toHaveAttribute('aria-expanded', 'true');
  await expect(inbox.opener('Message 0.')).toHaveAttribute('aria-expanded', 'false');
  await inbox.answer.click();
  await inbox.answerTo('Mia Member').pressSequentially('just kidding');
  await expect(inbox.answerTo('Mia Member')).toHaveValue('just kidding');
  await inbox.cancel.click();
  await inbox.press('Message 31.');
  await inbox.remove.click();
  await expect(inbox.row('Message 31.')).toBeHidden();
  await inbox.undo.click();
  await expect(inbox.row('Message 31.')).toBeVisible();
  await inbox.markUnread.click();
  await expect(inbox.link(1)).toBeVisible();
  const unread = await app.db.select().from(messages).where(eq(messages.recipientId, noah.id));
  expect(unread.filter(({ readAt }) => readAt === null).map(({ body }) => body)).toEqual(['Message 31.']);
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('the inbox can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const noah = await given.user({ locale: language });
      await signIn(noah);
      const inbox = inboxPage(page, t);
      await inbox.open();
      await expect(inbox.empty).toBeVisible();
      await expectAccessible(page, 'an empty inbox');

      const between = contactFactories(app.db);
      const [mia, rtl] = [
        await given.user({ displayName: 'W'.repeat(50) }),
        await given.user({ displayName: 'مريم' }),
      ];
      await between.message(mia, noah, { body: `${'long'.repeat(200)}\n\nand a second paragraph` });
      await between.message(rtl, noah, { body: 'مرحبا، كيف حالك؟' });
      await between.message(null, noah, { body: 'From somebody who left' });
      await between.message(rtl, noah, { body: 'Let me in', isRequest: true });
      await between.contactRequest(mia, noah);
      await page.reload();
      await expect(inbox.messages.locator('> li')).toHaveCount(3);
      await expectAccessible(page, 'a full inbox');
      await inbox.press('From somebody who left');
      await expect(inbox.main).toContainText(t('inbox.cannotAnswer'));
      await inbox.press('and a second paragraph');
      await expectAccessible(page, 'an open message');
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page, 'an open message');
      await expectReachable(inbox.main);
      await inbox.answer.click();
      await expectAccessible(page, 'an answer');
    });
  });
}
