import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

test('an event is told with its browser, address, session and details', async ({ db, given }) => {
  const person = await given.user();
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  const now = new Date();
  const here = await given.event(person, {
    kind: 'passkey.added',
    at: now,
    sessionId: session?.id ?? '',
    ip: '198.51.100.9',
    userAgent: FIREFOX,
    details: { name: 'Phone' },
  });
  const elsewhere = await given.event(person, { kind: 'signIn.failed', sessionId: uuid() });
  const { events, next } = await callerFor(db, person).auth.events.list({});
  expect(next).toBeNull();
  expect(events).toEqual([
    {
      id: elsewhere.id,
      at: expect.any(Date),
      kind: 'signIn.failed',
      group: 'signIn',
      browser: null,
      system: null,
      ip: null,
      sessionId: expect.any(String),
      thisSession: false,
      details: {},
    },
    {
      id: here.id,
      at: now,
      kind: 'passkey.added',
      group: 'factors',
      browser: 'Firefox',
      system: 'Linux',
      ip: '198.51.100.9',
      sessionId: session?.id,
      thisSession: true,
      details: { name: 'Phone' },
    },
  ]);
});

test('nobody reads the log of another', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  const { id } = await given.event(other);
  await given.event(person);
  const { events } = await callerFor(db, person).auth.events.list({ before: later(id) });
  expect(events).toHaveLength(1);
  expect(events[0]?.id).not.toBe(id);
});

test('the newest stand first, in pages without a gap, while new ones come in', async ({ db, given }) => {
  const person = await given.user();
  const ids: string[] = [];
  // Each in a millisecond of its own: within one, an id made for a given time has no order.
  const begun = Date.now() - 60_000;
  for (let n = 0; n < 25; n++) ids.unshift((await given.event(person, { at: new Date(begun + n) })).id);
  const { auth } = callerFor(db, person);
  const seen: string[] = [];
  let before: string | undefined;
  const sizes: number[] = [];
  do {
    const page = await auth.events.list({ limit: 10, ...(before && { before }) });
    seen.push(...page.events.map(({ id }) => id));
    sizes.push(page.events.length);
    before = page.next ?? undefined;
    await given.event(person);
  } while (before);
  expect(sizes).toEqual([10, 10, 5]);
  expect(seen).toEqual(ids);
});

test('a page that ends where the log ends says so', async ({ db, given }) => {
  const person = await given.user();
  for (let n = 0; n < 10; n++) await given.event(person);
  const { events, next } = await callerFor(db, person).auth.events.list({ limit: 10 });
  expect(events).toHaveLength(10);
  expect(next).toBeNull();
});

test('a group shows its kinds and no others', async ({ db, given }) => {
  const person = await given.user();
  for (const kind of ['session.started', 'totp.added', 'email.changed', 'signIn.failed'] as const)
    await given.event(person, { kind });
  const { auth } = callerFor(db, person);
  const kinds = async (group: 'signIn' | 'factors' | 'account') =>
    (await auth.events.list({ group })).events.map(({ kind }) => kind);
  expect(await kinds('signIn')).toEqual(['signIn.failed', 'session.started']);
  expect(await kinds('factors')).toEqual(['totp.added']);
  expect(await kinds('account')).toEqual(['email.changed']);
});

test('ninety days are shown, and what this version has words for', async ({ db, given }) => {
  const person = await given.user();
  await given.event(person, { at: new Date(Date.now() - 90 * DAY - 1000) });
  const { id } = await given.event(person, { at: new Date(Date.now() - 90 * DAY + 60_000) });
  await db
    .insert(securityEvents)
    .values({ id: uuid(), userId: person.id, at: new Date(), kind: 'telepathy.added' });
  const { events } = await callerFor(db, person).auth.events.list({});
  expect(events.map((event) => event.id)).toEqual([id]);
});

test('refuses what is no page', async ({ db, given }) => {
  const { auth } = callerFor(db, await given.user());
  for (const input of [{ limit: 0 }, { limit: 101 }, { before: 'the last one' }])
    expect(await refusal(auth.events.list(input))).toMatchObject({ reason: 'INPUT_INVALID' });
});

/** An id that comes after another. */
function later(id: string) {
  return id.replace(/^./, 'f');
}
