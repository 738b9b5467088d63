import { setImmediate } from 'node:timers/promises';
import type postgres from 'postgres';
import { expect } from 'vitest';
import type { ChaosProxy } from '@/db/testing/chaos-proxy';
import { outcomeOf, test } from '@/db/testing/connection-test';
import { heapUsed } from '@/db/testing/heap';

const three = [1, 2, 3];

// It is the number that counts: seconds on a quiet machine, minutes on a busy one.
const patience = { timeout: 240_000 };

test(
  '300 lost connections, 20 000 queries and 5 000 transactions leave nothing behind',
  patience,
  async ({ open, proxy, admin, task }) => {
    const sql = open({ max: 3 });
    // What is kept once (compiled code, caches) is there after the first rounds.
    await loseConnections(sql, proxy, 25);
    await query(sql, { queries: 3_000, transactions: 1_000 });
    const before = await heapUsed();
    await loseConnections(sql, proxy, 150);
    await query(sql, { queries: 20_000, transactions: 5_000 });
    expect((await heapUsed()) - before).toBeLessThan(3_000_000);
    const connections = () => admin`select 1 from pg_stat_activity where application_name = ${task.id}`;
    await expect.poll(async () => (await connections()).length, { timeout: 15_000 }).toBeLessThanOrEqual(3);
  },
);

/** Each round loses a connection under a query and one under a transaction. */
async function loseConnections(sql: postgres.Sql, proxy: ChaosProxy, rounds: number) {
  for (let round = 0; round < rounds; round += 1) {
    while ((await outcomeOf(sql`select 1`)) !== 'ok'); // then one is there for the query at once
    const query = outcomeOf(sql`select pg_sleep(10)`);
    await setImmediate();
    let lose = () => {};
    const begun = new Promise<void>((resolve) => {
      lose = resolve;
    });
    const transaction = sql.begin(async (tx) => {
      await tx`select 1`;
      lose();
      await tx`select pg_sleep(10)`;
    });
    const lost = Promise.all([query, outcomeOf(transaction)]);
    await Promise.race([begun, lost]);
    proxy.lose('rst');
    expect(await lost).toEqual(['DB_LOST', 'DB_LOST']);
  }
}

async function query(
  sql: postgres.Sql,
  { queries, transactions }: { queries: number; transactions: number },
) {
  const times = async (count: number, work: (n: number) => Promise<unknown>) => {
    for (let n = 0; n < count / three.length; n += 1) await work(n);
  };
  await Promise.all(three.map(() => times(queries, (n) => sql`select ${n}::int`)));
  await Promise.all(three.map(() => times(transactions, () => sql.begin((tx) => tx`select 1`))));
}
