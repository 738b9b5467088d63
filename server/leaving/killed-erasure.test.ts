import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { erasureReceipts } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import { addJob } from '@/server/jobs/queue';
import { startChildWorker } from '@/server/jobs/testing/child-worker';
import { test } from '@/server/jobs/testing/jobs-test';
import { crowd, crowdAround } from '@/server/testing/crowd';
import { makeGiven } from '@/server/testing/factories';
import { untilWaiting } from '@/server/testing/waiting';
import { leavingTasks } from './tasks';
import { erasingServices } from './testing/erase-with';

const LOCK = 77;
/** Twenty places on the way, from the first table to the last. */
const PLACES = [
  'password_resets',
  'login_attempts',
  'rate_limits',
  'sessions',
  'app_sessions',
  'oauth_consents',
  'known_browsers',
  'passkeys',
  'recovery_codes',
  'connections',
  'security_events',
  'messages',
  'contacts',
  'photo_uploads',
  'memberships',
  'former_handles',
  'audit_entries',
  'profiles',
  'users',
  'erasure_receipts',
];

test('a worker that is killed at twenty places in the middle: each time the deletion ends complete', {
  timeout: 300_000,
}, async ({ database, db, work }) => {
  const given = makeGiven(db);
  await crowd(db, 5);
  // A statement on the table named in `held` waits for whoever holds the lock.
  await db.execute(sql`create table held (what text)`);
  await db.execute(sql`
    create function wait_if_held() returns trigger language plpgsql as $$ begin
      if exists (select from held where what = tg_table_name) then
        perform pg_advisory_xact_lock_shared(${sql.raw(String(LOCK))});
      end if;
      return null;
    end $$`);
  for (const place of PLACES)
    await db.execute(sql`
      create trigger waits after insert or update or delete on ${sql.identifier(place)}
      for each statement execute function wait_if_held()`);

  const people: { id: string; receiptId: string }[] = [];
  for (const place of PLACES) {
    const user = await given.user();
    await crowdAround(db, user, 2);
    const person = await given.leaving(user, { dueAt: new Date(Date.now() - 1000) });
    people.push(person);
    await addJob(db, { name: 'account.erase', payload: { userId: person.id } });
    await db.execute(sql`insert into held values (${place})`);
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
      const child = await startChildWorker(database.url, 'server/leaving/testing/killed-eraser.ts');
      onTestFinished(() => child.kill());
      await untilWaiting(db, 1);
      await child.kill();
    });
    await db.execute(sql`delete from held`);
    // Cut off before its end.
    expect([place, await db.$count(users, eq(users.id, person.id))]).toEqual([place, 1]);
  }

  const tasks = { 'account.erase': leavingTasks(erasingServices(db))['account.erase'] };
  work({ tasks, databaseUrl: database.url });
  for (const { id, receiptId } of people) {
    const receipts = () => db.$count(erasureReceipts, eq(erasureReceipts.id, receiptId));
    await expect.poll(receipts, { timeout: 60_000, interval: 50 }).toBe(1);
    expect(await db.$count(users, eq(users.id, id))).toBe(0);
  }
  const left = await db.execute(sql`
    select from graphile_worker.jobs where task_identifier = 'account.erase' and attempts = max_attempts`);
  expect(left).toEqual([]);
});
