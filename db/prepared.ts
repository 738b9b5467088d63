import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './client';
import { madeHere } from './places';

/**
 * A statement that is built once per connection pool (or transaction) and then only executed. Drizzle sends
 * everything else unprepared on postgres.js, which costs PostgreSQL a parse and a plan each time.
 * @param build makes the query and ends on `.prepare(name)`
 */
export function prepared<T>(build: (db: Database) => T): (db: Database) => T {
  const built = new WeakMap<Database, T>();
  return (db) => {
    const known = built.get(db);
    if (known) return madeHere(known);
    const statement = build(db);
    built.set(db, statement);
    return madeHere(statement);
  };
}

/**
 * What a prepared statement is executed with under this name, as a value of that type of PostgreSQL: moments as ISO 8601, JSON as text.
 * Where nothing else says the type, and where a column of Drizzle's would make something of null.
 */
export function parameter(name: string, type: string): SQL {
  return sql`${sql.placeholder(name)}::${sql.raw(type)}`;
}
