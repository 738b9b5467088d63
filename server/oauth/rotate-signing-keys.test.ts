import { eq } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { signingKeys } from '@/db/schema/oauth';
import { keyPrefix } from '@/server/auth/encryption';
import { rotateKeys } from '@/server/auth/rotate-keys';
import { SECRET } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { forgery, spell } from '@/server/testing/forged-tokens';
import { findBearer } from './bearer';
import { rotateSigningKeys } from './rotate-signing-keys';
import { listPublicKeys, signingKey } from './signing-keys';

const START = new Date('2026-05-05T12:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const secrets: [string] = [SECRET];
const cause = { actorId: null };

const test = base.extend('at', ({ db }) => async (seconds: number) => {
  const now = after(seconds);
  const served = (await listPublicKeys(db, { now })).map(({ kid }) => kid);
  return { served, signs: (await signingKey(db, { secrets, now })).kid };
});

// Each of these begins with one key, which has signed for an hour.
test.beforeEach(async ({ db }) => {
  await db.delete(signingKeys);
  await signingKey(db, { secrets, now: after(-3600) });
});

test('a new key is served at once, signs ten minutes later, and the old one goes ten minutes after that', async ({
  db,
  at,
}) => {
  const { signs: old } = await at(0);
  expect(await rotateSigningKeys(db, { secrets, cause, now: START })).toEqual(after(600));
  const { served } = await at(0);
  const next = served.find((kid) => kid !== old) ?? '';
  expect(served).toEqual([next, old]);
  expect((await at(599)).signs).toBe(old);
  expect((await at(600)).signs).toBe(next);
  expect((await at(1199)).served).toEqual([next, old]);
  expect(await at(1200)).toEqual({ served: [next], signs: next });
  // Its row goes with the next rotation.
  await rotateSigningKeys(db, { secrets, cause, now: after(7200) });
  expect(await db.$count(signingKeys, eq(signingKeys.kid, old))).toBe(0);
});

test('at no moment of a rotation is a token refused that is in its time', async ({ db, given }) => {
  const person = await given.user();
  await rotateSigningKeys(db, { secrets, cause, now: START });
  const kids = new Set<unknown>();
  for (let seconds = 0; seconds <= 1500; seconds += 60) {
    const now = after(seconds);
    const app = await given.app(person, { now });
    kids.add(decodeProtectedHeader(app.token).kid);
    for (const age of [0, 150, 299]) {
      const then = { token: app.token, appUrl: 'http://localhost:3000', now: after(seconds + age) };
      expect(await findBearer(db, then)).toBeDefined();
    }
  }
  expect(kids.size).toBe(2);
});

test('what a retired key signed is believed during the overlap, and refused after it', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const app = await given.app(person, { now: START });
  const old = await forgery(db, { app, person, now: START });
  await rotateSigningKeys(db, { secrets, cause, now: START });
  // As somebody who has got hold of the old key would.
  const iat = after(1190).getTime() / 1000;
  const token = spell({ header: old.header, claims: { ...old.claims, iat, exp: iat + 300 } }, old.key);
  const open = (seconds: number) =>
    findBearer(db, { token, appUrl: 'http://localhost:3000', now: after(seconds) });
  expect(await open(1190)).toBeDefined();
  expect(await open(1199)).toBeDefined();
  expect(await open(1200)).toBeUndefined();
});

test('twenty rotations at once are one, and so is one more before the new key signs', async ({ db, at }) => {
  const { signs: old } = await at(0);
  const all = Array.from({ length: 20 }, () => rotateSigningKeys(db, { secrets, cause, now: START }));
  expect(new Set((await Promise.all(all)).map((date) => date.getTime()))).toEqual(
    new Set([after(600).getTime()]),
  );
  expect(await rotateSigningKeys(db, { secrets, cause, now: after(599) })).toEqual(after(600));
  const { served } = await at(0);
  expect(served).toHaveLength(2);
  const trail = await db.select().from(auditEntries).where(eq(auditEntries.kind, 'signingKeys.rotated'));
  const added = served.find((kid) => kid !== old);
  expect(trail.filter(({ after: told }) => Object(told).kid === added)).toHaveLength(1);
});

test('without a key that signs there is nothing to wait for', async ({ db, at }) => {
  await db.delete(signingKeys);
  expect(await rotateSigningKeys(db, { secrets, cause, now: START })).toEqual(START);
  const { served, signs } = await at(0);
  expect(served).toEqual([signs]);
});

test('private keys come under the present secret, and sign as before', async ({ db, at }) => {
  const { signs: old } = await at(0);
  const present = 'the secret of today that is long enough';
  const rotated = await rotateKeys(db, { secrets: [present, SECRET], cause, now: START });
  expect(rotated).toMatchObject({ rotated: 1, unreadable: 0, signsFrom: after(600) });
  const rows = await db.select().from(signingKeys);
  expect(rows).toHaveLength(2);
  for (const { privateKey } of rows) expect(privateKey.startsWith(keyPrefix(present))).toBe(true);
  expect((await signingKey(db, { secrets: [present], now: START })).kid).toBe(old);
});
