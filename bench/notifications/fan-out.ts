import { Agent } from 'node:http';
import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { ask } from '@/bench/load/ask';
import { seedPeople, tokenOf } from '@/bench/people';
import { inRounds, median, percentile } from '@/bench/rounds';
import { startApp } from '@/bench/running-app';
import { type Database, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { recordStatements } from '@/db/recorder';
import { notificationEvents } from '@/db/schema/notifications';
import { cookieNames } from '@/server/http/cookies';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { notify } from '@/server/notifications/commands';
import { fanOut } from '@/server/notifications/fan-out';
import { mixPeople, PEOPLE } from './mixed-people';

const VISITORS = 100;
const BEFORE = 400;

/**
 * An announcement laid out for a hundred thousand people who want all kinds of things, beside PostgreSQL writing the same rows
 * by a bare `insert … select`; and whether others wait meanwhile, `profile.me` one request after the other.
 */
export async function notifications(): Promise<Line[]> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
  atEnd(stop);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  // The bare statement writes everything in one go, and takes longer than ours ever may.
  const limits = { statement: 120_000, transaction: 240_000 };
  const { db, end } = openDatabase(url, { max: 2, limits, applicationName: 'foyer bench' });
  atEnd(() => end());
  await seedPeople(db);
  await mixPeople(db);
  await db.execute(sql`create table bare_told (like notifications including all)`);
  await db.execute(sql`create table bare_deliveries (like notification_deliveries including all)`);
  for (const table of ['bare_told', 'bare_deliveries'])
    await db.execute(
      sql`alter table ${sql.identifier(table)} add foreign key (user_id) references users on delete cascade`,
    );

  await layOut(db);
  const rounds = await inRounds(async () => ({ ours: await layOut(db), best: await copyBare(db) }));
  const first = rounds[0]?.ours;
  if (!first) throw new Error('nothing was measured');
  const rate = (of: 'ours' | 'best') => rounds.map((round) => round.ours.rows / round[of].seconds);
  const ratios = rounds.map(({ ours, best }) => best.seconds / ours.seconds);
  const lines: Line[] = [
    {
      name: 'rows of an announcement to 100 000 people',
      value: median(rate('ours')),
      unit: '/s',
      best: { name: 'a bare insert … select', value: median(rate('best')), ratio: median(ratios) },
      wanted: { leastRatio: 0.5 },
      note: `${first.rows} rows and ${first.jobs} jobs, ${median(rounds.map(({ ours }) => ours.seconds)).toFixed(1)} s`,
    },
    {
      name: 'statements for 1000 of them',
      value: first.statements / (PEOPLE / 1000),
      unit: 'statements',
      wanted: { most: 4 },
      isBudget: true,
    },
    {
      name: 'memory in use after it',
      value: median(rounds.map(({ ours }) => ours.after)),
      unit: 'kB',
      best: {
        name: 'before',
        value: median(rounds.map(({ ours }) => ours.before)),
        ratio: median(rounds.map(({ ours }) => ours.after / ours.before)),
      },
      note: 'of the whole process',
    },
  ];
  return [...lines, await meanwhile(db, url)];
}

/** Lays one out, as the worker does, job after job. */
async function layOut(db: Database) {
  await db.execute(sql`truncate notifications, notification_deliveries`);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  const eventId = await announce(db);
  const before = process.memoryUsage.rss() / 1000;
  const begun = performance.now();
  const { statements } = await recordStatements(async () => {
    while (!(await isFinished(db, eventId))) await fanOut(db, { eventId });
  });
  const seconds = (performance.now() - begun) / 1000;
  const after = process.memoryUsage.rss() / 1000;
  const [told, deliveries] = [await count(db, 'notifications'), await count(db, 'notification_deliveries')];
  const jobs = await count(db, 'graphile_worker.jobs');
  return { rows: told + deliveries, jobs, seconds, statements: statements.length, before, after };
}

async function copyBare(db: Database) {
  await db.execute(sql`truncate bare_told, bare_deliveries`);
  const begun = performance.now();
  await db.execute(sql`insert into bare_told select * from notifications`);
  await db.execute(sql`insert into bare_deliveries select * from notification_deliveries`);
  return { seconds: (performance.now() - begun) / 1000 };
}

/** What somebody else waits for their profile while the worker of the app lays one out. */
async function meanwhile(db: Database, databaseUrl: string): Promise<Line> {
  await db.execute(sql`truncate notifications, notification_deliveries`);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  const app = await startApp({ dataDir: await makeTemporaryDirectory(), databaseUrl });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  const visit = async () => {
    const cookie = `${cookieNames({ secure: false }).session}=${tokenOf(asked++ % VISITORS)}`;
    const begun = performance.now();
    await ask({ agent, port: app.port, path: '/api/trpc/profile.me', headers: { cookie } });
    return performance.now() - begun;
  };
  for (let n = 0; n < VISITORS; n++) await visit();
  const before: number[] = [];
  while (before.length < BEFORE) before.push(await visit());
  const eventId = await announce(db);
  const during: number[] = [];
  // Asked now and then, so that the question itself is no load.
  while (during.length % 20 !== 0 || !(await isFinished(db, eventId))) during.push(await visit());
  agent.destroy();
  await app.stop();
  const [quiet, busy] = [percentile(before, 0.95), percentile(during, 0.95)];
  return {
    name: 'profile.me of others meanwhile, p95',
    value: busy,
    unit: 'ms',
    best: { name: 'before', value: quiet, ratio: busy / quiet },
    wanted: { within: [0, 2] },
    note: `${during.length} requests`,
  };
}

async function announce(db: Database) {
  const id = uuid();
  const data = { announcementId: uuid() };
  await notify(db, { id, type: 'product.announcement', to: { kind: 'everyone' }, data, now: new Date() });
  return id;
}

async function isFinished(db: Database, eventId: string) {
  const [event] = await db
    .select({ finishedAt: notificationEvents.finishedAt })
    .from(notificationEvents)
    .where(eq(notificationEvents.id, eventId));
  return event?.finishedAt !== null;
}

async function count(db: Database, table: string) {
  const [row] = await db.execute<{ number: number }>(
    sql`select count(*)::int as number from ${sql.raw(table)}`,
  );
  return row?.number ?? 0;
}
