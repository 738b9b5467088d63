import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { arrayParameters } from './connection/array-types';
import { connect } from './connection/connect';
import type { Limits } from './connection/limits';
import type { PoolFigures } from './connection/pool';

/** What a query or a command works on: the connection or a transaction, it need not know which. */
export type Database = PgDatabase<PostgresJsQueryResultHKT>;

export interface DatabaseOptions {
  /** Connections at most. Default 10. */
  max?: number;
  limits?: Limits;
  /**
   * Whether the server keeps prepared statements. False behind a pooler in transaction mode that does not keep them
   * itself; PgBouncer also needs `ignore_startup_parameters = statement_timeout,
   * idle_in_transaction_session_timeout, client_connection_check_interval`. Default true.
   */
  prepare?: boolean;
  /** How it appears in pg_stat_activity. Default `foyer`. */
  applicationName?: string;
}

export interface Connection {
  readonly db: Database;
  readonly sql: postgres.Sql;
  figures(): PoolFigures;
  /** No new work; what is running may finish within `timeout` seconds (default 5). */
  end(options?: { timeout?: number }): Promise<void>;
}

/**
 * A pool of connections that survives their loss; none is made before the first statement. When the database cannot
 * be used, statements fail with a DatabaseError within the limits, never later, and the next ones work as soon as it
 * is back.
 *
 * @param url postgres://user:password@host:port/database, with `sslmode` where wanted; PostgreSQL 15 or later
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Connection {
  const { max = 10, limits = {}, prepare = true, applicationName = 'foyer' } = options;
  const driver = {
    max,
    prepare,
    connection: { application_name: applicationName },
    fetch_types: false, // asking the server for its types is a query that postgres.js leaves unguarded
    types: arrayParameters,
    onnotice: () => {},
  };
  const sql = connect(url, driver, limits);
  return {
    db: drizzle(sql, { casing: 'snake_case' }),
    sql,
    figures: sql.figures,
    end: (how) => sql.end(how),
  };
}
