import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { rateLimits } from '@/db/schema/operations';
import { test } from '@/server/testing/fixtures';
import { countUse, takeBackUse } from './throttle';

test('a hundred uses at once of what may be used three times: three', async ({ db }) => {
  const use = { limit: 'mail.address', key: 'hundred' } as const;
  const uses = await Promise.allSettled(Array.from({ length: 100 }, () => countUse(db, use)));
  const refused = uses.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(97);
  for (const { reason } of refused)
    expect(reason).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.toSatisfy(isWait) });
});

test('two limits with one key are two', async ({ db }) => {
  for (let use = 0; use < 3; use++) await countUse(db, { limit: 'mail.address', key: 'shared' });
  await countUse(db, { limit: 'proof.address', key: 'shared' });
  await expect(countUse(db, { limit: 'mail.address', key: 'shared' })).rejects.toThrow('RATE_LIMITED');
});

test('a use that is taken back can be used again', async ({ db }) => {
  const use = { limit: 'mail.address', key: 'back' } as const;
  for (let used = 0; used < 3; used++) await countUse(db, use);
  await takeBackUse(db, use);
  await countUse(db, use);
  await expect(countUse(db, use)).rejects.toThrow('RATE_LIMITED');
});

test('a use that is taken back after its window has run out gives no further use', async ({ db }) => {
  const use = { limit: 'proof.address', key: 'over' } as const;
  await countUse(db, use);
  await db
    .update(rateLimits)
    .set({ expire: new Date(0) })
    .where(eq(rateLimits.key, 'proof.address:over'));
  for (let back = 0; back < 5; back++) await takeBackUse(db, use);
  for (let used = 0; used < 10; used++) await countUse(db, use);
  await expect(countUse(db, use)).rejects.toThrow('RATE_LIMITED');
});

test('nor does one that was never counted', async ({ db }) => {
  const use = { limit: 'mail.address', key: 'never' } as const;
  await takeBackUse(db, use);
  await countUse(db, use);
  for (let back = 0; back < 3; back++) await takeBackUse(db, use);
  for (let used = 0; used < 3; used++) await countUse(db, use);
  await expect(countUse(db, use)).rejects.toThrow('RATE_LIMITED');
});

function isWait(seconds: number) {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600;
}
