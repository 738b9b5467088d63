import { setImmediate } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { addressOf, errorOf, generous, outcomeOf, test, timed } from '@/db/testing/connection-test';
import { connect } from './connect';

const atOnce = generous.acquire / 2;
const patient = { timeout: 15_000 };

describe('end', () => {
  test('is quick when nothing runs', async ({ open }) => {
    const sql = open();
    await sql`select 1`;
    expect((await timed(sql.end())).ms).toBeLessThan(4_000); // its limit is 5 s
  });

  test('lets what runs and what waits finish, and refuses new work', async ({ open, sleeping }) => {
    const sql = open({ max: 1 });
    const running = sql`select pg_sleep(0.5), 1 as v`.execute();
    const waiting = sql`select 2 as v`.execute();
    await sleeping(1);
    const ended = sql.end();
    expect(await outcomeOf(sql`select 1`)).toBe('DB_ENDED');
    expect((await running)[0]?.v).toBe(1);
    expect((await waiting)[0]?.v).toBe(2);
    expect(await outcomeOf(ended)).toBe('ok');
  });

  test('does not wait longer than its limit for a database that is silent', async ({ open, proxy }) => {
    const sql = open();
    await sql`select 1`;
    proxy.stall(true);
    const query = outcomeOf(sql`select 1`);
    await setImmediate();
    expect((await timed(sql.end({ timeout: 0.3 }))).ms).toBeLessThan(atOnce);
    expect(await query).toBe('DB_LOST');
  });
});

describe('what a caller leaves behind on a connection does not reach the next one', () => {
  test('a transaction opened by hand', async ({ open }) => {
    const sql = open({ max: 1 });
    await sql`begin`;
    await sql`insert into x values (1)`;
    await sql`rollback`;
    expect([...(await sql`select id from x`)]).toEqual([{ id: 1 }]);
  });

  test('a reservation given back in the middle of one', async ({ open, admin }) => {
    const sql = open({ max: 1 });
    const reserved = await sql.reserve();
    await reserved`begin`;
    await reserved`insert into x values (2)`;
    await reserved`set search_path to nowhere`;
    reserved.release();
    expect(await outcomeOf(reserved`select 1`)).toBe('DB_ENDED');
    expect(await outcomeOf(sql`select id from x`)).toBe('ok');
    expect(await admin`select id from x`).toHaveLength(0);
  });

  test('a statement of a transaction that nobody waited for', async ({ open }) => {
    const sql = open({ max: 1 });
    await sql.begin(async (tx) => {
      await tx`insert into x values (3)`;
      tx`select pg_sleep(0.3)`.execute().catch(() => {});
    });
    expect([...(await sql`select id from x`)]).toEqual([{ id: 3 }]);
  });
});

describe('while the database is down', () => {
  test('a query fails with the reason once its wait is over, and nothing was sent', async ({
    open,
    proxy,
  }) => {
    await proxy.refuse();
    const down = { code: 'DB_DOWN', unsent: true, cause: { code: 'ECONNREFUSED' } };
    expect(await errorOf(open({}, { acquire: 700 })`select 1`)).toMatchObject(down);
  });

  test('a query waits for it, and goes on as soon as it is back', async ({ open, proxy }) => {
    const sql = open();
    await sql`select 1`;
    await proxy.refuse();
    const waiting = outcomeOf(sql`select 1`);
    await expect.poll(() => outcomeOf(open({}, { acquire: 300 })`select 1`)).toBe('DB_DOWN');
    await proxy.reopen();
    const back = await timed(waiting);
    expect(back.ms).toBeLessThan(atOnce);
    // The loss of an idle connection may be noticed only by the first query on it.
    expect(await waiting).toMatch(/ok|DB_LOST/);
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });

  test('a role that may not log in is told apart by the cause', async ({ server }) => {
    const sql = connect(addressOf(server.port).replace('postgres@', 'nobody_here@'), {}, { acquire: 700 });
    const failed = () => errorOf(sql`select 1`);
    await expect.poll(failed, patient).toMatchObject({ code: 'DB_DOWN', cause: { code: '28000' } });
    await sql.end();
  });
});

describe('cancel', () => {
  test('ends a query, and its connection stays', async ({ open, sleeping }) => {
    const sql = open({ max: 1 });
    const [before] = await sql`select pg_backend_pid() as pid`;
    const query = sql`select pg_sleep(15)`;
    const outcome = outcomeOf(query);
    await sleeping(1);
    query.cancel();
    expect(await outcome).toBe('57014');
    expect([...(await sql`select pg_backend_pid() as pid`)]).toEqual([before]);
  });

  test('ends a statement within a transaction, which can go on from its savepoint', async ({
    open,
    sleeping,
  }) => {
    const sql = open({ max: 1 });
    const work = sql.begin(async (tx) => {
      await tx`insert into x values (1)`;
      const inner = tx.savepoint(async (point) => {
        const query = point`select pg_sleep(15)`;
        void sleeping(1).then(() => query.cancel());
        await query;
      });
      expect(await outcomeOf(inner)).toBe('57014');
      await tx`insert into x values (2)`;
    });
    expect(await outcomeOf(work)).toBe('ok');
    expect(await sql`select id from x`).toHaveLength(2);
  });

  test('of a query that still waits for a connection takes it out of the queue', async ({
    open,
    sleeping,
  }) => {
    const sql = open({ max: 1 });
    const running = sql`select pg_sleep(1)`.execute();
    const waiting = sql`select 1`;
    const outcome = outcomeOf(waiting);
    await sleeping(1);
    waiting.cancel();
    expect(await outcome).toBe('57014');
    expect(await outcomeOf(running)).toBe('ok');
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });

  test('while nobody accepts connections does not end the process', async ({ open, proxy, sleeping }) => {
    const sql = open();
    const query = sql`select pg_sleep(15)`;
    const outcome = outcomeOf(query);
    await sleeping(1);
    const refused = proxy.refuse();
    query.cancel();
    await refused;
    expect(await outcome).toBe('DB_LOST');
    await proxy.reopen();
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });
});

describe('what is not supported is refused', () => {
  test('COPY as a stream', async ({ open }) => {
    const sql = open({ max: 1 });
    await expect(sql`copy x from stdin`.writable().then((query) => query)).rejects.toThrow(
      'COPY is not supported',
    );
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });

  test('COPY as text: its connection is not used again', async ({ open }) => {
    const sql = open({ max: 1 });
    await sql.unsafe('copy x from stdin');
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });

  test('a cursor outside a transaction', async ({ open }) => {
    const sql = open();
    expect(await outcomeOf(sql`select 1`.cursor(1, () => {}))).toMatch(/a cursor needs begin/);
  });

  test('files, subscriptions and large objects', ({ open }) => {
    const sql = open();
    for (const member of ['file', 'subscribe', 'largeObject'] as const) {
      expect(() => Reflect.apply(sql[member], sql, [])).toThrow('not supported');
    }
  });
});
