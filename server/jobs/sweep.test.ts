import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { rateLimits, workerHeartbeats } from '@/db/schema/operations';
import { principals } from '@/db/schema/principals';
import { loginAttempts, sessions, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { sweep } from './sweep';
import { test } from './testing/jobs-test';

const now = new Date('2026-03-01T12:00:00Z');
const past = new Date('2026-03-01T11:59:59Z');
const future = new Date('2026-03-01T12:00:01Z');

test('what has expired goes, everything else stays', async ({ db }) => {
  const userId = v7();
  await db.insert(principals).values({ id: userId, kind: 'user' });
  await db.insert(users).values({ id: userId, email: 'a@example.test', locale: 'en', createdAt: past });
  const [kept, gone] = [v7(), v7()];
  for (const [id, expiresAt] of [
    [kept, future],
    [gone, past],
  ] as const) {
    await db.insert(loginAttempts).values({ id, cookieHash: id, email: 'a@example.test', expiresAt });
    const signUp = { email: 'b@example.test', displayName: 'B', passwordHash: 'x', locale: 'fr' } as const;
    await db.insert(signUps).values({ id, ...signUp, cookieHash: id, expiresAt });
    const seen = { createdAt: past, lastSeenAt: past, idleSeconds: 60, authTime: past };
    await db.insert(sessions).values({ id, tokenHash: id, userId, ...seen, expiresAt, aal: 1, amr: ['pwd'] });
    await db.insert(rateLimits).values({ key: id, points: 1, expire: expiresAt });
  }
  await db.insert(rateLimits).values({ key: 'for ever', points: 1, expire: null });

  await sweep(db, { now });

  for (const table of [loginAttempts, signUps, sessions]) {
    expect(await db.select({ id: table.id }).from(table)).toEqual([{ id: kept }]);
  }
  const keys = await db.select({ key: rateLimits.key }).from(rateLimits);
  expect(keys.map(({ key }) => key).toSorted()).toEqual([kept, 'for ever'].toSorted());
});

test('more than one batch goes as well', async ({ db }) => {
  await db.execute(sql`
    insert into rate_limits (key, points, expire)
    select 'key' || n, 1, ${past.toISOString()}::timestamptz from generate_series(1, 2500) n`);
  await sweep(db, { now });
  expect(await db.$count(rateLimits)).toBe(0);
});

test('workers that fell silent long ago are forgotten', async ({ db }) => {
  await db.insert(workerHeartbeats).values([
    { workerId: 'silent', seenAt: sql`now() - interval '25 hours'` },
    { workerId: 'alive', seenAt: sql`now()` },
  ]);
  await sweep(db, { now });
  expect(await db.select({ id: workerHeartbeats.workerId }).from(workerHeartbeats)).toEqual([
    { id: 'alive' },
  ]);
});
