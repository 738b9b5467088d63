import { sql } from 'drizzle-orm';
import { test as base, expect, onTestFinished, vi } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { migrate } from '@/db/migrate';
import { type ReadOutcome, Replica } from '@/db/replica/replica';
import { generous } from '@/db/testing/connection-test';
import { startPostgres, startStandby } from '@/db/testing/postgres-server';
import { prepareQueue } from './jobs/prepare-queue';
import { serveMetrics } from './metrics/testing/metrics-test';
import { syncPermissions } from './roles/commands';
import { callerFor } from './testing/callers';
import { makeGiven } from './testing/factories';
import { serve } from './testing/http';
import { refusal } from './testing/refusal';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const addressOf = (port: number) => `postgres://postgres@127.0.0.1:${port}/postgres`;

/** A migrated database, a standby of it by streaming replication, and what a process has of both. */
const test = base
  .extend('primary', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startPostgres();
    onCleanup(() => server.stop());
    const url = addressOf(server.port);
    await migrate(url, { log: () => undefined });
    await prepareQueue({ databaseUrl: url });
    return server;
  })
  .extend('connection', { scope: 'file' }, async ({ primary }, { onCleanup }) => {
    const connection = openDatabase(addressOf(primary.port), { limits: generous });
    onCleanup(() => connection.end({ timeout: 0 }));
    await syncPermissions(connection.db, { now: new Date() });
    return connection;
  })
  .extend('db', { scope: 'file' }, ({ connection }) => connection.db)
  .extend('given', { scope: 'file' }, ({ db }) => makeGiven(db))
  .extend('standby', { scope: 'file' }, async ({ primary, db: _ }, { onCleanup }) => {
    const server = await startStandby(primary);
    onCleanup(() => server.stop());
    return server;
  })
  .extend('replica', { scope: 'file' }, ({ connection, standby }, { onCleanup }) => {
    // A busy machine is no replica that is gone.
    const times = { answer: 10_000, acquire: 5_000 };
    const [url, primary] = [addressOf(standby.port), connection.db];
    const replica = new Replica({ url, primary, max: 4, times, onChange: () => undefined });
    onCleanup(() => replica.end({ timeout: 0 }));
    return replica;
  })
  .extend('standbyAdmin', { scope: 'file' }, ({ standby }, { onCleanup }) => {
    const admin = openDatabase(addressOf(standby.port), { limits: generous });
    onCleanup(() => admin.end({ timeout: 0 }));
    return admin.db;
  });

/** Nothing is replayed until `resume`, or the end of the test; what was written before has been. */
async function paused({ replica, standbyAdmin }: { replica: Replica; standbyAdmin: Database }) {
  await expect
    .poll(() => outcomeOf(replica, () => replica.read(async () => 1)), { timeout: 30_000 })
    .toBe('served');
  const resume = () => standbyAdmin.execute(sql`select pg_wal_replay_resume()`);
  onTestFinished(async () => void (await resume()));
  await standbyAdmin.execute(sql`select pg_wal_replay_pause()`);
  const state = () =>
    standbyAdmin.execute(sql`select from (select) as x where pg_get_wal_replay_pause_state() = 'paused'`);
  await expect.poll(async () => (await state()).length, { timeout: 30_000 }).toBe(1);
  return { resume };
}

/** What became of the reads that something caused. */
async function outcomesOf(replica: Replica, work: () => Promise<unknown>) {
  const { reads: before } = await replica.figures();
  await work();
  const { reads } = await replica.figures();
  const names: ReadOutcome[] = ['served', 'behind', 'away', 'failed'];
  return names.flatMap((name) => Array<ReadOutcome>(reads[name] - before[name]).fill(name));
}

async function outcomeOf(replica: Replica, work: () => Promise<unknown>) {
  return (await outcomesOf(replica, work))[0];
}

test('people are found on the replica; who hides is not found from that moment on', async ({
  db,
  given,
  replica,
  standbyAdmin,
}) => {
  const [viewer, shy, open] = [
    await given.user(),
    await given.user({ displayName: 'Wanda Shy' }),
    await given.user({ displayName: 'Wanda Open' }),
  ];
  const as = (person: typeof viewer) => callerFor(db, person, { services: { replica } });
  const find = async () => {
    const { people } = await as(viewer).profile.search({ query: 'wanda' });
    return people.map(({ handle }) => handle).sort();
  };
  expect(await find()).toEqual([shy.handle, open.handle].sort());
  await expect.poll(() => outcomeOf(replica, find), { timeout: 30_000 }).toBe('served');

  const { resume } = await paused({ replica, standbyAdmin });
  await as(shy).privacy.update({ searchable: false });
  // Through this process or any other: both ask the database how far it is.
  expect(await find()).toEqual([open.handle]);
  await as(open).privacy.blocks.add({ userId: viewer.id });
  expect(await find()).toEqual([]);
  expect(await outcomeOf(replica, find)).toBe('away');
  await resume();
  await expect.poll(() => outcomeOf(replica, find), { timeout: 30_000 }).toBe('served');
  expect(await find()).toEqual([]);
});

test('one`s own changes are in the list that is asked for next', async ({
  db,
  given,
  replica,
  standbyAdmin,
}) => {
  const mod = await given.holder('report.handle');
  const id = await given.case(await given.user());
  const { reports } = callerFor(db, mod, { services: { replica } }).moderation;
  const claimed = async () => (await reports.list({ claimed: 'me' })).cases.map((one) => one.id);
  expect(await claimed()).toEqual([]);
  await paused({ replica, standbyAdmin });
  await reports.claim({ id });
  expect(await claimed()).toEqual([id]);
  await reports.release({ id });
  expect(await claimed()).toEqual([]);
});

test('sessions and permissions are those of this moment, whatever the replica knows', async ({
  db,
  given,
  replica,
  standbyAdmin,
}) => {
  const [reader, other] = [await given.holder('audit.view'), await given.holder('audit.view')];
  const list = (person: typeof reader) => callerFor(db, person, { services: { replica } }).audit.list({});
  await Promise.all([list(reader), list(other)]);
  await paused({ replica, standbyAdmin });
  await given.noMembership({ userId: reader.id, principalId: reader.roleId });
  await db.execute(sql`delete from sessions where user_id = ${other.id}`);
  expect(await refusal(list(reader))).toEqual({ reason: 'NOT_ALLOWED' });
  expect(await refusal(list(other))).toEqual({ reason: 'SESSION_ENDED' });
});

test('a file is written from the replica, piece by piece, and goes on when that is gone', async ({
  db,
  given,
  replica,
  standby,
}) => {
  const reader = await given.holder('person.view');
  const server = await serve(db, { services: { replica } });
  onTestFinished(() => server.stop());
  const download = () =>
    server.ask({
      path: `/api/people/export?input=${encodeURIComponent('{}')}`,
      headers: { cookie: `foyer.session=${reader.token}` },
    });
  const rows = async () => (await download()).text.split('\r\n').length;
  const whole = await rows();
  await expect.poll(() => outcomeOf(replica, download), { timeout: 30_000 }).toBe('served');
  await standby.kill();
  expect(await rows()).toBe(whole);
  // Nobody has to know of a replica to be ready.
  expect((await server.ask({ path: '/api/health/ready' })).status).toBe(200);
  await standby.restart();
  await expect.poll(() => outcomeOf(replica, download), { timeout: 30_000 }).toBe('served');
});

test('Prometheus is told how it keeps up and how much it answers', async ({
  given,
  db,
  connection,
  replica,
  standbyAdmin,
}) => {
  const { tell } = await serveMetrics(connection, replica);
  const reader = await given.holder('audit.view');
  const list = () => callerFor(db, reader, { services: { replica } }).audit.list({});
  await expect.poll(() => outcomeOf(replica, list), { timeout: 30_000 }).toBe('served');
  const before = await tell();
  expect(before.value('foyer_replica_used')).toBe(1);
  const { resume } = await paused({ replica, standbyAdmin });
  await given.user();
  await list();
  const { value } = await tell();
  expect(value('foyer_replica_used')).toBe(0);
  expect(value('foyer_replica_lag_bytes')).toBeGreaterThan(0);
  expect(value('foyer_replica_lag_seconds')).toBeGreaterThan(0);
  const behind = (told: typeof before) => told.value('foyer_replica_reads_total', { outcome: 'behind' }) ?? 0;
  expect(behind(await tell())).toBe(behind(before) + 1);
  await resume();
  await expect.poll(async () => (await tell()).value('foyer_replica_used'), { timeout: 30_000 }).toBe(1);
});
