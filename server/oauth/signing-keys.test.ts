import { eq } from 'drizzle-orm';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { pino } from 'pino';
import { expect, onTestFinished, vi } from 'vitest';
import { openDatabase } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { signingKeys } from '@/db/schema/oauth';
import { keyPrefix } from '@/server/auth/encryption';
import { SECRET } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { listPublicKeys, signingKey } from './signing-keys';

const [LOST, PRESENT] = [
  'a secret that nobody remembers any longer',
  'the secret of today that is long enough',
];
const secrets: [string] = [SECRET];

// Each of these begins without any key.
test.beforeEach(async ({ db }) => {
  await db.delete(signingKeys);
});

test('the first use makes a key, a hundred first uses at two instances make one', async ({
  db,
  database,
}) => {
  const other = openDatabase(database.url);
  onTestFinished(() => other.end());
  const uses = Array.from({ length: 100 }, (_, n) =>
    signingKey(n % 2 ? db : other.db, { secrets, now: new Date() }),
  );
  const kids = new Set((await Promise.all(uses)).map(({ kid }) => kid));
  expect(kids.size).toBe(1);
  expect(await db.$count(signingKeys)).toBe(1);
});

test('signing costs one statement from then on', async ({ db }) => {
  await signingKey(db, { secrets, now: new Date() });
  const { statements } = await recordStatements(() => signingKey(db, { secrets, now: new Date() }));
  expect(statements).toHaveLength(1);
});

test('the set holds the public half and nothing else, and whoever has it can verify a token', async ({
  db,
  given,
}) => {
  const { token } = await given.app(await given.user());
  const keys = await listPublicKeys(db, { now: new Date() });
  expect(keys).toEqual([
    {
      kid: decodeProtectedHeader(token).kid,
      kty: 'EC',
      crv: 'P-256',
      x: expect.stringMatching(/^[\w-]{43}$/),
      y: expect.stringMatching(/^[\w-]{43}$/),
      alg: 'ES256',
      use: 'sig',
    },
  ]);
  const { protectedHeader, payload } = await jwtVerify(token, createLocalJWKSet({ keys }), {
    issuer: 'http://localhost:3000',
    audience: 'http://localhost:3000',
    typ: 'at+jwt',
  });
  expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid', 'typ']);
  expect(Object.keys(payload).sort()).toEqual(
    ['aud', 'auth_time', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sid', 'sub'].sort(),
  );
});

test('the private half lies encrypted, and is worth nothing in the row of another key', async ({ db }) => {
  const { kid } = await signingKey(db, { secrets, now: new Date() });
  const [row] = await db.select().from(signingKeys);
  expect(row?.kid).toBe(kid);
  expect(row?.privateKey.startsWith(keyPrefix(SECRET))).toBe(true);
  expect(Object.keys(row?.publicJwk ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  await db.update(signingKeys).set({ kid: 'A'.repeat(43) });
  expect((await signingKey(db, { secrets, now: new Date() })).kid).not.toBe('A'.repeat(43));
});

test('a key under an earlier secret goes on signing', async ({ db }) => {
  const now = new Date();
  const { kid } = await signingKey(db, { secrets: [SECRET], now });
  expect((await signingKey(db, { secrets: [PRESENT, SECRET], now })).kid).toBe(kid);
});

test('a key under no known secret gives way to a new one at once, is told of, and believed for ten minutes', async ({
  db,
}) => {
  const now = new Date();
  const log = pino({ level: 'silent' });
  const warn = vi.spyOn(log, 'warn');
  const old = await signingKey(db, { secrets: [LOST], now, log });
  expect(warn).not.toHaveBeenCalled();
  const next = await signingKey(db, { secrets, now, log });
  expect(next.kid).not.toBe(old.kid);
  expect(warn).toHaveBeenCalledExactlyOnceWith({ kids: [old.kid] }, expect.stringContaining('not readable'));
  const served = async (seconds: number) =>
    (await listPublicKeys(db, { now: new Date(now.getTime() + seconds * 1000) })).map(({ kid }) => kid);
  expect((await served(599)).sort()).toEqual([old.kid, next.kid].sort());
  expect(await served(600)).toEqual([next.kid]);
});

test('two instances with a secret of their own each do not take turns at making keys', async ({ db }) => {
  const now = new Date();
  await signingKey(db, { secrets: [LOST], now });
  for (let n = 0; n < 5; n++) {
    await signingKey(db, { secrets, now });
    await signingKey(db, { secrets: [LOST], now });
  }
  expect(await db.$count(signingKeys)).toBe(2);
});

test('a key that ends before a token signed with it would is not used any more', async ({ db }) => {
  const now = new Date();
  const { kid } = await signingKey(db, { secrets, now });
  const ends = (seconds: number) =>
    db
      .update(signingKeys)
      .set({ retiredAt: new Date(now.getTime() + seconds * 1000) })
      .where(eq(signingKeys.kid, kid));
  await ends(301);
  expect((await signingKey(db, { secrets, now })).kid).toBe(kid);
  await ends(300);
  expect((await signingKey(db, { secrets, now })).kid).not.toBe(kid);
});
