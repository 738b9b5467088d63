import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('only what is sent changes, and what is so already leaves no trace', async ({ db, given, trail }) => {
  const me = await given.user({ timeZone: 'Asia/Kathmandu' });
  const { get, set } = callerFor(db, me).notifications.schedule;
  expect(await get()).toEqual({
    ...{ quiet: [], digest: 'daily', digestMinute: 480, digestDay: 1 },
    ...{ mailWhileOnline: false, pausedUntil: null, timeZone: 'Asia/Kathmandu' },
  });
  await Promise.all([set({ digest: 'weekly' }), set({ quiet: [{ day: 1, from: 0, until: 60 }] })]);
  await set({ digest: 'weekly', quiet: [{ day: 1, from: 0, until: 60 }] });
  expect(await get()).toMatchObject({ digest: 'weekly', quiet: [{ day: 1, from: 0, until: 60 }] });
  const told = (await trail(me)).flatMap(({ kind, after }) =>
    kind === 'notifications.changed' ? [after] : [],
  );
  expect(told).toHaveLength(2);
  expect(told).toEqual(expect.arrayContaining([{ fields: ['digest'] }, { fields: ['quiet'] }]));
});

test('a day has its quiet hours once', async ({ db, given }) => {
  const { set } = callerFor(db, await given.user()).notifications.schedule;
  const twice = { day: 1, from: 0, until: 60 };
  expect(await refusal(set({ quiet: [twice, twice] }))).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('a pause ends at a moment to come within a year, or at once', async ({ db, given }) => {
  const me = await given.user();
  const { pause } = callerFor(db, me).notifications;
  const until = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  for (const days of [-1, 400])
    expect(await refusal(pause({ until: until(days) }))).toEqual({ reason: 'INPUT_INVALID' });
  const end = until(3);
  expect((await pause({ until: end })).pausedUntil).toBe(end);
  expect((await pause({ until: null })).pausedUntil).toBeNull();
});

test('whatever concerns what is held has that decided anew, by one job', async ({ db, given, jobs }) => {
  const [me, other] = [await given.user(), await given.user()];
  const api = callerFor(db, me);
  const waiting = async () =>
    (await jobs()).filter(
      ({ name, payload }) => name === 'notifications.reconsider' && payload.userId === me.id,
    );
  const wish = { scope: 'type', key: 'messages.received', channel: 'email' } as const;
  // Nothing is held: there is nothing to decide.
  await api.notifications.preferences.set({ ...wish, mode: 'off' });
  expect(await waiting()).toEqual([]);
  await given.told(me, { actor: other, deliveries: [{ rule: 'quietHours', dueAt: new Date() }] });
  await api.notifications.preferences.set({ ...wish, channel: 'push', mode: 'off' });
  expect(await waiting()).toEqual([]);
  await api.notifications.preferences.set({ ...wish, mode: 'instant' });
  expect(await waiting()).toHaveLength(1);
  await api.notifications.mutes.add({ kind: 'person', id: other.id });
  await api.notifications.schedule.set({ digestMinute: 60 });
  await api.notifications.pause({ until: new Date(Date.now() + 60_000).toISOString() });
  await api.profile.update({ timeZone: 'Asia/Kolkata' });
  expect(await waiting()).toHaveLength(1);
});

test('a change of the time zone has it decided anew by itself', async ({ db, given, jobs }) => {
  const me = await given.user({ timeZone: 'Europe/Paris' });
  await callerFor(db, me).profile.update({ displayName: 'Ada' });
  const job = { name: 'notifications.reconsider', payload: { userId: me.id } };
  expect(await jobs()).not.toContainEqual(job);
  await callerFor(db, me).profile.update({ timeZone: 'Asia/Kolkata' });
  expect(await jobs()).toContainEqual(job);
});
