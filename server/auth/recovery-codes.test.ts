import { hashRawSync } from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recoveryCodes } from '@/db/schema/factors';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { RecoveryCode } from './inputs';
import { findRecoveryHash, takeRecoveryCode } from './recovery-codes';

const cause = { actorId: null };

test('ten codes of sixteen characters are told once, and kept as argon2id with one salt', async ({
  db,
  given,
  trail,
}) => {
  const actor = await withApp(given);
  const api = callerFor(db, actor);
  const none = { left: 0, total: 0, createdAt: null, savedAt: null };
  expect(await api.auth.recoveryCodes.status()).toEqual(none);
  const { codes } = await api.auth.recoveryCodes.generate();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);

  const rows = await rowsOf(db, actor);
  const [salt = ''] = new Set(rows.map((row) => row.salt));
  expect(rows.every((row) => row.salt === salt)).toBe(true);
  const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
  const hashes = codes.map((code) =>
    hashRawSync(RecoveryCode.parse(code), { ...parameters, salt: Buffer.from(salt, 'base64url') }),
  );
  expect(rows.map(({ hash }) => hash).toSorted()).toEqual(
    hashes.map((hash) => hash.toString('base64url')).toSorted(),
  );
  expect(await api.auth.recoveryCodes.status()).toEqual({
    left: 10,
    total: 10,
    createdAt: expect.any(Date),
    savedAt: null,
  });
  expect(await trail(actor)).toMatchObject([{ kind: 'recoveryCodes.generated' }]);
});

test('a new set takes the place of the old one, whole, and a used code comes back no more', async ({
  db,
  given,
}) => {
  const actor = await withApp(given);
  await given.recoveryCodes(actor, { count: 3 });
  const before = await rowsOf(db, actor);
  await Promise.all(Array.from({ length: 3 }, () => callerFor(db, actor).auth.recoveryCodes.generate()));
  const rows = await rowsOf(db, actor);
  expect(rows).toHaveLength(10);
  expect(new Set(rows.map(({ salt }) => salt)).size).toBe(1);
  expect(rows.map(({ hash }) => hash)).not.toContain(before[0]?.hash);
});

test('a new set ends all trust', async ({ db, given }) => {
  const actor = await withApp(given);
  await given.trustedDevice(actor);
  const api = callerFor(db, actor);
  await api.auth.recoveryCodes.generate();
  expect(await api.auth.trustedDevices.list()).toEqual([]);
});

test('without a second factor there is nothing they could stand in for', async ({ db, given }) => {
  const user = await given.user();
  expect(await refusal(callerFor(db, user).auth.recoveryCodes.generate())).toEqual({ reason: 'NOT_FOUND' });
  expect(await rowsOf(db, user)).toEqual([]);
});

test('a first factor alone makes no codes where there is a second one', async ({ db, given }) => {
  const user = await given.user();
  await given.totp(user);
  const generating = callerFor(db, user).auth.recoveryCodes.generate();
  expect(await refusal(generating)).toEqual({ reason: 'STEP_UP_REQUIRED' });
});

test('that they are saved is noted once, of the present set', async ({ db, given }) => {
  const actor = await withApp(given);
  const api = callerFor(db, actor);
  await given.recoveryCodes(actor, { count: 2 });
  await api.auth.recoveryCodes.markSaved();
  const { savedAt } = await api.auth.recoveryCodes.status();
  expect(savedAt).toEqual(expect.any(Date));
  await api.auth.recoveryCodes.markSaved();
  expect(await api.auth.recoveryCodes.status()).toMatchObject({ savedAt });
  await api.auth.recoveryCodes.generate();
  expect(await api.auth.recoveryCodes.status()).toMatchObject({ savedAt: null });
});

test('a code is used once, by one of twenty at once, and its person is told', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const user = await given.user();
  const [code = ''] = await given.recoveryCodes(user, { count: 3 });
  const used = await Promise.all(Array.from({ length: 20 }, () => take(db, user, code)));
  expect(used.filter(Boolean)).toEqual([{ left: 2 }]);
  expect(await take(db, user, code)).toBeUndefined();
  expect(await trail(user)).toMatchObject([{ kind: 'recoveryCode.used', after: { left: 2 } }]);
  expect(await notices(user)).toMatchObject([{ type: 'security.factorChanged' }]);
});

test('codes used at the same moment count each other', async ({ db, given }) => {
  const user = await given.user();
  const codes = await given.recoveryCodes(user, { count: 4 });
  const used = await Promise.all(codes.map((code) => take(db, user, code)));
  expect(used.map((one) => one?.left).toSorted()).toEqual([0, 1, 2, 3]);
  expect(await take(db, user, codes[0] ?? '')).toBeUndefined();
});

test('a code of another person, or of a set that was replaced, is none', async ({ db, given }) => {
  const actor = await withApp(given);
  const other = await given.user();
  const [own = ''] = await given.recoveryCodes(actor);
  await given.recoveryCodes(other);
  const hash = await findRecoveryHash(db, { userId: actor.id, code: own });
  expect(await takeHash(db, other, hash)).toBeUndefined();
  await callerFor(db, actor).auth.recoveryCodes.generate();
  expect(await takeHash(db, actor, hash)).toBeUndefined();
  expect(await take(db, actor, own)).toBeUndefined();
});

async function withApp(given: Given) {
  const user = await given.user();
  await given.totp(user);
  return given.twoFactorSession(user);
}

async function rowsOf(db: Database, person: { id: string }) {
  return db.select().from(recoveryCodes).where(eq(recoveryCodes.userId, person.id));
}

async function take(db: Database, person: { id: string }, code: string) {
  return takeHash(db, person, await findRecoveryHash(db, { userId: person.id, code }));
}

async function takeHash(db: Database, { id: userId }: { id: string }, hash: string | undefined) {
  if (hash === undefined) return undefined;
  return db.transaction((tx) => takeRecoveryCode(tx, { userId, hash, cause, now: new Date() }));
}
