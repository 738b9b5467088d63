import { type SQL, sql } from 'drizzle-orm';
import { validate as isId } from 'uuid';
import type { Database } from '@/db/client';
import type { NamedKind } from './grant-inputs';
import { type Named, namesOf } from './named';

/** Of each kind at most. */
const SHOWN = 8;

/** Where the ids of each kind are that begin with, or contain, a folded text; with an empty one the first there are. */
const SOURCES: Record<Exclude<NamedKind, 'report'>, (text: string) => SQL> = {
  // By a handle or any word of a name, by the index that contacts are looked for with; nobody without a text.
  person: (text) => sql`
    select found.user_id as id, min(found.word) as rank from search_words as found
    where ${text} <> '' and found.word >= search_fold(${text}) and found.word < search_fold(${text}) || U&'\\+10FFFF'
      and search_fold(${text}) <> ''
    group by found.user_id`,
  // There are few, and those that come with Foyer have a key alone.
  role: (text) => sql`
    select role.id, search_fold(coalesce(role.name, role.key)) from roles as role
    where ${text} = '' or (search_fold(${text}) <> '' and position(search_fold(${text}) in search_fold(coalesce(role.name, role.key))) > 0)`,
  // By the index of beginnings, whose operators compare by bytes wherever the database sorts otherwise.
  group: (text) => sql`
    select found.id, lower(found.name) from groups as found
    where found.removed_at is null
      and lower(found.name) ~>=~ lower(${text}) and lower(found.name) ~<~ (lower(${text}) || U&'\\+10FFFF')
    order by lower(found.name) using ~<~, found.id limit ${sql.raw(String(SHOWN))}`,
  client: (text) => sql`
    select app.id, lower(app.name) from oauth_clients as app
    where ${text} = '' or position(lower(${text}) in lower(app.name)) > 0`,
};

/**
 * Whoever and whatever goes by a text, of the kinds that are asked for, a few of each: people by handle and words of their name,
 * the others by name, everything by its id; a case by its id alone. Two statements.
 */
export async function findNamed(
  db: Database,
  { text, kinds }: { text: string; kinds: readonly NamedKind[] },
): Promise<Named[]> {
  const words = text.replace(/^@/, '');
  const ids = isId(words) ? [words.toLowerCase()] : await idsOf(db, words, kinds);
  const named = await namesOf(db, ids);
  return ids.flatMap((id) => {
    const one = named.get(id);
    return one && kinds.some((kind) => kind === one.kind) ? [one] : [];
  });
}

async function idsOf(db: Database, words: string, kinds: readonly NamedKind[]): Promise<string[]> {
  const parts = kinds.flatMap((kind) =>
    kind === 'report'
      ? []
      : [
          sql`(select ${kind}::text as kind, source.id, source.rank from (${SOURCES[kind](words)}) as source(id, rank)
            order by source.rank, source.id limit ${sql.raw(String(SHOWN))})`,
        ],
  );
  if (parts.length === 0) return [];
  const rows = await db.execute<{ id: string }>(
    sql`select found.id from (${sql.join(parts, sql` union all `)}) as found order by found.kind, found.rank, found.id`,
  );
  return rows.map(({ id }) => id);
}
