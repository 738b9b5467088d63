import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { notificationDeliveries } from '@/db/schema/notifications';
import { contactFactories } from '@/server/testing/contact-factories';
import { groupFactories } from '@/server/testing/group-factories';
import { notificationFactories } from '@/server/testing/notification-factories';
import { expect, test } from './fixtures';
import { notificationsPage } from './pages/notifications-page';
import { notificationSettingsPage } from './pages/notifications-settings-page';
import { outboxPage } from './pages/outbox-page';

test('what others do is told in the inbox and by mail; after the switch by mail no more', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(90_000);
  const [mia, noah] = [await given.user({ displayName: 'Mia Messenger' }), await given.user()];
  await contactFactories(app.db).longHere(mia);
  await notificationFactories(app.db).mailedWhileOnline(noah);
  const groupId = await groupFactories(app.db).group({ owners: [mia] }, { name: 'Walruses' });
  const other = await openOtherBrowser();
  await signIn(mia, other);
  await signIn(noah);
  const call = async (procedure: string, data: Record<string, unknown>) => {
    const answer = await other.request.post(`/api/trpc/${procedure}`, { data, headers: { origin: app.url } });
    expect(answer.status()).toBe(200);
  };
  const write = (body: string) => call('privacy.contact.send', { id: uuid(), toId: noah.id, body });

  await write('Good morning');
  await call('contacts.ask', { userId: noah.id });
  await call('groups.invite', { groupId, handle: noah.handle, standing: 'member' });
  const actor = '\u2068Mia Messenger\u2069';
  const said = {
    message: t('notifications.types.messages.received', { actor }),
    question: t('notifications.types.contacts.asked', { actor }),
    invitation: t('notifications.types.groups.invited', { actor, group: '\u2068Walruses\u2069' }),
  };
  const inbox = notificationsPage(page, t);
  await expect(async () => {
    await inbox.open();
    for (const text of Object.values(said)) await expect(inbox.sentence(text)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  const outbox = outboxPage(page, t);
  await outbox.open();
  await expect(async () => {
    await outbox.refresh.click();
    await expect(outbox.mailsTo(noah.email)).toHaveCount(3, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  for (const subject of [
    'Mia Messenger wrote to you',
    'Mia Messenger wants to be your contact',
    'Mia Messenger invites you into a group',
  ])
    await expect(outbox.mailsTo(noah.email).filter({ hasText: subject })).toHaveCount(1);

  const settings = notificationSettingsPage(page, t);
  await settings.open();
  const isSaved = page.waitForResponse((answer) => answer.url().includes('notifications.preferences.set'));
  await settings.choice('messages.received', 'email').selectOption('off');
  expect((await isSaved).status()).toBe(200);
  await write('Are you there?');
  const { userId, channel, state, rule } = notificationDeliveries;
  const kept = and(eq(userId, noah.id), eq(channel, 'email'), eq(state, 'suppressed'));
  await expect
    .poll(() => app.db.$count(notificationDeliveries, and(kept, eq(rule, 'type:messages.received'))))
    .toBe(1);
  await inbox.open();
  await expect(inbox.sentence(said.message)).toHaveCount(2);
  await outbox.open();
  await expect(outbox.mailsTo(noah.email)).toHaveCount(3);
});
