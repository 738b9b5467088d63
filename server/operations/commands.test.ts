import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { users } from '@/db/schema/users';
import { addJob } from '@/server/jobs/queue';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { getOverview } from './queries';

test('the overview counts people, those of this week, open sign-ups and live sessions', async ({
  db,
  given,
}) => {
  const staff = await given.holder('dashboard.view');
  const { operations } = callerFor(db, staff);
  const before = await operations.overview();
  const user = await given.user();
  await given.session(user);
  await given.signUp();
  await given.signUp({ expiresAt: new Date(Date.now() - 1) });
  await given.session(user, { now: new Date('2020-01-01') });
  expect(await operations.overview()).toEqual({
    people: before.people + 1,
    newThisWeek: before.newThisWeek + 1,
    unconfirmed: before.unconfirmed + 1,
    signedIn: before.signedIn + 2,
    isEstimate: false,
  });
  await db.execute(sql`update users set created_at = now() - interval '8 days' where id = ${user.id}`);
  expect(await operations.overview()).toMatchObject({ newThisWeek: before.newThisWeek });
});

test('many are counted no further than a number, and of people it is told about how many there are', async ({
  db,
  given,
}) => {
  for (let n = 0; n < 4; n++) await given.user();
  await db.execute(sql`analyze users`);
  const people = await db.$count(users);
  const now = new Date();
  expect(await getOverview(db, { now, most: 3 })).toMatchObject({
    people,
    isEstimate: true,
    newThisWeek: 3,
    signedIn: 3,
  });
  expect(await getOverview(db, { now })).toMatchObject({ people, isEstimate: false });
});

test('a failing job is listed, can be tried again, and the trail says who asked', async ({ db, given }) => {
  const staff = await given.holder('jobs.view', 'jobs.retry');
  const { operations } = callerFor(db, staff);
  const id = await given.failingJob();
  const mine = async () => (await operations.failingJobs()).find((job) => job.id === id);
  expect(await mine()).toEqual({
    id,
    name: 'sweep',
    attempts: 1,
    lastError: 'it rained',
    queuedAt: expect.any(Date),
    nextTryAt: expect.any(Date),
    dead: false,
  });
  expect(await operations.retryJob({ id })).toEqual({ id });
  expect(await mine()).toBeUndefined();
  const entries = await db.execute(
    sql`select actor_id, "after" from audit_entries where kind = 'job.retried'`,
  );
  expect([...entries]).toMatchObject([{ actor_id: staff.id, after: { jobId: id } }]);
});

test('a job that is not there, or is being done, is not tried again', async ({ db, given }) => {
  const { operations } = callerFor(db, await given.holder('jobs.retry'));
  const running = await given.failingJob();
  await db.execute(sql`
    update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker' where id = ${running}::bigint`);
  for (const id of ['999999999999', running])
    expect(await refusal(operations.retryJob({ id }))).toEqual({ reason: 'NOT_FOUND' });
  for (const id of ['', '-1', '1; drop table users', '9'.repeat(19)])
    expect(await refusal(operations.retryJob({ id }))).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('a job that has not failed is nobody`s business', async ({ db, given }) => {
  await addJob(db, { name: 'sweep', payload: {}, key: 'not-failed' });
  const { operations } = callerFor(db, await given.holder('jobs.view'));
  expect((await operations.failingJobs()).filter(({ attempts }) => attempts === 0)).toEqual([]);
});
