import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { knownBrowsers, securityEvents } from '@/db/schema/security';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { recogniseBrowser } from './browsers';

const now = new Date('2026-03-02T10:00:00Z');

test('the first browser of an account is no news, the second is, and each is known the next time', async ({
  db,
  given,
}) => {
  const { id: userId } = await given.user();
  const first = await recogniseBrowser(db, { userId, now });
  expect(first.isNew).toBe(false);
  const second = await recogniseBrowser(db, { userId, now });
  expect(second).toMatchObject({ isNew: true, cookie: expect.not.stringMatching(first.cookie) });
  for (const { cookie } of [first, second])
    expect(await recogniseBrowser(db, { userId, cookie, now })).toEqual({ cookie, isNew: false });
});

test('with no browser left that is known, one is new where there was a sign-in before', async ({
  db,
  given,
}) => {
  const { id: userId } = await given.user();
  await given.event({ id: userId }, { kind: 'signIn.failed' });
  expect(await recogniseBrowser(db, { userId, now })).toMatchObject({ isNew: false });
  await db.delete(knownBrowsers).where(eq(knownBrowsers.userId, userId));
  await given.event({ id: userId }, { kind: 'session.started' });
  expect(await recogniseBrowser(db, { userId, now })).toMatchObject({ isNew: true });
});

test.for(['', 'mine'])('a cookie that is none of ours is replaced: "%s"', async (planted, { db, given }) => {
  const { id: userId } = await given.user();
  const { cookie } = await recogniseBrowser(db, { userId, cookie: planted, now });
  expect(cookie).toMatch(/^[\w-]{43}$/);
});

test('one browser is new to each of two people', async ({ db, given }) => {
  const [one, other] = [await given.user(), await given.user()];
  const { cookie } = await recogniseBrowser(db, { userId: one.id, now });
  await recogniseBrowser(db, { userId: other.id, now });
  expect(await recogniseBrowser(db, { userId: other.id, cookie, now })).toMatchObject({ isNew: true });
});

test('the table keeps no cookie', async ({ db, given }) => {
  const { id: userId } = await given.user();
  const { cookie } = await recogniseBrowser(db, { userId, now });
  const rows = await db.select().from(knownBrowsers).where(eq(knownBrowsers.userId, userId));
  expect(JSON.stringify(rows)).not.toContain(cookie);
});

test('a sign-in in a new browser is told by mail, one in a known browser is not', async ({
  db,
  given,
  notices,
}) => {
  const person = await given.user();
  const signIn = async (cookies: CookieJar) => {
    const api = callerFor(db, null, { cookies });
    await api.auth.signIn.start({ email: person.email });
    const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
    await redeem(db, { ticket, cookies });
  };
  const [home, elsewhere] = [new CookieJar(), new CookieJar()];
  await signIn(home);
  await signIn(home);
  await signIn(elsewhere);
  const events = await db
    .select({ id: securityEvents.id, kind: securityEvents.kind })
    .from(securityEvents)
    .where(eq(securityEvents.userId, person.id))
    .orderBy(securityEvents.id);
  expect(events.map(({ kind }) => kind)).toEqual([
    'session.started',
    'session.ended',
    'session.started',
    'session.startedInNewBrowser',
  ]);
  const eventId = events[3]?.id;
  expect(await notices(person)).toMatchObject([{ type: 'security.newSignIn', data: { eventId } }]);
});
