import { like } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/operations';
import { DomainError } from '@/server/errors';
import { test } from '@/server/testing/fixtures';
import { countedProof, countUse } from './throttle';

const usesOf = (name: string) =>
  [
    { limit: 'proof.address', key: `${name}-address` },
    { limit: 'proof.account', key: `${name}-account` },
  ] as const;

test('a hundred uses at once of what may be used five times: five', async ({ db }) => {
  const use = { limit: 'proof.account', key: 'hundred' } as const;
  const uses = await Promise.allSettled(Array.from({ length: 100 }, () => countUse(db, use)));
  const refused = uses.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(95);
  for (const { reason } of refused)
    expect(reason).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.toSatisfy(isWait) });
});

test('two limits with one key are two', async ({ db }) => {
  for (let use = 0; use < 3; use++) await countUse(db, { limit: 'mail.address', key: 'shared' });
  await countUse(db, { limit: 'proof.account', key: 'shared' });
  await expect(countUse(db, { limit: 'mail.address', key: 'shared' })).rejects.toThrow('RATE_LIMITED');
});

test('a proof that fails stays counted, one that succeeds or could not be made does not', async ({ db }) => {
  expect(await countedProof(db, { uses: usesOf('one'), check: async () => false })).toBe(false);
  expect(await points(db, 'one')).toEqual([1, 1]);
  expect(await countedProof(db, { uses: usesOf('one'), check: async () => true })).toBe(true);
  const busy = () => Promise.reject(new DomainError('BUSY'));
  await expect(countedProof(db, { uses: usesOf('one'), check: busy })).rejects.toThrow('BUSY');
  expect(await points(db, 'one')).toEqual([1, 1]);
});

test('a proof beyond its limit is not even checked', async ({ db }) => {
  const check = async () => false;
  for (let failure = 0; failure < 5; failure++) await countedProof(db, { uses: usesOf('two'), check });
  const never = () => Promise.reject(new Error('it was checked'));
  await expect(countedProof(db, { uses: usesOf('two'), check: never })).rejects.toThrow('RATE_LIMITED');
});

/** What is counted for a name, by address and by account. */
async function points(db: Database, name: string) {
  const rows = await db
    .select()
    .from(rateLimits)
    .where(like(rateLimits.key, `%:${name}-%`));
  return ['address', 'account'].map((what) => rows.find(({ key }) => key.endsWith(what))?.points);
}

function isWait(seconds: number) {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 900;
}
