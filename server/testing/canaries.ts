import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** A value that must be nowhere but with its owner. */
export interface Canary {
  name: string;
  value: string;
  /** What the value spells, where that is bytes: the key of an authenticator app. */
  bytes?: Buffer | undefined;
}

/** Where something is kept or said, and all that is there. */
export interface Place {
  name: string;
  text: string;
}

/**
 * Everything that the tables of a database hold, whichever schema they are in: a place for each column, whatever its
 * type. bytea reads as hexadecimal, jsonb as JSON.
 */
export async function dumpDatabase(db: Database): Promise<Place[]> {
  const tables = await db.execute<{ schema: string; table: string; columns: string[] }>(sql`
    select table_schema as schema, table_name as table, json_agg(column_name order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    group by table_schema, table_name`);
  const places: Place[] = [];
  for (const { schema, table, columns } of tables) {
    const from = sql`${sql.identifier(schema)}.${sql.identifier(table)}`;
    const rows = await db.execute<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(one) as row from ${from} as one`,
    );
    for (const column of columns) {
      const text = rows.map(({ row }) => textOf(row[column])).join('\n');
      places.push({ name: `${schema}.${table}.${column}`, text });
    }
  }
  return places;
}

/** Which canaries are where: as they are, percent-encoded, in hexadecimal, or anywhere inside of base64. */
export function findCanaries(canaries: Canary[], places: Place[]): string[] {
  const looked = places.map(({ name, text }) => ({
    name,
    text,
    lower: text.toLowerCase(),
    base64: text.replaceAll('-', '+').replaceAll('_', '/'),
  }));
  return canaries.flatMap((canary) => {
    const { plain, encoded } = formsOf(canary);
    return looked
      .filter(
        ({ text, lower, base64 }) =>
          plain.test(text) ||
          encoded.hex.some((form) => lower.includes(form)) ||
          encoded.base64.some((form) => base64.includes(form)),
      )
      .map(({ name }) => `${canary.name} in ${name}`);
  });
}

function formsOf({ value, bytes }: Canary) {
  const spelled = /^[\w-]{43,}$/.test(value) ? Buffer.from(value, 'base64url') : bytes;
  const contents = [Buffer.from(value), ...(spelled ? [spelled] : [])];
  const words = [...new Set([value, encodeURIComponent(value)])].map(quoted);
  const plain = words.join('|');
  return {
    // Six digits stand by chance in hashes and fractions of a second; a code that was kept stands alone.
    plain: new RegExp(/^\d{6}$/.test(value) ? `(?<![\\w.:+/#-])(?:${plain})(?![\\w+/-])` : plain),
    encoded: {
      hex: contents.map((content) => content.toString('hex')),
      base64: contents.flatMap((content) => [0, 1, 2].map((offset) => insideBase64(content, offset))),
    },
  };
}

/** What of a base64 text is the same whatever stands before and after the content, `offset` bytes into a group of three. */
function insideBase64(content: Buffer, offset: number) {
  const text = Buffer.concat([Buffer.alloc(offset), content]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + content.length) * 8) / 6));
}

function quoted(word: string) {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function textOf(value: unknown) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
