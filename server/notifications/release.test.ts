import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  type Audience,
  notificationDeliveries,
  notificationEvents,
  notificationPreferences,
  notificationSchedules,
  notifications,
} from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { decideAnew } from './decide-anew';
import { markHeld, markSent } from './deliveries';
import { fanOut } from './fan-out';
import { release } from './release';

const NIGHT = new Date('2027-03-01T23:00:00Z');
const MORNING = new Date('2027-03-02T07:00:00Z');
const minutes = (later: number) => new Date(NIGHT.getTime() + later * 60_000);

/** Quiet from 22:00 to 7:00, unless said otherwise. */
async function rests(
  db: Database,
  person: { id: string },
  changes: Partial<typeof notificationSchedules.$inferInsert> = {},
) {
  const quiet = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 1320, until: 420 }));
  const schedule = { userId: person.id, quiet, updatedAt: NIGHT, ...changes };
  await db
    .insert(notificationSchedules)
    .values(schedule)
    .onConflictDoUpdate({ target: notificationSchedules.userId, set: schedule });
}

/** Tells somebody of something at a moment. @returns the id of the event */
async function tell(
  db: Database,
  person: { id: string },
  at: Date,
  changes: Partial<typeof notificationEvents.$inferInsert> = {},
) {
  const id = uuid({ msecs: at.getTime() });
  const audience: Audience = { kind: 'people', ids: [person.id] };
  await db
    .insert(notificationEvents)
    .values({ id, type: 'contacts.asked', at, data: {}, audience, ...changes });
  await fanOut(db, { eventId: id, clock: () => at });
  return id;
}

async function mailOf(db: Database, eventId: string) {
  const { state, rule, dueAt } = notificationDeliveries;
  const which = and(eq(notificationDeliveries.eventId, eventId), eq(notificationDeliveries.channel, 'email'));
  const [row] = await db.select({ state, rule, dueAt }).from(notificationDeliveries).where(which);
  return row;
}

/** The digests that wait for somebody in the queue. */
async function digestsOf(db: Database, person: { id: string }) {
  const rows = await db.execute<{ name: string; attempts: number }>(sql`
    select task.identifier as name, job.attempts from graphile_worker._private_jobs as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    where job.payload ->> 'userId' = ${person.id} and task.identifier like 'notifications.digest%' order by job.id`);
  return rows.map(({ name, attempts }) => `${name} ${attempts}`);
}

/** The jobs that decide anew for somebody. */
async function reconsideringOf(db: Database, person: { id: string }) {
  const [row] = await db.execute<{ number: number }>(sql`
    select count(*)::int as number from graphile_worker._private_jobs as job
    where job.key = ${`notifications.reconsider:${person.id}`}`);
  return row?.number;
}

test('what is held goes when it may, as one, and is not asked for twice', async ({ db, given }) => {
  const person = await given.user();
  await rests(db, person);
  const held = { state: 'held', rule: 'quietHours', dueAt: MORNING };
  for (const later of [0, 1]) expect(await mailOf(db, await tell(db, person, minutes(later)))).toEqual(held);
  await release(db, { now: new Date(MORNING.getTime() - 1) });
  expect(await digestsOf(db, person)).toEqual([]);
  await release(db, { now: MORNING });
  await release(db, { now: MORNING });
  expect(await digestsOf(db, person)).toEqual(['notifications.digestMail 0']);
});

test('what comes due in quiet hours waits for their end, unless they have none', async ({ db, given }) => {
  const [person, never] = [await given.user(), await given.user()];
  const evening = new Date('2027-03-01T21:55:00Z');
  const until = new Date('2027-03-01T22:05:00Z');
  await rests(db, person);
  await rests(db, never, { quiet: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 600, until: 600 })) });
  const put = async (who: { id: string }) => {
    const id = await tell(db, who, evening);
    const eventIds = [id];
    await markHeld(db, { userId: who.id, eventIds, channel: 'email', rule: 'online', until, now: evening });
    return id;
  };
  const [held] = [await put(person), await put(never)];
  await release(db, { now: until });
  expect(await mailOf(db, held)).toEqual({ state: 'held', rule: 'quietHours', dueAt: MORNING });
  expect(await digestsOf(db, person)).toEqual([]);
  expect(await digestsOf(db, never)).toEqual(['notifications.digestMail 0']);
});

test('of several whose quiet hours have begun each waits for the end of their own, and by what they want', async ({
  db,
  given,
}) => {
  const evening = new Date('2027-03-01T21:55:00Z');
  const until = new Date('2027-03-01T22:05:00Z');
  const [early, late, muted] = [await given.user(), await given.user(), await given.user()];
  const ends = [MORNING, new Date('2027-03-02T08:00:00Z'), MORNING];
  const ids: string[] = [];
  for (const [n, person] of [early, late, muted].entries()) {
    const end = n === 1 ? 480 : 420;
    const quiet = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 1320, until: end }));
    await rests(db, person, { quiet });
    const id = await tell(db, person, evening);
    await markHeld(db, {
      ...{ userId: person.id, eventIds: [id], channel: 'email', rule: 'online', until, now: evening },
    });
    ids.push(id);
  }
  await given.notificationWish(muted, { scope: 'type', key: 'contacts.asked' });
  await release(db, { now: until });
  const became = [];
  for (const id of ids) became.push(await mailOf(db, id));
  expect(became).toEqual([
    { state: 'held', rule: 'quietHours', dueAt: ends[0] },
    { state: 'held', rule: 'quietHours', dueAt: ends[1] },
    { state: 'suppressed', rule: expect.stringContaining('type'), dueAt: null },
  ]);
});

test('one that is tried again keeps its waits, and one that failed for good is there beside the next', async ({
  db,
  given,
}) => {
  const person = await given.user();
  await rests(db, person);
  await tell(db, person, NIGHT);
  await release(db, { now: MORNING });
  const set = (attempts: number) =>
    db.execute(sql`
      update graphile_worker._private_jobs set attempts = ${attempts}::int where key = ${`notifications.digestMail:${person.id}`}`);
  await set(3);
  await release(db, { now: MORNING });
  expect(await digestsOf(db, person)).toEqual(['notifications.digestMail 3']);
  await set(25);
  await release(db, { now: MORNING });
  await release(db, { now: MORNING });
  expect(await digestsOf(db, person)).toEqual(['notifications.digestMail 25', 'notifications.digestMail 0']);
});

test('what is locked is never held, whatever they want', async ({ db, given }) => {
  const person = await given.user();
  await rests(db, person, { pausedUntil: minutes(60 * 24 * 30) });
  await db.insert(notificationPreferences).values({
    ...{ userId: person.id, scope: 'global', key: '', channel: 'email', mode: 'off' },
    ...{ means: 'settings', changedAt: NIGHT },
  });
  const id = await tell(db, person, NIGHT, { type: 'account.deletionScheduled' });
  expect(await mailOf(db, id)).toEqual({ state: 'queued', rule: 'locked', dueAt: null });
});

test('a zone, hours, a pause or a wish that is changed changes what waits', async ({ db, given }) => {
  const person = await given.user();
  await rests(db, person);
  const id = await tell(db, person, NIGHT);
  const anew = (later: number) => decideAnew(db, { userId: person.id, now: minutes(later) });
  // Two hours ahead of UTC: their morning is earlier.
  await db.update(users).set({ timeZone: 'Africa/Johannesburg' }).where(eq(users.id, person.id));
  await anew(1);
  expect(await mailOf(db, id)).toEqual({
    state: 'held',
    rule: 'quietHours',
    dueAt: new Date('2027-03-02T05:00:00Z'),
  });
  // A pause that ends in quiet hours is followed by them.
  await rests(db, person, { pausedUntil: new Date('2027-03-02T21:00:00Z') });
  await anew(2);
  expect(await mailOf(db, id)).toEqual({
    state: 'held',
    rule: 'quietHours',
    dueAt: new Date('2027-03-03T05:00:00Z'),
  });
  const wish = { userId: person.id, scope: 'type', key: 'contacts.asked', channel: 'email' } as const;
  const by = { means: 'settings', changedAt: NIGHT } as const;
  await db.insert(notificationPreferences).values({ ...wish, ...by, mode: 'digest' });
  await anew(3);
  expect(await mailOf(db, id)).toEqual({
    ...{ state: 'bundled', rule: 'type:contacts.asked' },
    dueAt: new Date('2027-03-03T05:00:00Z'),
  });
  await rests(db, person, { quiet: [], pausedUntil: null });
  await anew(4);
  expect(await mailOf(db, id)).toMatchObject({ state: 'bundled', dueAt: new Date('2027-03-02T06:00:00Z') });
  expect(await digestsOf(db, person)).toEqual([]);
  await db.delete(notificationPreferences).where(eq(notificationPreferences.userId, person.id));
  const second = await tell(db, person, minutes(5), { type: 'groups.joinAsked' });
  await anew(6);
  // Now at once, together with what else is due.
  expect(await mailOf(db, id)).toEqual({ state: 'held', rule: 'default', dueAt: minutes(6) });
  expect(await mailOf(db, second)).toMatchObject({ state: 'bundled' });
  expect(await digestsOf(db, person)).toEqual(['notifications.digestMail 0']);
  await db.insert(notificationPreferences).values({ ...wish, ...by, scope: 'global', key: '', mode: 'off' });
  await anew(7);
  for (const event of [id, second])
    expect(await mailOf(db, event)).toEqual({ state: 'suppressed', rule: 'global', dueAt: null });
});

test('what a mute took out of what waits waits again once it is un-muted, and nothing else', async ({
  db,
  given,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const now = new Date();
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  // A digest that certainly has not gone yet.
  await rests(db, person, { quiet: [], pausedUntil: new Date(now.getTime() + 3_600_000) });
  const ask = (at: Date) => tell(db, person, at, { actorId: other.id });
  const [waited, read, cancelled] = [await ask(ago(3)), await ask(ago(2)), await ask(ago(1))];
  const sent = await ask(ago(4));
  await markSent(db, { userId: person.id, eventIds: [sent], channel: 'email', now });
  const { mutes } = callerFor(db, person).notifications;
  const anew = () => decideAnew(db, { userId: person.id, now: new Date() });
  const whom = { kind: 'person', id: other.id } as const;
  await mutes.add(whom);
  await anew();
  const rule = `object:person:${other.id}`;
  for (const id of [waited, read, cancelled])
    expect(await mailOf(db, id)).toMatchObject({ state: 'suppressed', rule });
  const meanwhile = await ask(new Date());
  await db.update(notifications).set({ readAt: now }).where(eq(notifications.eventId, read));
  await db.update(notificationEvents).set({ cancelledAt: now }).where(eq(notificationEvents.id, cancelled));
  // As long as it is muted nothing comes back, whatever else is decided anew.
  await anew();
  expect(await mailOf(db, waited)).toMatchObject({ state: 'suppressed', rule });

  await mutes.remove(whom);
  expect(await reconsideringOf(db, person)).toBe(1);
  await anew();
  expect(await mailOf(db, waited)).toMatchObject({ state: 'held', rule: 'pause' });
  for (const id of [read, cancelled, meanwhile])
    expect(await mailOf(db, id)).toMatchObject({ state: 'suppressed', rule });
  expect(await mailOf(db, sent)).toMatchObject({ state: 'sent' });
});

test('what is due already does not wait for the next digest, and what the mail put off stays so', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const id = await tell(db, person, NIGHT, { type: 'groups.joinAsked' });
  const due = new Date('2027-03-02T08:00:00Z');
  expect(await mailOf(db, id)).toEqual({ state: 'bundled', rule: 'default', dueAt: due });
  await decideAnew(db, { userId: person.id, now: new Date(due.getTime() + 1) });
  expect(await mailOf(db, id)).toEqual({ state: 'bundled', rule: 'default', dueAt: due });

  const online = await tell(db, person, NIGHT);
  await markHeld(db, {
    userId: person.id,
    eventIds: [online],
    channel: 'email',
    rule: 'online',
    until: minutes(10),
    now: NIGHT,
  });
  await decideAnew(db, { userId: person.id, now: minutes(1) });
  expect(await mailOf(db, online)).toEqual({ state: 'held', rule: 'online', dueAt: minutes(10) });
});

test('what waits is found by its index', async ({ db }) => {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    const plan = async (query: string) =>
      (await tx.execute<{ 'QUERY PLAN': string }>(sql.raw(`explain ${query}`)))
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    const due = await plan(`select due_at, user_id from notification_deliveries
      where state in ('held', 'bundled') and due_at <= now() order by due_at, user_id limit 1000`);
    expect(due).toMatch(/using notification_deliveries_\w+_due_at_user_id_idx/);
    expect(due).not.toMatch(/-> +(Incremental )?Sort /);
    expect(due).not.toContain('Seq Scan');
  });
});
