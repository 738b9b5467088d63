import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { deviceCodes, oauthConsents } from '@/db/schema/oauth';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('a person sees what waits, which approves nothing, and allows a part of it once', async ({
  db,
  given,
}) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const { userCode } = await given.device({ client });
  const { device } = callerFor(db, person).apps;
  const typed = userCode.replace('-', '').toLowerCase();
  expect(await device.find({ userCode: typed })).toMatchObject({
    client: { name: client.name },
    ip: '192.0.2.7',
  });
  const row = () => db.select().from(deviceCodes).where(eq(deviceCodes.clientId, client.id));
  expect(await row()).toMatchObject([{ decision: null, userId: null }]);
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () =>
      device.allow({ shownTo: person.id, userCode: typed, scopes: ['profile.read'] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await row()).toMatchObject([{ decision: 'allowed', userId: person.id, scopes: ['profile.read'] }]);
  expect(await refusal(device.deny({ userCode }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('a no leaves no consent', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const { userCode } = await given.device({ client });
  const { device } = callerFor(db, person).apps;
  await device.deny({ userCode });
  expect(
    await refusal(device.allow({ shownTo: person.id, userCode, scopes: ['profile.read'] })),
  ).toMatchObject({
    reason: 'NOT_FOUND',
  });
  expect(await db.select().from(oauthConsents).where(eq(oauthConsents.userId, person.id))).toEqual([]);
});

test.for(['', ' ', '\0', '\uD800', '-', '\u202EBBBB', 'B'.repeat(41)])(
  'what is no code is never one: %j',
  async (userCode, { db, given }) => {
    const { device } = callerFor(db, await given.user()).apps;
    const { reason } = await refusal(device.find({ userCode }));
    expect(['NOT_FOUND', 'INPUT_INVALID']).toContain(reason);
  },
);

test('thirty codes that are none from one address stop everybody there, and nobody elsewhere', async ({
  db,
  given,
}) => {
  const { userCode } = await given.device({ client: await given.client({ deviceFlow: true }) });
  // An IPv6 /64 is one address.
  const at = (n: number) => ({ ip: `2001:db8:7:7::${n}` });
  for (let n = 1; n <= 3; n++) {
    const { device } = callerFor(db, await given.user(), at(n)).apps;
    for (let guess = 0; guess < 10; guess++)
      expect(await refusal(device.find({ userCode: 'BBBB-BBBB' }))).toMatchObject({ reason: 'NOT_FOUND' });
  }
  const person = await given.user();
  const there = callerFor(db, person, at(4)).apps.device;
  expect(await refusal(there.find({ userCode }))).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await refusal(there.deny({ userCode }))).toMatchObject({ reason: 'RATE_LIMITED' });
  const elsewhere = callerFor(db, person, { ip: '2001:db8:7:8::4' }).apps.device;
  expect(await elsewhere.find({ userCode })).toHaveProperty('client');
});

test('whoever guesses at codes is stopped, whoever types right ones is not', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const { userCode } = await given.device({ client });
  const [guesser, person] = [await given.user(), await given.user()];
  const { device } = callerFor(db, guesser).apps;
  for (let n = 0; n < 10; n++)
    expect(await refusal(device.find({ userCode: 'BBBB-BBBB' }))).toMatchObject({ reason: 'NOT_FOUND' });
  expect(await refusal(device.find({ userCode }))).toMatchObject({ reason: 'RATE_LIMITED' });
  const other = callerFor(db, person).apps.device;
  for (let n = 0; n < 12; n++) await other.find({ userCode });
});
