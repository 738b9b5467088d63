import { setImmediate } from 'node:timers/promises';
import type postgres from 'postgres';
import { describe, expect } from 'vitest';
import { errorOf, outcomeOf, test, timed } from '@/db/testing/connection-test';
import { setLimits } from './limits';

// A timer of Node may come a moment early.
const early = 20;
// Far more than a busy machine adds, and less than what would have ended it otherwise.
const late = 8_000;

describe('when the database stops answering', () => {
  const limits = setLimits({ statement: 500, acquire: 10_000 });

  test('a query fails once its answer is overdue, and the next ones work', async ({ open, proxy }) => {
    const sql = open({ max: 2 }, limits);
    await sql`select 1`;
    proxy.stall(true);
    const { outcome, ms } = await timed(sql`select 1`);
    expect(outcome).toBe('DB_LATE');
    expect(ms).toBeGreaterThan(limits.answer - early);
    expect(ms).toBeLessThan(limits.answer + late);
    proxy.stall(false);
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });

  test('BEGIN, SAVEPOINT and COMMIT have the same deadline', async ({ open, proxy }) => {
    const sql = open({ max: 3 }, limits);
    const work = (stalled: Promise<unknown>, step: 'savepoint' | 'commit') =>
      timed(
        sql.begin(async (tx) => {
          await tx`select 1`;
          ready += 1;
          await stalled;
          if (step === 'savepoint') await tx.savepoint((inner) => inner`select 1`);
        }),
      );
    let ready = 0;
    let go = () => {};
    const stalled = new Promise<void>((resolve) => {
      go = resolve;
    });
    const idle = sql`select pg_sleep(0.1)`.execute();
    const commit = work(stalled, 'commit');
    const savepoint = work(stalled, 'savepoint');
    await idle;
    await expect.poll(() => ready).toBe(2);
    proxy.stall(true);
    go();
    const begin = timed(sql.begin((tx) => tx`select 1`));
    for (const { outcome, ms } of await Promise.all([begin, savepoint, commit])) {
      expect(outcome).toBe('DB_LATE');
      expect(ms).toBeGreaterThan(limits.answer - early);
      expect(ms).toBeLessThan(limits.answer + late);
    }
  });

  test('half an answer that came while the event loop was blocked is not late', async ({ open, server }) => {
    // Not through the proxy, which would be blocked as well.
    const sql = open({ port: server.port }, limits);
    await sql`select 1`;
    const query = sql`select ${5}::int as v`.execute(); // the server is asked for the parameter's type first
    await setImmediate();
    block(limits.answer + 500);
    expect([...(await query)]).toEqual([{ v: 5 }]);
  });

  test('an answer that drips in is an answer', async ({ open, proxy }) => {
    const sql = open();
    await sql`select 1`;
    proxy.drip(true);
    expect([...(await sql`select 7 as v`)]).toEqual([{ v: 7 }]);
  });
});

test('the statement limit of the server comes first, and the connection stays', async ({ open }) => {
  const sql = open({ max: 1 }, { statement: 500 });
  const [before] = await sql`select pg_backend_pid() as pid`;
  expect(await outcomeOf(sql`select pg_sleep(15)`)).toBe('57014');
  expect([...(await sql`select pg_backend_pid() as pid`)]).toEqual([before]);
});

test('a transaction has a limit of its own', async ({ open }) => {
  const limits = { transaction: 500 };
  const endless = open({}, limits).begin(async (tx) => {
    for (;;) await tx`select pg_sleep(0.02)`;
  });
  const { outcome, ms } = await timed(endless);
  expect(outcome).toBe('DB_LATE');
  expect(ms).toBeGreaterThan(limits.transaction - early);
  expect(ms).toBeLessThan(limits.transaction + late);
});

test('with every connection taken a query fails when its wait is over; then it works again', async ({
  open,
}) => {
  const limits = { acquire: 700 };
  const sql = open({ max: 1 }, limits);
  await connected(sql);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const holder = sql.begin(() => finished);
  const { outcome, ms } = await timed(sql`select 1`);
  expect(outcome).toBe('DB_BUSY');
  expect(ms).toBeGreaterThan(limits.acquire - early);
  expect(ms).toBeLessThan(limits.acquire + late);
  finish();
  await holder;
  expect(await outcomeOf(sql`select 1`)).toBe('ok');
});

test('a transaction that needs a second connection of a full pool gets an error, not a deadlock', async ({
  open,
}) => {
  const sql = open({ max: 1 }, { acquire: 700 });
  await connected(sql);
  expect(await outcomeOf(sql.begin(async () => void (await sql`select 1`)))).toBe('DB_BUSY');
});

test('a server that accepts and never answers is down, not a query that hangs', async ({ open, proxy }) => {
  const sql = open({}, { acquire: 1_000, connect: 300 });
  proxy.mute(true);
  const error = await errorOf(sql`select 1`);
  expect(error).toMatchObject({ code: 'DB_DOWN', unsent: true, cause: { code: 'DB_DOWN' } });
  proxy.mute(false);
  await connected(sql);
});

test('a connection past its lifetime is replaced when it comes back', async ({ open }) => {
  const sql = open({ max: 1 }, { lifetime: 300 });
  const pid = async () => (await sql`select pg_backend_pid() as pid`)[0]?.pid;
  const first = await pid();
  await expect.poll(pid, { timeout: 10_000 }).not.toBe(first);
});

/** Patient where the limits of a client are short and the machine is busy. */
function connected(sql: postgres.Sql) {
  return expect.poll(() => outcomeOf(sql`select 1`), { timeout: 15_000 }).toBe('ok');
}

function block(ms: number) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}
