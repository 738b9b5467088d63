import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { passkeys } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { test } from '@/server/testing/fixtures';
import { EVENT_DAYS } from './catalog';
import { sweepSecurityEvents } from './sweep';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const TERM = EVENT_DAYS * 86_400_000;

test('an event goes when it is older than a year, and not before', async ({ db, given }) => {
  const person = await given.user();
  await given.event(person, { at: ago(TERM + 1) });
  const kept = [await given.event(person, { at: ago(TERM) }), await given.event(person, { at: now })];
  await sweepSecurityEvents(db, { now });
  await sweepSecurityEvents(db, { now });
  const left = await db
    .select({ id: securityEvents.id })
    .from(securityEvents)
    .where(eq(securityEvents.userId, person.id));
  expect(left.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
});

test('more than a portion goes, by two at once, and every passkey that had begun a session is noted', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const used = await Promise.all(Array.from({ length: 6 }, () => given.passkey(person)));
  const never = await given.passkey(person);
  const young = await given.passkey(person);
  const old = Array.from({ length: 2500 }, (_, n) => ({
    id: uuid({ msecs: ago(TERM).getTime() - 5000 + n }),
    userId: person.id,
    at: ago(TERM),
    kind: n % 500 === 7 ? 'session.started' : 'signIn.failed',
    details: { passkeyId: n % 500 === 7 ? (used[Math.floor(n / 500)]?.id ?? '') : never.id },
  }));
  await db.insert(securityEvents).values(old);
  await given.event(person, {
    kind: 'session.startedInNewBrowser',
    at: ago(TERM + 1),
    details: { passkeyId: used[5]?.id ?? '' },
  });
  await given.event(person, { kind: 'session.started', at: ago(1), details: { passkeyId: young.id } });

  await Promise.all([sweepSecurityEvents(db, { now }), sweepSecurityEvents(db, { now })]);

  expect(await db.$count(securityEvents, eq(securityEvents.userId, person.id))).toBe(1);
  const noted = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.hasBegunSession, true));
  expect(noted.map(({ id }) => id).toSorted()).toEqual(used.map(({ id }) => id).toSorted());
});
