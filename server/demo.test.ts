import { eq, inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { profiles, users } from '@/db/schema/users';
import { refuseDemoPeople, seedDemo } from './demo';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people';
import { isReservedHandle } from './profile/reserved-handles';
import { callerFor } from './testing/callers';
import { CookieJar } from './testing/cookie-jar';
import { test } from './testing/fixtures';
import { redeem } from './testing/next-auth';
import { refusal } from './testing/refusal';

const now = new Date();
const emails = DEMO_PEOPLE.map(({ email }) => email);

test('the demo people are invited once, by two at once and again, and can sign in', async ({ db }) => {
  await Promise.all([seedDemo(db, { now }), seedDemo(db, { now })]);
  await seedDemo(db, { now });
  expect(await db.$count(users, inArray(users.email, emails))).toBe(4);

  const api = await signedIn(db, 'admin@example.test');
  expect(await api.viewer.staff()).toMatchObject({
    handle: 'ada',
    permissions: expect.arrayContaining(['jobs.view']),
  });
  expect(await api.profile.byHandle({ handle: 'mia' })).toMatchObject({
    displayName: 'Mia Member',
    groups: [{ name: 'Friends of paper' }],
    relation: { kind: 'group_mate' },
  });
});

test('one of them keeps to himself, and two are contacts', async ({ db }) => {
  await seedDemo(db, { now });
  const { profile, contacts } = await signedIn(db, 'member@example.test');
  expect(await refusal(profile.byHandle({ handle: 'percy' }))).toEqual({ reason: 'NOT_FOUND' });
  expect((await profile.search({ query: 'percy' })).people).toEqual([]);
  expect((await contacts.list()).contacts.map(({ handle }) => handle)).toEqual(['mona']);
});

test('what somebody changed stays; who was removed is invited again, under another handle if need be', async ({
  db,
  given,
}) => {
  await seedDemo(db, { now });
  await db.update(profiles).set({ bio: 'changed' }).where(eq(profiles.handle, 'mia'));
  await db.delete(users).where(eq(users.email, 'private@example.test'));
  await given.user({ handle: 'percy' });
  await seedDemo(db, { now });
  const { profile } = await signedIn(db, 'private@example.test');
  expect(await profile.byHandle({ handle: 'mia' })).toMatchObject({ bio: 'changed' });
  expect(await profile.byHandle({ handle: 'percy-private' })).toMatchObject({ displayName: 'Percy Private' });
});

test('none of them has a handle that is kept for the service', () => {
  expect(DEMO_PEOPLE.filter(({ handle }) => isReservedHandle(handle))).toEqual([]);
});

test('a real installation does not start where the demo people are', async ({ db, given }) => {
  const stranger = await given.user();
  await db.delete(users).where(inArray(users.email, emails));
  await refuseDemoPeople(db);
  expect(await db.$count(users, eq(users.id, stranger.id))).toBe(1);
  await seedDemo(db, { now });
  await expect(refuseDemoPeople(db)).rejects.toThrow(/admin@example\.test/);
});

/** A demo person as they sign in. */
async function signedIn(db: Database, email: string) {
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email });
  const { ticket } = await api.auth.signIn.password({ password: DEMO_PASSWORD });
  await redeem(db, { ticket, cookies });
  return api;
}
