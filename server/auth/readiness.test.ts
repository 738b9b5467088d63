import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { LIFETIME } from './sessions';

const NOT_FOUND = { reason: 'NOT_FOUND' };

test('readiness counts what a person has, and nothing that is somebody else`s, pending or used', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const api = callerFor(db, user);
  const factors = {
    password: true,
    passkeys: 0,
    deviceBound: 0,
    totp: 0,
    recoveryCodes: 0,
    connections: 0,
    lastUsed: null,
  };
  const alone = { ways: 1, phoneLost: 'passwordAlone', next: 'addSecondFactor' };
  expect(await api.auth.readiness()).toEqual({ factors, ...alone });

  await given.pendingTotp(user);
  const other = await given.user();
  await given.totp(other);
  await given.recoveryCodes(other);
  expect(await api.auth.readiness()).toEqual({ factors, ...alone });

  await given.totp(user);
  await given.recoveryCodes(user, { count: 2 });
  await given.connection(user);
  expect(await api.auth.readiness()).toEqual({
    factors: { ...factors, totp: 1, recoveryCodes: 2, connections: 1 },
    ways: 2,
    phoneLost: 'mailAndCodes',
    next: 'fewRecoveryCodes',
  });
});

test('a preview says what would be left, and removes nothing', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const api = callerFor(db, user);
  const preview = { ways: 1, sessions: 0, allowed: true, secondFactorLeft: false };
  const left = { password: true, totp: 0 };
  expect(await api.auth.removalPreview({ factor: 'totp', id: app.id })).toMatchObject({ ...preview, left });
  expect(await api.auth.removalPreview({ factor: 'totp' })).toMatchObject({ ...preview, left });
  const withoutPassword = await api.auth.removalPreview({ factor: 'password' });
  expect(withoutPassword).toMatchObject({
    allowed: false,
    ways: 0,
    secondFactorLeft: true,
    left: { password: false, totp: 1 },
  });
  expect((await api.auth.readiness()).factors).toMatchObject({ password: true, totp: 1 });
});

test('of a passkey it counts the other sessions that it opened and that still live', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const [passkey, another] = [await given.passkey(user), await given.passkey(user)];
  const here = await given.passkeySession(user, { passkey });
  await given.passkeySession(user, { passkey });
  await given.passkeySession(user, { passkey });
  await given.passkeySession(user, { passkey: another });
  const past = new Date(Date.now() - LIFETIME.member.idle * 1000);
  await given.passkeySession(user, { passkey, now: past });
  const preview = (of: { token: string }) =>
    callerFor(db, of).auth.removalPreview({ factor: 'passkey', id: passkey.id });
  expect(await preview(here)).toMatchObject({ sessions: 2, ways: 2, left: { passkeys: 1 } });
  expect(await preview(user)).toMatchObject({ sessions: 3 });
});

test('it knows whether the passkey lives on one device alone', async ({ db, given }) => {
  const user = await given.user();
  const synced = await given.passkey(user, { backupEligible: true, backedUp: true });
  const bound = await given.passkey(user, { backupEligible: false, backedUp: false });
  const api = callerFor(db, user);
  const left = async (id: string) => (await api.auth.removalPreview({ factor: 'passkey', id })).left;
  expect(await left(synced.id)).toMatchObject({ passkeys: 1, deviceBound: 1 });
  expect(await left(bound.id)).toMatchObject({ passkeys: 1, deviceBound: 0 });
});

test('what is somebody else`s, pending or not there cannot be asked about', async ({ db, given }) => {
  const user = await given.user();
  const other = await given.user();
  const [app, passkey] = [await given.totp(other), await given.passkey(other)];
  const pending = await given.pendingTotp(user);
  const api = callerFor(db, user);
  for (const wish of [
    { factor: 'totp', id: app.id },
    { factor: 'passkey', id: passkey.id },
    { factor: 'totp', id: pending.id },
    { factor: 'totp', id: passkey.id },
    { factor: 'totp' },
    { factor: 'passkey' },
    { factor: 'connection' },
  ] as const)
    expect(await refusal(api.auth.removalPreview(wish))).toEqual(NOT_FOUND);
  const without = callerFor(db, await given.withoutPassword(await given.user()));
  expect(await refusal(without.auth.removalPreview({ factor: 'password' }))).toEqual(NOT_FOUND);
});
