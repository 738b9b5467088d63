import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { connections, trustedDevices } from '@/db/schema/factors';
import { passwords } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('a connection that was taken away is gone, told, and trust with it', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const person = await given.user();
  const [gone, stays] = [await given.connection(person), await given.connection(person)];
  const now = new Date();
  const device = { id: person.id, userId: person.id, tokenHash: person.id, createdAt: now, lastUsedAt: now };
  await db.insert(trustedDevices).values({ ...device, expiresAt: new Date(now.getTime() + 60_000) });
  const api = callerFor(db, person);
  await api.auth.connections.remove({ provider: gone.provider, accountId: gone.accountId });
  const list = await api.auth.connections.list();
  expect(list.connections.map(({ accountId }) => accountId)).toEqual([stays.accountId]);
  expect(await trail(person)).toMatchObject([
    {
      kind: 'connection.removed',
      actorId: person.id,
      after: { provider: 'github', sessionId: expect.any(String) },
    },
  ]);
  // What it is called may be a mail address: it is in the log, which goes with the account, and not in the trail.
  expect((await trail(person))[0]?.after).not.toHaveProperty('name');
  const { events } = await api.auth.events.list({});
  expect(events[0]).toMatchObject({
    kind: 'connection.removed',
    details: { provider: 'github', name: gone.label },
  });
  expect(await notices(person)).toMatchObject([{ type: 'security.factorChanged', actorId: null }]);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
});

test('another person`s connection is not there, nor one that never was', async ({ db, given, trail }) => {
  const [person, other] = [await given.user(), await given.user()];
  const { provider, accountId } = await given.connection(other);
  const api = callerFor(db, person);
  for (const wrong of [
    { provider, accountId },
    { provider, accountId: 'nobody' },
    { provider: 'google' as const, accountId },
  ])
    expect(await refusal(api.auth.connections.remove(wrong))).toEqual({ reason: 'NOT_FOUND' });
  expect(await countOf(db, other)).toBe(1);
  expect(await trail(other)).toEqual([]);
  expect((await api.auth.connections.list()).connections).toEqual([]);
});

test('the last way in stays', async ({ db, given, trail }) => {
  const person = await given.user();
  const last = await given.connection(person);
  await db.delete(passwords).where(eq(passwords.userId, person.id));
  const api = callerFor(db, person);
  const remove = { provider: last.provider, accountId: last.accountId };
  expect(await refusal(api.auth.connections.remove(remove))).toEqual({ reason: 'LAST_WAY_IN' });
  expect(await countOf(db, person)).toBe(1);
  expect(await trail(person)).toEqual([]);
});

test('of two that are taken away at once, where nothing else is left, one stays', async ({ db, given }) => {
  const person = await given.user();
  await db.delete(passwords).where(eq(passwords.userId, person.id));
  const both = [await given.connection(person), await given.connection(person, { provider: 'google' })];
  const outcomes = await Promise.allSettled(
    both.map(({ provider, accountId }) =>
      callerFor(db, person).auth.connections.remove({ provider, accountId }),
    ),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await countOf(db, person)).toBe(1);
});

test('one that is taken away twice at once is taken away once', async ({ db, given, trail }) => {
  const person = await given.user();
  const { provider, accountId } = await given.connection(person);
  const removals = Array.from({ length: 5 }, () =>
    callerFor(db, person).auth.connections.remove({ provider, accountId }),
  );
  const outcomes = await Promise.allSettled(removals);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await trail(person)).toHaveLength(1);
});

test('an installation without keys offers no provider', async ({ db, given }) => {
  const api = callerFor(db, await given.user());
  expect(await api.auth.connections.list()).toEqual({ offered: [], connections: [] });
  expect(await refusal(api.auth.connections.begin({ provider: 'github' }))).toEqual({ reason: 'NOT_FOUND' });
});

function countOf(db: Database, person: { id: string }) {
  return db.$count(connections, eq(connections.userId, person.id));
}
