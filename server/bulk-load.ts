import type postgres from 'postgres';

/** Carries a statement out, and tells how long it took when that was noticeable. */
export async function timed(log: (line: string) => void, statement: string, sql: postgres.ISql) {
  const begun = performance.now();
  await sql.unsafe(statement);
  const seconds = (performance.now() - begun) / 1000;
  if (seconds > 0.5) log(`${seconds.toFixed(1)} s  ${statement.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}`);
}

/**
 * Takes from tables that are to be filled what asks about each row by itself: foreign keys and triggers (what triggers would
 * write is for whoever fills them to write), of the largest their primary keys, and of the indexed all other indexes, which are
 * made faster at once. @returns puts them back, the keys checked against all rows
 */
export async function takeAwayChecks(
  tx: postgres.TransactionSql,
  { filled, largest, indexed }: { filled: string[]; largest: string[]; indexed: string[] },
) {
  const keys = await tx`
    select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and conrelid::regclass::text in ${tx(filled)}
      or contype = 'p' and conrelid::regclass::text in ${tx(largest)}
      or contype = 'u' and conrelid::regclass::text in ${tx(indexed)}
    order by contype desc`;
  const indexes = await tx`
    select quote_ident(indexname) as name, indexdef as definition from pg_indexes
    where tablename in ${tx(indexed)} and indexname not in (select conname from pg_constraint where contype in ('p', 'u'))`;
  for (const { table, name } of keys) await tx.unsafe(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await tx.unsafe(`drop index ${name}`);
  for (const table of filled) await tx.unsafe(`alter table ${table} disable trigger user`);
  return async (run: (statement: string) => Promise<void>) => {
    for (const table of filled) await tx.unsafe(`alter table ${table} enable trigger user`);
    // The unique ones first: other keys refer to them.
    for (const { table, name, definition } of keys)
      await run(`alter table ${table} add constraint ${name} ${definition}`);
    // Of a table with parts PostgreSQL describes the index without those of the parts.
    for (const { definition } of indexes) await run(String(definition).replace(' ON ONLY ', ' ON '));
  };
}
