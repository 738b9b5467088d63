import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

/** Every night from 22:00 to 7:00. */
const NIGHTS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 1320, until: 420 }));

test('by the person’s clock, across both changes of it', async ({ db, given }) => {
  const me = await given.user({ timeZone: 'Europe/Paris' });
  const api = callerFor(db, me).notifications;
  await api.schedule.set({ quiet: NIGHTS });
  const until = async (at: string) => {
    const told = await api.simulate({ type: 'messages.received', at });
    return told.map((one) => (one.outcome === 'held' ? `${one.rule} ${one.until}` : one.outcome));
  };
  expect(await until('2026-12-06T12:00')).toEqual(['now', 'now', 'now']);
  const winter = 'quietHours 2026-12-07T06:00:00.000Z';
  expect(await until('2026-12-06T23:10')).toEqual(['now', winter, winter]);
  // The night in which clocks go forward ends an hour earlier by UTC, the one in which they go back an hour later.
  expect((await until('2027-03-27T23:10'))[1]).toBe('quietHours 2027-03-28T05:00:00.000Z');
  expect((await until('2026-10-24T23:10'))[1]).toBe('quietHours 2026-10-25T06:00:00.000Z');
  // 2:30 is never shown in that night; it is quiet all the same.
  expect((await until('2027-03-28T02:30'))[1]).toBe('quietHours 2027-03-28T05:00:00.000Z');
});

test('a digest says when it goes, a pause until when it holds, and what is off which wish says so', async ({
  db,
  given,
}) => {
  const me = await given.user({ timeZone: 'Asia/Kolkata' });
  const api = callerFor(db, me).notifications;
  await api.preferences.setMany({
    changes: [
      { scope: 'type', key: 'messages.received', channel: 'email', mode: 'digest' },
      { scope: 'category', key: 'people', channel: 'inApp', mode: 'off' },
    ],
  });
  const pausedUntil = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000).toISOString();
  await api.pause({ until: pausedUntil });
  const at = new Date(Date.now() + 5.5 * 3_600_000).toISOString().slice(0, 16);
  const [inApp, email, push] = await api.simulate({ type: 'messages.received', at });
  expect(inApp).toEqual({ channel: 'inApp', outcome: 'off', rule: 'category:people' });
  expect(email).toMatchObject({ channel: 'email', outcome: 'bundled', rule: 'type:messages.received' });
  expect(push).toEqual({ channel: 'push', outcome: 'held', until: pausedUntil, rule: 'pause' });
  const [, unheld] = await api.simulate({ type: 'messages.received', at: '2030-05-05T09:00' });
  // 8:00 there is half past two.
  expect(unheld).toEqual({
    ...{ channel: 'email', outcome: 'bundled', rule: 'type:messages.received' },
    at: '2030-05-06T02:30:00.000Z',
  });
});

test.for([
  // Typed halfway: `2026` begins like this.
  ['0002-12-06T12:00', '0002-12-07T08:00:00.000Z'],
  ['9999-12-31T23:59', '+010000-01-01T08:00:00.000Z'],
] as const)('far away it is the same: %s', async ([at, next], { db, given }) => {
  const api = callerFor(db, await given.user()).notifications;
  await api.preferences.set({ scope: 'type', key: 'messages.received', channel: 'email', mode: 'digest' });
  expect((await api.simulate({ type: 'messages.received', at }))[1]).toMatchObject({ at: next });
});

test('a type for staff is not told of to anybody else', async ({ db, given }) => {
  const question = { type: 'moderation.approvalAsked', at: '2026-12-06T12:00' } as const;
  const { simulate } = callerFor(db, await given.user()).notifications;
  expect(await refusal(simulate(question))).toEqual({ reason: 'NOT_ALLOWED' });
  const staff = callerFor(db, await given.holder('dashboard.view')).notifications;
  expect((await staff.simulate(question))[1]).toMatchObject({ outcome: 'now', rule: 'locked' });
});

test('the clock is the person’s: a moment by another one is refused', async ({ db, given }) => {
  const { simulate } = callerFor(db, await given.user()).notifications;
  expect(await refusal(simulate({ type: 'messages.received', at: '2026-12-06T12:00Z' }))).toMatchObject({
    reason: 'INPUT_INVALID',
  });
});
