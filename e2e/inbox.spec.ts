import { notify } from '@/server/notifications/commands';
import { inboxFactories } from '@/server/testing/inbox-factories';
import { expect, test } from './fixtures';
import { notificationsPage } from './pages/notifications-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll } from './support/layout';

test('what a person is told is there at once in every tab, and is read, put off and put away by keys', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const noah = await given.user();
  const { told } = inboxFactories(app.db);
  const people = await Promise.all(
    ['Ada Early', 'Ben Before', 'Cleo Current', 'Lena Live'].map((displayName) =>
      given.user({ displayName }),
    ),
  );
  const sentenceOf = (name: string) =>
    t('notifications.types.contacts.accepted', { actor: `\u2068${name}\u2069` });
  const minutes = (n: number) => new Date(Date.now() + n * 60_000);
  for (const [n, actor] of people.slice(0, 3).entries()) await told(noah, { actor, at: minutes(n - 9) });
  const sentAt = minutes(-20);
  await told(noah, {
    type: 'security.newSignIn',
    at: sentAt,
    readAt: sentAt,
    deliveries: [
      { channel: 'inApp', state: 'sent', rule: 'default', sentAt },
      { channel: 'push', state: 'held', rule: 'quietHours', dueAt: minutes(600) },
    ],
  });
  await signIn(noah);
  const inbox = notificationsPage(page, t);
  await inbox.open();
  await expect(inbox.list('unread').locator('> li')).toHaveCount(3);
  const tab = await page.context().newPage();
  await tab.goto('/settings/privacy');
  const elsewhere = notificationsPage(tab, t);
  await expect(elsewhere.bell(3)).toBeVisible();

  // It arrives in both tabs, and not under the finger.
  const to = { kind: 'people' as const, ids: [noah.id] };
  await app.db.transaction((tx) =>
    notify(tx, { type: 'contacts.accepted', to, data: {}, actorId: people[3]?.id, now: new Date() }),
  );
  await expect(inbox.arrived(1)).toBeVisible();
  await expect(elsewhere.bell(4)).toBeVisible();
  await expect(inbox.list('unread').locator('> li')).toHaveCount(3);
  await inbox.arrived(1).click();
  await expect(inbox.sentence('Lena Live')).toBeFocused();

  await page.keyboard.press('j');
  await expect(inbox.sentence('Cleo Current')).toBeFocused();
  await page.keyboard.press('u');
  await expect(inbox.markUnread(sentenceOf('Cleo Current'))).toBeVisible();
  await expect(elsewhere.bell(3)).toBeVisible();

  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(inbox.row('Ben Before')).toBeHidden();
  await expect(elsewhere.bell(2)).toBeVisible();
  await inbox.undo.click();
  await expect(inbox.row('Ben Before')).toBeVisible();
  await expect(elsewhere.bell(3)).toBeVisible();

  await inbox.sentence('Ada Early').focus();
  await page.keyboard.press('s');
  const hour = inbox.choose(t('notifications.snoozes.hour'));
  await expect(hour).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inbox.row('Ada Early')).toBeHidden();
  await expect(elsewhere.bell(2)).toBeVisible();

  await inbox.tab('held').click();
  await expect(inbox.list('held').locator('> li')).toHaveCount(2);
  const signedIn = t('notifications.types.security.newSignIn');
  await expect(inbox.row(signedIn)).toContainText(t('notificationSettings.channels.push'));
  await inbox.more(signedIn).click();
  await inbox.choose(t('notifications.whyOpen')).click();
  const rule = inbox.row(signedIn).getByRole('link', { name: t('notificationSettings.rules.quietHours') });
  await expect(rule).toHaveAttribute('href', '/settings/notifications#quietHours');
  // The menu is gone once it has faded.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expectAccessible(page, 'what is held, and why');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page, 'what is held');

  // What it is about is a press away, and it is read by that.
  await inbox.tab('unread').click();
  await inbox.sentence('Ben Before').click();
  await expect(page).toHaveURL(/\/u\//);
  await expect(elsewhere.bell(1)).toBeVisible();
});
