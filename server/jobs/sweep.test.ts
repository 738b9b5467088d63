import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  connectionIntents,
  totpAuthenticators,
  trustedDevices,
  webauthnChallenges,
} from '@/db/schema/factors';
import { rateLimits, workerHeartbeats } from '@/db/schema/operations';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { emailChanges, knownBrowsers, passwordResets, proofFailures } from '@/db/schema/security';
import { loginAttempts, sessions, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { CLOSED_AFTER } from '@/server/auth/proofs';
import { untilWaiting } from '@/server/testing/waiting';
import { sweep } from './sweep';
import { test } from './testing/jobs-test';

const now = new Date('2026-03-01T12:00:00Z');
const past = new Date('2026-03-01T11:59:59Z');
const future = new Date('2026-03-01T12:00:01Z');

test('what has expired goes, everything else stays', async ({ db }) => {
  const userId = await somebody(db);
  const [kept, gone] = [v7(), v7()];
  for (const [id, expiresAt] of [
    [kept, future],
    [gone, past],
  ] as const) {
    await db.insert(loginAttempts).values({ id, cookieHash: id, email: 'a@example.test', expiresAt });
    const signUp = { email: 'b@example.test', displayName: 'B', passwordHash: 'x', locale: 'fr' } as const;
    await db.insert(signUps).values({ id, ...signUp, cookieHash: id, expiresAt });
    const seen = { createdAt: past, lastSeenAt: past, idleSeconds: 60, authTime: past };
    await db.insert(sessions).values({
      id,
      tokenHash: id,
      userId,
      ...seen,
      expiresAt,
      aal: 1,
      provenAal: 1,
      provenAt: now,
      amr: {},
    });
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

test('sessions that are over are found among more than one portion, wherever they lie', async ({ db }) => {
  const userId = await somebody(db);
  // Ids in the order of their numbers; over are the first, one at the end of a portion and one behind it, and the last.
  const over = [1, 10_000, 10_001, 20_500];
  await db.execute(sql`
    insert into sessions (id, token_hash, user_id, created_at, last_seen_at, idle_seconds, auth_time, expires_at, aal, proven_aal, proven_at, amr)
    select lpad(to_hex(n), 32, '0')::uuid, n::text, ${userId}, moment, moment, 60, moment,
      case when n = any(${sql.param(over)}::int[]) then moment else moment + interval '1 hour' end, 1, 1, moment, '{}'
    from generate_series(1, 20500) as n, (values (${past.toISOString()}::timestamptz)) as at(moment)`);
  await sweep(db, { now });
  expect(await db.$count(sessions)).toBe(20_500 - over.length);
  const gone = await db.execute<{ n: number }>(sql`
    select n from generate_series(1, 20500) as n where not exists (select from sessions where token_hash = n::text) order by n`);
  expect(gone.map(({ n }) => n)).toEqual(over);
});

test('a session that was seen while the sweep waited for its row stays', async ({ db }) => {
  const userId = await somebody(db);
  const id = v7();
  const times = {
    createdAt: past,
    lastSeenAt: new Date(now.getTime() - 3_600_000),
    authTime: past,
    provenAt: past,
  };
  await db.insert(sessions).values({
    ...{ id, tokenHash: id, userId, idleSeconds: 60, expiresAt: new Date(now.getTime() + 3_600_000) },
    ...{ ...times, aal: 1, provenAal: 1, amr: {} },
  });
  let sweeping: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, id));
    sweeping = sweep(db, { now });
    await untilWaiting(db, 1);
  });
  await sweeping;
  expect(await db.$count(sessions, eq(sessions.id, id))).toBe(1);
});

test('a place in a role goes thirty days after its end, one without end stays', async ({ db }) => {
  const userId = await somebody(db);
  const day = 86_400_000;
  const places = [
    { at: new Date(now.getTime() - 30 * day - 1000), stays: false },
    { at: new Date(now.getTime() - 30 * day + 1000), stays: true },
    { at: null, stays: true },
  ].map((place) => ({ ...place, principalId: v7() }));
  for (const { principalId, at: expiresAt } of places) {
    await db.insert(principals).values({ id: principalId, kind: 'role' });
    await db.insert(memberships).values({ userId, principalId, expiresAt });
  }
  await sweep(db, { now });
  const left = await db.select({ principalId: memberships.principalId }).from(memberships);
  const staying = places.filter(({ stays }) => stays).map(({ principalId }) => principalId);
  expect(left.map(({ principalId }) => principalId).toSorted()).toEqual(staying.toSorted());
});

test('trust, ceremonies and links go when they have run out', async ({ db }) => {
  const userId = await somebody(db);
  const [kept, gone] = [v7(), v7()];
  for (const [id, expiresAt] of [
    [kept, future],
    [gone, past],
  ] as const) {
    const times = { createdAt: past, lastUsedAt: past, expiresAt };
    await db.insert(trustedDevices).values({ id, userId, tokenHash: id, ...times });
    await db.insert(webauthnChallenges).values({ challenge: id, ceremony: 'signIn', boundTo: id, expiresAt });
    await db.insert(connectionIntents).values({ sessionId: id, provider: 'github', expiresAt });
    const to = { email: 'a@example.test', locale: 'en' } as const;
    await db.insert(passwordResets).values({ id, ...to, createdAt: past, expiresAt });
  }

  await sweep(db, { now });

  for (const [table, key] of [
    [trustedDevices, trustedDevices.id],
    [webauthnChallenges, webauthnChallenges.challenge],
    [connectionIntents, connectionIntents.sessionId],
    [passwordResets, passwordResets.id],
  ] as const)
    expect(await db.select({ id: key }).from(table)).toEqual([{ id: kept }]);
});

test('an authenticator app that was never confirmed goes, one in use stays', async ({ db }) => {
  const userId = await somebody(db);
  const app = { userId, name: 'Phone', secret: 'encrypted', createdAt: past };
  const [inUse, pending, late] = [v7(), v7(), v7()];
  await db.insert(totpAuthenticators).values([
    { ...app, id: inUse, confirmedAt: past },
    { ...app, id: pending, sessionId: v7(), pendingUntil: future },
    { ...app, id: late, sessionId: v7(), pendingUntil: past },
  ]);
  await sweep(db, { now });
  const left = await db.select({ id: totpAuthenticators.id }).from(totpAuthenticators);
  expect(left.map(({ id }) => id).toSorted()).toEqual([inUse, pending].toSorted());
});

test('a change of address stays as long as it can be confirmed, and then as long as it can be undone', async ({
  db,
}) => {
  const userId = await somebody(db);
  const change = { userId, oldEmail: 'a@example.test', newEmail: 'b@example.test', createdAt: past };
  const rows = {
    open: { expiresAt: future },
    neverConfirmed: { expiresAt: past, approvedAt: past },
    undoable: { expiresAt: past, confirmedAt: past, undoUntil: future },
    settled: { expiresAt: past, confirmedAt: past, undoUntil: past },
    undone: { expiresAt: past, confirmedAt: past, undoneAt: past, undoUntil: past },
  };
  const ids = new Map<string, string>();
  for (const [name, row] of Object.entries(rows)) {
    const id = v7();
    ids.set(id, name);
    await db.insert(emailChanges).values({ id, ...change, ...row });
  }
  await sweep(db, { now });
  const left = await db.select({ id: emailChanges.id }).from(emailChanges);
  expect(left.map(({ id }) => ids.get(id)).toSorted()).toEqual(['open', 'undoable']);
});

test('a browser is known for a year after it was last seen, and the last one of a person for ever', async ({
  db,
}) => {
  const [userId, another, away] = [await somebody(db), await somebody(db), await somebody(db)];
  const seen = (lastSeenAt: string) => ({ firstSeenAt: new Date(0), lastSeenAt: new Date(lastSeenAt) });
  await db.insert(knownBrowsers).values([
    { userId, browserHash: 'lately', ...seen('2025-03-01T12:00:01Z') },
    { userId, browserHash: 'shared', ...seen('2025-03-01T11:59:59Z') },
    { userId: another, browserHash: 'shared', ...seen('2026-02-01T12:00:00Z') },
    { userId: away, browserHash: 'older', ...seen('2024-01-01T12:00:00Z') },
    { userId: away, browserHash: 'newest', ...seen('2024-01-02T12:00:00Z') },
    { userId: away, browserHash: 'as old', ...seen('2024-01-02T12:00:00Z') },
  ]);
  await sweep(db, { now });
  const left = await db
    .select({ userId: knownBrowsers.userId, browserHash: knownBrowsers.browserHash })
    .from(knownBrowsers)
    .orderBy(knownBrowsers.browserHash);
  expect(left).toEqual([
    { userId, browserHash: 'lately' },
    { userId: away, browserHash: 'newest' },
    { userId: another, browserHash: 'shared' },
  ]);
});

test('failures are forgotten after ninety quiet days, but for a factor that they closed', async ({ db }) => {
  const failure = { failures: 3, inARow: CLOSED_AFTER - 1, openAt: past };
  await db.insert(proofFailures).values([
    { key: 'lately', ...failure, lastAt: new Date('2025-12-01T12:00:01Z') },
    { key: 'long ago', ...failure, lastAt: new Date('2025-12-01T11:59:59Z') },
    { key: 'closed', ...failure, inARow: CLOSED_AFTER, lastAt: new Date(0) },
  ]);
  await sweep(db, { now });
  const left = await db.select({ key: proofFailures.key }).from(proofFailures);
  expect(left.map(({ key }) => key).toSorted()).toEqual(['closed', 'lately']);
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

async function somebody(db: Database) {
  const id = v7();
  await db.insert(principals).values({ id, kind: 'user' });
  await db.insert(users).values({ id, email: `${id}@example.test`, locale: 'en', createdAt: past });
  return id;
}
