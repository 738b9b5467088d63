import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { proofFailures } from '@/db/schema/security';
import { DomainError } from '@/server/errors';
import { test } from '@/server/testing/fixtures';
import { CLOSED_AFTER, countedProof } from './proofs';

const MINUTE = 60_000;
const start = new Date('2026-03-02T10:00:00Z');

test('of a hundred wrong guesses at the same moment five are looked at', async ({ db }) => {
  let looked = 0;
  const check = async () => {
    looked++;
    return false;
  };
  const guesses = await Promise.allSettled(
    Array.from({ length: 100 }, () => countedProof(db, { ip: undefined, key: 'hundred', now: start, check })),
  );
  expect(looked).toBe(5);
  const refused = guesses.filter((one) => one.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: 60 });
});

test('the waits grow from one minute to fifteen, and begin anew after twelve quiet hours', async ({ db }) => {
  let now = start;
  const waits = [];
  for (let failure = 1; failure <= 11; failure++) {
    await guess(db, 'waits', now, false);
    const wait = Math.max(0, (await openAtOf(db, 'waits')).getTime() - now.getTime());
    waits.push(wait / MINUTE);
    now = new Date(now.getTime() + wait);
  }
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
  now = new Date(now.getTime() + 12 * 60 * MINUTE + 1);
  await guess(db, 'waits', now, false);
  expect((await openAtOf(db, 'waits')).getTime()).toBeLessThanOrEqual(now.getTime());
});

test('of tries at the same moment the one that began earlier may come second', async ({ db }) => {
  const earlier = new Date(start.getTime() - 5);
  for (const now of [start, earlier, start, earlier])
    expect(await guess(db, 'order', now, false)).toMatchObject({ proven: false });
});

test('during a wait nothing is even looked at, the right answer neither', async ({ db }) => {
  for (let failure = 0; failure < 5; failure++) await guess(db, 'wait', start, false);
  const never = () => Promise.reject(new Error('it was looked at'));
  const early = new Date(start.getTime() + MINUTE - 1000);
  const attempt = countedProof(db, { ip: undefined, key: 'wait', now: early, check: never });
  await expect(attempt).rejects.toMatchObject({ reason: 'RATE_LIMITED', retryAfter: 1 });
  expect(await guess(db, 'wait', new Date(start.getTime() + MINUTE), true)).toEqual({
    proven: true,
    inARow: 0,
  });
});

test('a success forgets the failures; a check that could not be made counts for nothing', async ({ db }) => {
  for (let failure = 0; failure < 4; failure++) await guess(db, 'mixed', start, false);
  const busy = () => Promise.reject(new DomainError('BUSY'));
  for (let failure = 0; failure < 4; failure++)
    await expect(countedProof(db, { ip: undefined, key: 'mixed', now: start, check: busy })).rejects.toThrow(
      'BUSY',
    );
  expect(await guess(db, 'mixed', start, true)).toEqual({ proven: true, inARow: 0 });
  expect(await db.select().from(proofFailures).where(eq(proofFailures.key, 'mixed'))).toEqual([]);
});

test('after a hundred failures in a row the factor is closed, however long one waits', async ({ db }) => {
  await db
    .insert(proofFailures)
    .values({ key: 'closed', failures: 9, inARow: CLOSED_AFTER - 1, lastAt: start, openAt: start });
  expect(await guess(db, 'closed', start, false)).toEqual({ proven: false, inARow: CLOSED_AFTER });
  const later = new Date(start.getTime() + 365 * 24 * 60 * MINUTE);
  await expect(guess(db, 'closed', later, true)).rejects.toMatchObject({ reason: 'FACTOR_CLOSED' });
});

test('ten failures a minute from one address, whatever they are about', async ({ db }) => {
  const from = (n: number, ip: string) =>
    countedProof(db, { ip, key: `address-${n}`, now: new Date(), check: async () => false });
  for (let n = 0; n < 10; n++) await from(n, `2001:db8:1:2:${n}::1`);
  await expect(from(10, '2001:db8:1:2:ffff::9')).rejects.toMatchObject({ reason: 'RATE_LIMITED' });
  await expect(from(11, '2001:db8:1:3::1')).resolves.toMatchObject({ proven: false });
});

function guess(db: Database, key: string, now: Date, right: boolean) {
  return countedProof(db, { ip: undefined, key, now, check: async () => right });
}

async function openAtOf(db: Database, key: string) {
  const [row] = await db.select().from(proofFailures).where(eq(proofFailures.key, key));
  if (!row) throw new Error('nothing was counted');
  return row.openAt;
}
