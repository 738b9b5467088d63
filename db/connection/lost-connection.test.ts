import { setTimeout as sleep } from 'node:timers/promises';
import { sql as text } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { describe, expect } from 'vitest';
import { generous, outcomeOf, test, timed } from '@/db/testing/connection-test';

// What is noticed at once must fail long before the limits would have made it fail.
const atOnce = generous.acquire / 2;

describe.each(['rst', 'fin'] as const)('a connection lost by %s', (how) => {
  test('fails the query under way at once, and the next one works', async ({ open, proxy, sleeping }) => {
    const sql = open({ max: 1 });
    const query = outcomeOf(sql`select pg_sleep(15)`);
    await sleeping(1);
    const failing = timed(query);
    proxy.lose(how);
    expect(await query).toBe('DB_LOST');
    expect((await failing).ms).toBeLessThan(atOnce);
    const next = await timed(sql`select 1`);
    expect(next).toMatchObject({ outcome: 'ok' });
    expect(next.ms).toBeLessThan(atOnce);
  });

  test('settles all of a transaction, runs every finally, and writes nothing', async ({
    open,
    proxy,
    sleeping,
    admin,
  }) => {
    const ran: string[] = [];
    const work = open().begin(async (tx) => {
      try {
        await tx`insert into x values (1)`;
        await tx.savepoint(async (inner) => {
          try {
            await inner`insert into x values (2)`;
            const three = [inner`select pg_sleep(15), ${1}::int`, inner`select ${2}::int`, inner`select 3`];
            await Promise.allSettled(three);
            ran.push('all settled');
            await inner`select 4`;
          } finally {
            ran.push('inner');
          }
        });
      } finally {
        ran.push('outer');
        ran.push(await outcomeOf(tx`insert into x values (3)`));
      }
    });
    const failing = timed(work);
    await sleeping(1);
    proxy.lose(how);
    const failed = await failing;
    expect(failed.outcome).toBe('DB_LOST');
    expect(failed.ms).toBeLessThan(atOnce);
    await expect.poll(() => ran).toHaveLength(4);
    expect(ran.sort()).toEqual([expect.stringMatching(/DB_LOST|DB_ENDED/), 'all settled', 'inner', 'outer']);
    expect(await admin`select id from x`).toHaveLength(0);
  });

  test('ends its transaction for good: what is sent on it later is refused', async ({
    open,
    proxy,
    admin,
  }) => {
    let kept: postgres.TransactionSql | undefined;
    const lost = open().begin(async (tx) => {
      kept = tx;
      await tx`insert into x values (1)`;
      proxy.lose(how);
      await tx`insert into x values (2)`;
    });
    expect(await outcomeOf(lost)).toBe('DB_LOST');
    expect(kept && (await outcomeOf(kept`insert into x values (3)`))).toMatch(/DB_LOST|DB_ENDED/);
    expect(await admin`select id from x`).toHaveLength(0);
  });

  test('fails a transaction of Drizzle that was not talking to the database just then', async ({
    open,
    proxy,
    admin,
  }) => {
    const lost = drizzle(open()).transaction(async (tx) => {
      await tx.execute(text`insert into x values (1)`);
      proxy.lose(how);
      await sleep(100); // the loss arrives while nothing is under way
      await tx.execute(text`insert into x values (2)`);
    });
    expect(await outcomeOf(lost)).toBe('DB_LOST');
    expect(await admin`select id from x`).toHaveLength(0);
  });

  test('during the handshake, after any number of bytes, is made up for by a new one', async ({
    open,
    proxy,
  }) => {
    for (const bytes of [0, 1, 9, 40, 200, 380, 430, 470, 520, 700, 1_600]) {
      const sql = open({ max: 1 });
      proxy.cutNext(how, bytes);
      const { outcome, ms } = await timed(sql`select ${bytes}::int as v`);
      // Late cuts hit the answer to the query itself.
      expect(outcome, `${bytes} bytes`).toMatch(bytes < 400 ? /^ok$/ : /^(ok|DB_LOST)$/);
      expect(ms).toBeLessThan(atOnce);
      expect(await outcomeOf(sql`select 1`)).toBe('ok');
      await sql.end();
    }
  });
});

test('a transaction that the server ended for idling fails, and its connection is not used again', async ({
  open,
  admin,
}) => {
  const sql = open({ max: 1, connection: { idle_in_transaction_session_timeout: 200 } });
  const pids: unknown[] = [];
  let kept: postgres.TransactionSql | undefined;
  const idling = sql.begin(async (tx) => {
    kept = tx;
    pids.push(...(await tx`insert into x values (1) returning pg_backend_pid() as pid`));
    await expect
      .poll(() => admin`select 1 from pg_stat_activity where state like 'idle in%'`)
      .toHaveLength(0);
    await tx`insert into x values (2)`;
  });
  expect(await outcomeOf(idling)).toBe('DB_LOST');
  await sql.begin(async (tx) => {
    pids.push(...(await tx`insert into x values (5) returning pg_backend_pid() as pid`));
    expect(kept && (await outcomeOf(kept`insert into x values (6)`))).toBe('DB_ENDED');
  });
  expect(pids[0]).not.toEqual(pids[1]);
  expect([...(await admin`select id from x`)]).toEqual([{ id: 5 }]);
});

test('a cursor in a transaction reads on until the connection is lost, then fails', async ({
  open,
  proxy,
}) => {
  const seen: unknown[] = [];
  const reading = open().begin(async (tx) => {
    for await (const [row] of tx`select generate_series(1, 5) as n`.cursor(1)) {
      seen.push(row?.n);
      if (row?.n === 3) proxy.lose('fin');
    }
  });
  expect(await outcomeOf(reading)).toBe('DB_LOST');
  expect(seen).toEqual([1, 2, 3]);
});

test('answers cut anywhere in the middle are an error, never a wrong answer', async ({ open, proxy }) => {
  const sql = open();
  const ask = async (n: number) => {
    const rows = await sql`select ${n}::int as n, g from generate_series(1, 200) g`;
    return rows.length === 200 && rows.every((row) => row.n === n);
  };
  const outcomes = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([1, 2, 3].map((n) => ask(n).catch(() => false)));
    proxy.cutSomewhere(8_000);
    const asked = [1, 2, 3, 4, 5, 6].map((n) =>
      ask(n).then(
        (right) => outcomes.add(right ? 'ok' : 'wrong'),
        async (error) => outcomes.add(await outcomeOf(Promise.reject(error))),
      ),
    );
    await Promise.all(asked);
  }
  expect([...outcomes].filter((outcome) => outcome !== 'ok')).toEqual(['DB_LOST']);
});
