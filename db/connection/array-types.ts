import { makePgArray } from 'drizzle-orm/pg-core';
import type postgres from 'postgres';

// PostgreSQL's fixed type numbers (pg_type.dat), since we do not ask the server for its types.
const arrayTypes = {
  int2Array: 1005,
  int4Array: 1007,
  int8Array: 1016,
  textArray: 1009,
  varcharArray: 1015,
  uuidArray: 2951,
};

/**
 * Lets an array of strings or numbers be one parameter, for `= any($1)` and `unnest($1)`; in Drizzle `sql.param(ids)`.
 * Arrays in results stay text for Drizzle's array columns to read.
 */
export const arrayParameters: Record<string, postgres.PostgresType> = Object.fromEntries(
  Object.entries(arrayTypes).map(([name, to]) => [
    name,
    { to, from: [], serialize, parse: (text: string) => text },
  ]),
);

function serialize(value: unknown): unknown {
  return Array.isArray(value) ? makePgArray(value) : value;
}
