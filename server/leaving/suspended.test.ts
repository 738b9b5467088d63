import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { mailsAbout } from '@/server/notifications/testing/mail-test';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { takeUpDepartures } from './commands';
import { leavingTasks } from './tasks';
import { erasingServices } from './testing/erase-with';

const DAY = 86_400_000;
const LONG_AGO = new Date(Date.now() - DAY);

async function statusOf(db: Database, { id }: { id: string }) {
  const [row] = await db.select({ status: users.status }).from(users).where(eq(users.id, id));
  return row?.status ?? 'gone';
}

test('somebody who leaves and is suspended is erased on their day all the same, and the sweep is done with them', async ({
  db,
  given,
  jobs,
}) => {
  const person = await given.suspended(await given.leaving(await given.user(), { dueAt: LONG_AGO }));
  const mine = async () => (await jobs()).filter(({ payload }) => payload.userId === person.id);
  await sweep(db, { now: new Date() });
  expect(await mine()).toEqual([{ name: 'account.erase', payload: { userId: person.id } }]);
  await leavingTasks(erasingServices(db))['account.erase']({ userId: person.id });
  expect(await statusOf(db, person)).toBe('gone');
  expect(await callerFor(db, null).account.receipt({ id: person.receiptId })).toMatchObject({
    state: 'erased',
  });
  expect(await mine()).toEqual([]);
  await sweep(db, { now: new Date() });
  expect(await mine()).toEqual([]);
});

test('before their day they are not, and can take it back, signed in or by the link: they stay suspended', async ({
  db,
  given,
  jobs,
  trail,
}) => {
  const call = callerFor(db, null).account;
  for (const way of ['signed in', 'by the link']) {
    const person = await given.suspended(await given.leaving(await given.user()));
    await leavingTasks(erasingServices(db))['account.erase']({ userId: person.id });
    const { account } = callerFor(db, person);
    expect(await account.state()).toMatchObject({ status: 'suspended', receiptId: person.receiptId });
    if (way === 'signed in') await account.cancelDeletion();
    else await call.cancelDeletionByLink({ token: person.keepLink });
    expect(await account.state()).toMatchObject({ status: 'suspended', dueAt: null, receiptId: null });
    expect(await db.$count(departures, eq(departures.userId, person.id))).toBe(0);
    expect((await jobs()).filter(({ payload }) => payload.userId === person.id)).toEqual([]);
    expect((await trail(person)).map(({ kind }) => kind)).toEqual(['account.deletionCancelled']);
    // Nor is there anything left to take back.
    expect(await refusal(account.cancelDeletion())).toEqual({ reason: 'NOT_ALLOWED' });
    const again = call.cancelDeletionByLink({ token: person.keepLink });
    expect(await refusal(again)).toEqual({ reason: 'LINK_EXPIRED' });
  }
});

test('the mail of their deletion still reaches them', async ({ db, given }) => {
  const person = await given.suspended(await given.leaving(await given.user()));
  const mails = await mailsAbout(db, { to: person, type: 'account.deletionScheduled' });
  expect(mails.map(({ to }) => to)).toEqual([person.email]);
});

test('a pause ends on its date beneath a suspension, which stays; before, its person cannot end either', async ({
  db,
  given,
  jobs,
}) => {
  const early = await given.suspended(
    await given.paused(await given.user(), { dueAt: new Date(Date.now() + DAY) }),
  );
  const late = await given.suspended(await given.paused(await given.user(), { dueAt: LONG_AGO }));
  await sweep(db, { now: new Date() });
  const mine = async () => (await jobs()).filter(({ payload }) => payload.userId === late.id);
  expect(await mine()).toEqual([{ name: 'account.return', payload: { userId: late.id } }]);
  const tasks = leavingTasks(erasingServices(db));
  for (const { id } of [early, late]) await tasks['account.return']({ userId: id });
  expect(await db.$count(departures, eq(departures.userId, early.id))).toBe(1);
  expect(await db.$count(departures, eq(departures.userId, late.id))).toBe(0);
  for (const person of [early, late]) {
    expect(await statusOf(db, person)).toBe('suspended');
    expect(await refusal(callerFor(db, person).account.reactivate())).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await refusal(callerFor(db, person).account.cancelDeletion())).toEqual({ reason: 'NOT_ALLOWED' });
  }
  expect(await mine()).toEqual([]);
  await sweep(db, { now: new Date() });
  expect(await mine()).toEqual([]);
});

test('of more than a thousand that are overdue the sweep takes up the longest overdue', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const given = makeGiven(db);
  await db.execute(sql`
    with people as (
      insert into principals (id, kind) select gen_random_uuid(), 'user' from generate_series(1, 1200) returning id
    ), made as (
      insert into users (id, email, locale, created_at, status)
      select id, id || '@example.test', 'en', now(), 'deactivated' from people returning id
    )
    insert into departures (user_id, kind, since, due_at)
    select id, 'pause', now(), now() - interval '1 day' - random() * interval '1 day' from made`);
  const oldest = await given.leaving(await given.user(), { dueAt: new Date(Date.now() - 3 * DAY) });
  const youngest = await given.leaving(await given.user(), { dueAt: new Date(Date.now() - DAY / 2) });
  await takeUpDepartures(db, { now: new Date() });
  const taken = await db.execute<{ key: string }>(
    sql`select key from graphile_worker.jobs where key is not null`,
  );
  const keys = taken.map(({ key }) => key);
  expect(keys).toHaveLength(1000);
  expect(keys).toContain(`account.erase:${oldest.id}`);
  expect(keys).not.toContain(`account.erase:${youngest.id}`);
});
