import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { is } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { principals } from '@/db/schema/principals';
import { users } from '@/db/schema/users';

const SCHEMA = fileURLToPath(new URL('../../db/schema/', import.meta.url));
/** Columns that name a person, whether or not a foreign key says so, and addresses; as they are called in the database. */
const NAMES_SOMEBODY =
  /(^|_)((user|actor|subject|sender|recipient|reporter|blocker|blocked|from|to|contact|owner|viewer|person)_id|email)$/;

/** Whether a table has something of people: by a foreign key, or by what a column is called. */
export function refersToPeople(table: PgTable) {
  const { columns, foreignKeys } = getTableConfig(table);
  const people: PgTable[] = [users, principals];
  return (
    table === users ||
    table === principals ||
    foreignKeys.some((key) => people.includes(key.reference().foreignTable)) ||
    columns.some(({ name }) => NAMES_SOMEBODY.test(toSnakeCase(name)))
  );
}

/** Every table that the files of the schema have, whoever wrote them. */
export async function listTables(): Promise<PgTable[]> {
  const files = readdirSync(SCHEMA).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.map(async (file): Promise<object> => import(pathToFileURL(SCHEMA + file).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)));
}
