import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { appSessions } from '@/db/schema/oauth';
import { sessions } from '@/db/schema/sign-in';
import { sweep } from '@/server/jobs/sweep';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { endPause } from './commands';

const INACTIVE = { reason: 'ACCOUNT_INACTIVE' };
const DAY = 86_400_000;

/** Signs in by password, and gives the procedures as that browser calls them. */
async function signIn(db: Database, person: Person) {
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: person.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, cookies });
  return api;
}

test('a pause hides at once and signs out everywhere; signing in and one yes bring everything back', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  await given.session(person);
  const app = await given.app(person);
  const cookies = new CookieJar();
  const headers: string[] = [];
  const here = callerFor(db, person, { cookies, onHeader: (name) => void headers.push(name) });
  await here.account.deactivate({ returnOn: null });

  expect(headers).toEqual(['Clear-Site-Data']);
  expect(cookies.get('foyer.session')).toBeFalsy();
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
  expect(await db.$count(appSessions, eq(appSessions.userId, person.id))).toBe(0);
  const byToken = callerFor(db, null, { headers: app.headers });
  expect(await refusal(byToken.profile.me())).toEqual({ reason: 'TOKEN_REFUSED' });
  expect(await refusal(callerFor(db, person).profile.me())).toEqual({ reason: 'SESSION_ENDED' });
  const somebody = callerFor(db, await given.user());
  expect(await refusal(somebody.profile.byHandle({ handle: person.handle }))).toEqual({
    reason: 'NOT_FOUND',
  });

  const again = await signIn(db, person);
  expect(await refusal(again.profile.me())).toEqual(INACTIVE);
  expect(await again.account.state()).toEqual({
    status: 'deactivated',
    handle: person.handle,
    displayName: person.displayName,
    email: person.email,
    since: expect.any(String),
    dueAt: null,
    receiptId: null,
  });
  await again.account.reactivate();
  await again.account.reactivate();
  expect(await again.profile.me()).toMatchObject({ handle: person.handle });
  expect(await again.account.state()).toMatchObject({ status: 'active', since: null });
  expect(await somebody.profile.byHandle({ handle: person.handle })).toMatchObject({
    handle: person.handle,
  });
  const kinds = (await trail(person)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith('account.'))).toEqual(['account.paused', 'account.resumed']);
});

test('a pause ends by itself on its date, by its job or the hourly sweep, and not before', async ({
  db,
  given,
  jobs,
}) => {
  const person = await given.user();
  const returnOn = new Date(Date.now() + DAY);
  await callerFor(db, person).account.deactivate({ returnOn: returnOn.toISOString() });
  const returning = { name: 'account.return', payload: { userId: person.id } };
  const [job] = await db.execute<{ runAt: Date }>(sql`
    select run_at as "runAt" from graphile_worker.jobs where key = ${`account.return:${person.id}`}`);
  expect(new Date(job?.runAt ?? 0)).toEqual(returnOn);

  const status = async () => (await signIn(db, person)).account.state().then((state) => state.status);
  await endPause(db, { userId: person.id, now: new Date(returnOn.getTime() - 1) });
  expect(await status()).toBe('deactivated');
  await endPause(db, { userId: person.id, now: returnOn });
  await endPause(db, { userId: person.id, now: returnOn });
  expect(await status()).toBe('active');
  expect(await jobs()).not.toContainEqual(returning);

  const forgotten = await given.paused(await given.user(), { dueAt: new Date(Date.now() - DAY) });
  await sweep(db, { now: new Date() });
  expect(await jobs()).toContainEqual({ name: 'account.return', payload: { userId: forgotten.id } });
});

test('coming back early takes the date back', async ({ db, given, jobs }) => {
  const person = await given.user();
  const returnOn = new Date(Date.now() + DAY).toISOString();
  await callerFor(db, person).account.deactivate({ returnOn });
  const again = await signIn(db, person);
  await again.account.reactivate();
  expect(await jobs()).not.toContainEqual({ name: 'account.return', payload: { userId: person.id } });
  expect(await db.$count(departures, eq(departures.userId, person.id))).toBe(0);
});

test.for(['leaving', 'suspended'] as const)(
  'an account that is %s is no pause',
  async (how, { db, given }) => {
    const person = await given[how](await given.user());
    expect(await refusal(callerFor(db, person).account.reactivate())).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await refusal(callerFor(db, person).account.deactivate({ returnOn: null }))).toEqual(INACTIVE);
  },
);

test.for([
  ['in the past', -1000],
  ['more than a year away', 367 * DAY],
] as const)('a date %s is refused', async ([, milliseconds], { db, given }) => {
  const returnOn = new Date(Date.now() + milliseconds).toISOString();
  const { reason } = await refusal(callerFor(db, await given.user()).account.deactivate({ returnOn }));
  expect(reason).toBe('INPUT_INVALID');
});
