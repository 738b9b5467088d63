import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

test('what became of each on each channel, the latest first, by state where that is asked', async ({
  db,
  given,
}) => {
  const [me, actor, hidden] = [
    await given.user(),
    await given.user({ displayName: 'Ada' }),
    await given.user(),
  ];
  await given.privacy(hidden, { profile: 'only_me' });
  const groupId = await given.group({ owners: [actor] }, { name: 'Walruses' });
  const dueAt = new Date(Date.now() + 3_600_000);
  const first = await given.told(me, {
    ...{ at: new Date(Date.now() - 2000), actor, groupId },
    deliveries: [
      { channel: 'inApp', state: 'suppressed', rule: 'type:contacts.accepted' },
      { channel: 'email', state: 'held', rule: 'quietHours', dueAt },
    ],
  });
  const { client } = await given.service({ name: 'Parcels' });
  const second = await given.told(me, {
    actor: hidden,
    clientId: client.id,
    deliveries: [{ channel: 'push', state: 'failed', rule: 'default', failure: 'refused' }],
  });
  await given.told(actor, { actor: me });
  const { list } = callerFor(db, me).notifications.deliveries;
  const { deliveries, next } = await list({});
  expect(deliveries.map(({ id, channel, actor, group }) => [id, channel, actor, group])).toEqual([
    [second, 'push', null, null],
    [first, 'inApp', 'Ada', 'Walruses'],
    [first, 'email', 'Ada', 'Walruses'],
  ]);
  expect(next).toBeNull();
  expect(deliveries.map(({ app }) => app)).toEqual(['Parcels', null, null]);
  expect((await list({ state: 'held' })).deliveries).toMatchObject([
    {
      id: first,
      channel: 'email',
      rule: 'quietHours',
      dueAt: dueAt.toISOString(),
      sentAt: null,
      failure: null,
    },
  ]);
});

test('page by page each once, also where a page ends within a notification', async ({ db, given }) => {
  const me = await given.user();
  const expected: string[] = [];
  for (let n = 0; n < 20; n++) {
    const channels = ['push', 'inApp', 'email'] as const;
    const deliveries = channels.map((channel) => ({ channel, state: 'sent' as const, rule: 'default' }));
    const id = await given.told(me, { deliveries });
    expected.unshift(...channels.map((channel) => `${id} ${channel}`));
  }
  const { list } = callerFor(db, me).notifications.deliveries;
  const first = await list({});
  const second = await list({ after: first.next ?? undefined });
  expect([...first.deliveries, ...second.deliveries].map(({ id, channel }) => `${id} ${channel}`)).toEqual(
    expected,
  );
  expect(second.next).toBeNull();
});
