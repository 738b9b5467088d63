import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import type { DataKind } from './catalog';
import { type Erased, type ErasedTable, SENT } from './tables';

/** Rows that one statement takes at most: what it locks it locks for some milliseconds. */
const BATCH = 1000;

/**
 * Removes the rows of a person from one table, a batch at a time, and counts them for the receipt in the same statement.
 * @param how.wait also for rows that somebody else holds at this moment; else they are left for the last transaction, so
 *   that neither waits for the other
 */
export async function eraseRows(
  db: Database,
  { table, kind, key, whose, counted }: ErasedTable,
  { person, wait = false }: { person: Erased; wait?: boolean },
) {
  const columns = sql.join(key, sql`, `);
  await inBatches(db, {
    person,
    kind,
    picked: batchOf({ table, columns, where: whose(person), wait }),
    gone: sql`
      delete from ${table} where (${columns}) in (select * from picked)
      returning ${counted ? sql`(${counted(person)})::int` : sql`1`} as counts`,
  });
}

/** What they wrote to others: erased, or kept without their name. */
export async function eraseSent(
  db: Database,
  {
    person,
    departure,
    wait = false,
  }: { person: Erased; departure: { keepsMessages: boolean }; wait?: boolean },
) {
  if (!departure.keepsMessages) return eraseRows(db, SENT, { person, wait });
  const { table, kind, whose } = SENT;
  await inBatches(db, {
    person,
    kind,
    picked: batchOf({ table, columns: sql`${messages.id}`, where: whose(person), wait }),
    gone: sql`
      update ${messages} set sender_id = null where ${messages.id} in (select * from picked)
      returning 1 as counts`,
  });
}

function batchOf(of: { table: PgTable; columns: SQL; where: SQL; wait: boolean }) {
  const { table, columns, where, wait } = of;
  const lock = wait ? sql`for update` : sql`for update skip locked`;
  return sql`select ${columns} from ${table} where ${where} limit ${BATCH} ${lock}`;
}

async function inBatches(
  db: Database,
  { person, kind, picked, gone }: { person: Erased; kind: DataKind; picked: SQL; gone: SQL },
) {
  for (;;) {
    const sofar = sql`coalesce((${departures.erased}->>${kind}::text)::int, 0)`;
    const [batch] = await db.execute<{ rows: number }>(sql`
      with picked as materialized (${picked}),
        gone as (${gone}),
        batch as (select count(*)::int as rows, coalesce(sum(counts), 0)::int as counts from gone)
      update ${departures}
      set erased = ${departures.erased} || jsonb_build_object(${kind}::text, ${sofar} + batch.counts)
      from batch where ${departures.userId} = ${person.userId}::uuid and batch.rows > 0
      returning batch.rows`);
    if (!batch || batch.rows < BATCH) return;
  }
}
