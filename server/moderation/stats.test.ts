import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { passkeys, recoveryCodes } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { leastIdAt } from './stats-days';
import { getAccessStats, getFactorStats } from './stats-site';

const HOUR = 3_600_000;

test('open cases are counted by age and by whether somebody has them', async ({ db, given }) => {
  const staff = await given.holder('report.handle');
  const { stats } = callerFor(db, staff).moderation;
  const before = (await stats.cases({ days: 7 })).ages;
  const [subject, other] = [await given.user(), await given.user()];
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR);
  await given.case(subject, { openedAt: hoursAgo(23) });
  await given.case(subject, {
    openedAt: hoursAgo(25),
    claimedBy: other.id,
    claimedAt: new Date(),
    subjectKind: 'photo',
  });
  await given.case(other, { openedAt: hoursAgo(800) });
  await given.case(other, { openedAt: hoursAgo(9000), state: 'resolved', subjectKind: 'photo' });
  const { ages, isCut } = await stats.cases({ days: 7 });
  expect(isCut).toBe(false);
  const grown = ages.map(({ age, claimed, unclaimed }, at) => [
    age,
    unclaimed - (before[at]?.unclaimed ?? 0),
    claimed - (before[at]?.claimed ?? 0),
  ]);
  expect(grown).toEqual([
    ['day', 1, 0],
    ['threeDays', 0, 1],
    ['week', 0, 0],
    ['month', 0, 0],
    ['older', 1, 0],
  ]);
});

test('of the cases of a day it is told how long the first action took, by the days of the reader', async ({
  db,
  given,
}) => {
  const owner = await given.user();
  const group = await given.groupWith(owner);
  const moderator = await given.moderating(await given.user(), group);
  await db.update(users).set({ timeZone: 'Pacific/Kiritimati' }).where(eq(users.id, moderator.id));
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Kiritimati' });
  const opened = new Date(Date.now() - 72 * HOUR);
  for (const hours of [1, 2, 9, undefined])
    await given.case(owner, {
      id: leastIdAt(opened).slice(0, 24) + uuid().slice(24),
      subjectId: uuid(),
      openedAt: opened,
      firstActionAt: hours === undefined ? null : new Date(opened.getTime() + hours * HOUR),
    });
  const { days } = await callerFor(db, moderator).moderation.stats.cases({ days: 7 });
  expect(days.map((one) => one.day).at(-1)).toBe(day.format(new Date()));
  const theDay = days.find((one) => one.day === day.format(opened));
  expect(theDay).toMatchObject({ opened: 4, waiting: 1, medianHours: 2 });
  expect(theDay?.slowHours).toBeCloseTo(7.6);
  expect(days.filter((one) => one.opened > 0)).toHaveLength(1);
});

test('who moderates a group counts what is about its people, and learns nothing of the site', async ({
  db,
  given,
}) => {
  const [owner, stranger] = [await given.user(), await given.user()];
  const moderator = await given.moderating(await given.user(), await given.groupWith(owner));
  await given.case(owner);
  await given.case(stranger);
  // About themselves: nobody reads that.
  await given.case(moderator);
  const { stats } = callerFor(db, moderator).moderation;
  const { ages, days } = await stats.cases({ days: 7 });
  expect(ages[0]).toEqual({ age: 'day', unclaimed: 1, claimed: 0 });
  expect(days.at(-1)?.opened).toBe(1);
  for (const call of [() => stats.access({ days: 7 }), () => stats.factors(), () => stats.work()])
    expect(await refusal(call())).toEqual({ reason: 'NOT_ALLOWED' });
});

test('sign-ups, sign-ins and failures are counted on the day on which they were', async ({ db, given }) => {
  const now = new Date('2020-03-30T10:00:00Z');
  const person = await given.user();
  const at = new Date('2020-03-28T23:30:00Z');
  await db.update(users).set({ createdAt: at }).where(eq(users.id, person.id));
  const [userId, id] = [person.id, () => leastIdAt(at).slice(0, 24) + uuid().slice(24)];
  for (const kind of ['session.started', 'session.startedInNewBrowser', 'session.ended'])
    await given.auditEntry({ id: id(), at, kind, subjectId: userId });
  await db.insert(securityEvents).values([
    { id: id(), userId, at, kind: 'signIn.failed' },
    { id: id(), userId, at, kind: 'session.started' },
  ]);
  const inParis = await getAccessStats(db, { timeZone: 'Europe/Paris', days: 7, now });
  expect(inParis.days.at(-2)).toEqual({ day: '2020-03-29', signUps: 1, signIns: 2, failures: 1 });
  const { days } = await getAccessStats(db, { timeZone: null, days: 7, now });
  expect(days.filter(({ signUps, signIns, failures }) => signUps + signIns + failures > 0)).toEqual([
    { day: '2020-03-28', signUps: 1, signIns: 2, failures: 1 },
  ]);
});

test('with what people sign in is counted of those whose account is active', async ({ db, given }) => {
  const { stats } = callerFor(db, await given.holder('dashboard.view')).moderation;
  const before = await stats.factors();
  const [person, paused] = [await given.user(), await given.user()];
  for (const userId of [person.id, paused.id]) {
    await db.insert(passkeys).values({
      id: uuid(),
      userId,
      credentialId: uuid(),
      publicKey: 'key',
      counter: 0,
      aaguid: uuid(),
      name: 'Phone',
      backupEligible: true,
      backedUp: true,
      createdAt: new Date(),
    });
    await db.insert(recoveryCodes).values({ userId, hash: 'hash', salt: 'salt', createdAt: new Date() });
  }
  await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, paused.id));
  expect(await stats.factors()).toEqual({
    ...before,
    people: before.people + 1,
    passkey: before.passkey + 1,
    recoveryCodes: before.recoveryCodes + 1,
  });
});

test('of many people a sample is looked at', async ({ db }) => {
  expect(await getFactorStats(db)).toMatchObject({ isSample: false });
  const people = 600;
  await db.execute(sql`
    with made as (insert into principals (id, kind) select gen_random_uuid(), 'user' from generate_series(1, ${people}) returning id)
    insert into users (id, email, locale, created_at) select id, id || '@example.test', 'en', now() from made`);
  await db.execute(sql`analyze users`);
  const stats = await getFactorStats(db, { sample: 100 });
  expect(stats).toMatchObject({ isSample: true, noSecond: stats.people - stats.passkey });
  expect(stats.people).toBeLessThan(people);
});

test('mail and other jobs are counted by how they stand', async ({ db, given }) => {
  const { stats } = callerFor(db, await given.holder('jobs.view')).moderation;
  const before = await stats.work();
  await given.failingJob();
  const after = await stats.work();
  expect(after.other.retrying).toBe(before.other.retrying + 1);
  expect(after.mail).toEqual(before.mail);
});
