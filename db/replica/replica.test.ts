import { sql } from 'drizzle-orm';
import { test as base, expect, onTestFinished, vi } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { ChaosProxy } from '@/db/testing/chaos-proxy';
import { generous } from '@/db/testing/connection-test';
import { startPostgres, startStandby } from '@/db/testing/postgres-server';
import { Replica } from './replica';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A busy machine is no replica that is gone. */
const patient = { answer: 10_000, acquire: 5_000 };
const until = { timeout: 30_000 };

/** As the app: a role that owns nothing. */
const addressOf = (port: number, database = 'postgres') =>
  `postgres://foyer_app@127.0.0.1:${port}/${database}`;

/**
 * A PostgreSQL with a real standby; `admin` may do everything on the one, and `standbyAdmin` on the other. `open` makes a replica:
 * `said` is `used`, or why it is not, and `isUsed` waits until it is.
 */
const test = base
  .extend('primary', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startPostgres();
    onCleanup(() => server.stop());
    return server;
  })
  .extend('standby', { scope: 'file' }, async ({ primary }, { onCleanup }) => {
    const server = await startStandby(primary);
    onCleanup(() => server.stop());
    return server;
  })
  .extend('admin', { scope: 'file' }, async ({ primary }, { onCleanup }) => {
    const admin = openDatabase(`postgres://postgres@127.0.0.1:${primary.port}/postgres`, {
      limits: generous,
    });
    onCleanup(() => admin.end({ timeout: 0 }));
    await admin.db.execute(sql`create role foyer_app login`);
    return admin.db;
  })
  .extend('standbyAdmin', { scope: 'file' }, async ({ standby }, { onCleanup }) => {
    const url = `postgres://postgres@127.0.0.1:${standby.port}/postgres`;
    const admin = openDatabase(url, { limits: generous });
    onCleanup(() => admin.end({ timeout: 0 }));
    return admin.db;
  })
  .extend('table', { auto: true }, async ({ admin }) => {
    await admin.execute(sql`drop table if exists x`);
    await admin.execute(sql`create table x (id int)`);
    await admin.execute(sql`grant select, insert on x to foyer_app`);
  })
  .extend('db', { scope: 'file' }, ({ primary, admin: _ }, { onCleanup }) => {
    const connection = openDatabase(addressOf(primary.port), { limits: generous });
    onCleanup(() => connection.end({ timeout: 0 }));
    return connection.db;
  })
  .extend('open', ({ db, standby }, { onCleanup }) => {
    const opened: Replica[] = [];
    onCleanup(async () => {
      await Promise.all(opened.map((replica) => replica.end({ timeout: 0 })));
    });
    return (url = addressOf(standby.port), times = {}) => {
      const said: string[] = [];
      const onChange = (why = 'used') => said.push(why);
      const replica = new Replica({ url, primary: db, max: 4, times: { ...patient, ...times }, onChange });
      opened.push(replica);
      return {
        replica,
        said,
        isUsed: () => expect.poll(() => said.at(-1), until).toBe('used'),
      };
    };
  })
  .extend('pause', ({ standbyAdmin }, { onCleanup }) => {
    const resume = () => standbyAdmin.execute(sql`select pg_wal_replay_resume()`);
    onCleanup(async () => void (await resume()));
    const state = async () => {
      const rows = await standbyAdmin.execute<{ state: string }>(
        sql`select pg_get_wal_replay_pause_state() as state`,
      );
      return rows[0]?.state;
    };
    /** Nothing is replayed any more, until the test is over or `resume` is called. */
    return async () => {
      await standbyAdmin.execute(sql`select pg_wal_replay_pause()`);
      await expect.poll(state, until).toBe('paused');
      return { resume };
    };
  });

/** How many rows there are, and whether a standby said so. */
async function look(db: Database) {
  const rows = await db.execute<{ rows: number; fromStandby: boolean }>(
    sql`select count(*)::int as rows, pg_is_in_recovery() as "fromStandby" from x`,
  );
  return rows[0];
}

/** The same, of a standby only after a long time. */
async function lookSlowly(db: Database) {
  const rows = await db.execute<{ rows: number; fromStandby: boolean }>(sql`
    select count(*)::int as rows, pg_is_in_recovery() as "fromStandby",
      case when pg_is_in_recovery() then pg_sleep(60)::text end as slept from x`);
  return rows[0] && { rows: rows[0].rows, fromStandby: rows[0].fromStandby };
}

const add = (db: Database) => db.execute(sql`insert into x values (1)`);

/** Waits until the replica has all that was written, and gives what it was read so far. */
async function caughtUp(replica: Replica) {
  await expect.poll(() => replica.read(look), until).toMatchObject({ fromStandby: true });
  return (await replica.figures()).reads;
}

/** Begins a read by which the standby is kept busy, and gives it once it is, with what was read before. */
async function beginSlowRead(replica: Replica, standbyAdmin: Database) {
  for (;;) {
    const before = await caughtUp(replica);
    let isOver = false;
    const read = replica.read(lookSlowly).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      const sleeping = await standbyAdmin.execute(
        sql`select from pg_stat_activity where wait_event = 'PgSleep'`,
      );
      if (sleeping.length > 0) return { read, before };
    }
  }
}

test('each read shows all that was committed before it, whoever answers, and the replica does', async ({
  db,
  open,
}) => {
  const { replica, isUsed } = open();
  await isUsed();
  for (let rows = 1; rows <= 30; rows += 1) {
    await add(db);
    expect((await replica.read(look))?.rows).toBe(rows);
  }
  // By somebody else, through a connection that this process knows nothing of.
  await expect.poll(() => replica.read(look), until).toEqual({ rows: 30, fromStandby: true });
  const { reads } = await replica.figures();
  expect(reads.served).toBeGreaterThan(0);
});

test('what is not replayed yet is read from the database, and from the replica once it is', async ({
  db,
  open,
  pause,
}) => {
  const { replica, said, isUsed } = open();
  await isUsed();
  const before = await caughtUp(replica);
  const { resume } = await pause();
  await add(db);
  expect(await replica.read(look)).toEqual({ rows: 1, fromStandby: false });
  expect(said.at(-1)).toBe('it is behind');
  await add(db);
  // Nobody waits for it a second time.
  expect(await replica.read(look)).toEqual({ rows: 2, fromStandby: false });
  const { isUsed: used, reads, lag } = await replica.figures();
  expect({ used, reads }).toMatchObject({
    used: false,
    reads: { behind: before.behind + 1, away: before.away + 1 },
  });
  expect(lag?.bytes).toBeGreaterThan(0);
  expect(lag?.seconds).toBeGreaterThan(0);
  await resume();
  await isUsed();
  await expect.poll(() => replica.read(look), until).toEqual({ rows: 2, fromStandby: true });
});

test('a replica that is killed in the midst of a read is not noticed, and comes back by itself', async ({
  db,
  open,
  standby,
  standbyAdmin,
}) => {
  const { replica, said, isUsed } = open();
  await isUsed();
  await add(db);
  const { read, before } = await beginSlowRead(replica, standbyAdmin);
  await standby.kill();
  expect(await read).toEqual({ rows: 1, fromStandby: false });
  expect(said.at(-1)).not.toBe('used');
  expect(await replica.read(look)).toEqual({ rows: 1, fromStandby: false });
  expect(await replica.figures()).toMatchObject({
    isUsed: false,
    reads: { failed: before.failed + 1, away: before.away + 1 },
    lag: undefined,
  });
  await add(db);
  await standby.restart();
  await isUsed();
  await expect.poll(() => replica.read(look), until).toEqual({ rows: 2, fromStandby: true });
});

test('a read in the way of what is replayed is done by the database, and the next one by the replica', async ({
  db,
  admin,
  open,
  standbyAdmin,
}) => {
  const { replica, said, isUsed } = open();
  await isUsed();
  await add(db);
  const { read, before } = await beginSlowRead(replica, standbyAdmin);
  const told = said.length;
  await admin.execute(sql`truncate x`);
  expect(await read).toEqual({ rows: 0, fromStandby: false });
  expect((await replica.figures()).reads).toEqual({ ...before, failed: before.failed + 1 });
  expect(said.length).toBe(told);
});

test('a replica that no longer answers is left', async ({ db, standby, open }) => {
  const proxy = await ChaosProxy.start(standby.port);
  onTestFinished(() => proxy.close());
  const { replica, said, isUsed } = open(addressOf(proxy.port), { answer: 1_000, acquire: 500 });
  await isUsed();
  await add(db);
  await caughtUp(replica);
  proxy.stall(true);
  expect(await replica.read(look)).toEqual({ rows: 1, fromStandby: false });
  expect(said.at(-1)).toBe('it does not answer');
  expect(await replica.read(look)).toEqual({ rows: 1, fromStandby: false });
  proxy.stall(false);
  await isUsed();
});

test('what is no standby of this database is never read', async ({
  db,
  primary,
  standby,
  open,
  standbyAdmin,
  admin,
}) => {
  await admin.execute(sql`create database other`);
  await expect
    .poll(
      async () => (await standbyAdmin.execute(sql`select from pg_database where datname = 'other'`)).length,
      until,
    )
    .toBe(1);
  const cases = [
    [addressOf(primary.port), 'it is no standby'],
    [addressOf(standby.port, 'other'), 'it is another database'],
    [`postgres://nobody@127.0.0.1:${standby.port}/postgres`, 'it answers 28000'],
    [addressOf(1), 'cannot connect to the database'],
  ] as const;
  await add(db);
  for (const [url, why] of cases) {
    const { replica, said } = open(url);
    await expect.poll(() => said.at(-1), until).toBe(why);
    expect(await replica.read(look)).toEqual({ rows: 1, fromStandby: false });
    expect((await replica.figures()).reads).toMatchObject({ served: 0, away: 1 });
  }
});

test('a refusal by a rule, and what cannot be read at all, are told once and are no fault of the replica', async ({
  open,
}) => {
  const { replica, said, isUsed } = open();
  await isUsed();
  const refuse = vi.fn(async (_: Database) => {
    throw new Error('not for you');
  });
  await caughtUp(replica);
  await expect(replica.read(refuse)).rejects.toThrow('not for you');
  expect(refuse).toHaveBeenCalledOnce();
  const misread = vi.fn((db: Database) =>
    db.execute(sql`select ${'no number'}::text::int`).then(() => undefined),
  );
  await expect(replica.read(misread)).rejects.toThrow();
  expect(misread).toHaveBeenCalledOnce();
  expect(said.at(-1)).toBe('used');
});

test('once it has ended the database is read, and nothing goes on', async ({ open, standbyAdmin }) => {
  const { replica, isUsed } = open();
  await isUsed();
  await replica.end();
  expect(await replica.read(look)).toMatchObject({ fromStandby: false });
  await expect
    .poll(async () => {
      const [row] = await standbyAdmin.execute<{ count: number }>(sql`
        select count(*)::int as count from pg_stat_activity where usename = 'foyer_app'`);
      return row?.count;
    }, until)
    .toBe(0);
});
