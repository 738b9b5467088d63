import postgres from 'postgres';

/** How many people there are, numbered from 1. */
const MILLION = 1_000_000;
/** So far from the middle is whom a viewer knows at most. */
const HALF = MILLION / 2 - 1000;
/** Of them the first look around: each has contacts and blocks. */
export const VIEWERS = 200;
/** The first of them is blocked by almost everybody who would be found by "an". */
export const SHUT_OUT = 1;

/** The id of the person with a number; the same as a text that SQL takes for a column `n`. */
export const idOf = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const ID = (n: string) => `('01900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** A number below `below` for each n, as good as by chance, and the same in every run. */
const chance = (salt: number, below: number) =>
  `((hashtextextended(n::text, ${salt}) % ${below} + ${below}) % ${below})`;

const FIRST = `(array['Ada','Bea','Cem','Dov','Eva','Fay','Gus','Hal','Ida','Jon','Kai','Lea','Max','Nia','Ole','Pia','Quin','Rui','Sol','Tom','Uma','Vic','Wim','Xia','Yan','Zoé'])`;

const FILLED = [
  'users',
  'profiles',
  'privacy_settings',
  'photos',
  'memberships',
  'sessions',
  'contacts',
  'blocks',
  'search_words',
];

/**
 * The crowd, as SQL: a third are called An..., nine in ten of those are hidden from strangers, so that what begins with "an"
 * is found among hundreds of thousands who are not to be found; of the rest, one in three.
 */
const STATEMENTS = [
  `create temporary table crowd as
    select n, ${ID('n')} as id, ${chance(1, 3)} = 0 as common, ${chance(2, 100)} as luck from generate_series(1, ${MILLION}) as n`,
  `insert into principals (id, kind) select id, 'user' from crowd`,
  `insert into users (id, email, locale, status, created_at)
    select id, 'person-' || n || '@example.test', 'en', case when luck = 99 then 'deactivated' else 'active' end::account_status, now()
    from crowd`,
  `insert into profiles (user_id, handle, display_name, bio, updated_at)
    select id, 'p' || ${chance(3, 900)} || '-' || n,
      case when common then 'An' || to_hex(${chance(4, 60_000)}) else ${FIRST}[1 + ${chance(5, 26)}] end
        || ' ' || initcap(translate(to_hex(${chance(6, 400_000)}), '0123456789', 'ghijklmnop')),
      'Draws maps.', now() from crowd`,
  `insert into privacy_settings (user_id, profile, photo, found_by_email_from, searchable)
    select id, (case when common then
        case when luck < 45 then 'contacts' when luck < 90 then 'only_me' else 'everyone' end
      else case when luck < 15 then 'only_me' when luck < 33 then 'contacts' when luck < 60 then 'signed_in' else 'everyone' end
      end)::audience,
      (array['everyone', 'signed_in', 'contacts'])[1 + ${chance(7, 3)}]::audience,
      (array['nobody', 'contacts', 'signed_in'])[1 + ${chance(8, 3)}]::contact_circle,
      ${chance(9, 50)} > 0 from crowd`,
  `insert into photos (id, user_id, key, upload_key, created_at, is_current)
    select id, id, n::text, n::text, now(), true from crowd where ${chance(10, 3)} = 0`,
  // A thousand groups, each with the viewers among five hundred others; and half of the people were here.
  `create temporary table circles as select n, gen_random_uuid() as id from generate_series(1, 1000) as n`,
  `insert into principals (id, kind) select id, 'group' from circles`,
  `insert into groups (id, name, created_at) select id, 'Group ' || n, now() from circles`,
  `insert into memberships (user_id, principal_id) select crowd.id, circles.id from crowd join circles on circles.n = crowd.n % 1000 + 1 where crowd.n % 2 = 0`,
  `insert into memberships (user_id, principal_id)
    select ${ID('viewer')}, id from generate_series(1, ${VIEWERS}) as viewer join circles on circles.n % 200 = viewer % 200 on conflict do nothing`,
  `insert into sessions (id, token_hash, user_id, created_at, last_seen_at, idle_seconds, expires_at, aal, amr, auth_time, proven_at, proven_aal)
    select id, n::text, id, now(), now(), 86400, now() + interval '1 day', 1, '{}', now(), now(), 1 from crowd where n % 2 = 0`,
  // Two hundred contacts each, both ways; blocked by three hundred, and blocking fifty.
  `insert into contacts (user_id, contact_id, since)
    select case when way then one else other end, case when way then other else one end, now() from (
      select distinct ${ID('viewer')} as one, ${ID(`1000 + hashint8(viewer * 1000 + k)::bigint % ${HALF} + ${HALF}`)} as other
      from generate_series(1, ${VIEWERS}) as viewer, generate_series(1, 200) as k) as pairs, (values (true), (false)) as ways(way)`,
  `insert into blocks (blocker_id, blocked_id, at)
    select distinct ${ID(`1000 + hashint8(viewer * 7000 + k)::bigint % ${HALF} + ${HALF}`)}, ${ID('viewer')}, now()
    from generate_series(1, ${VIEWERS}) as viewer, generate_series(1, 300) as k
    on conflict do nothing`,
  `insert into blocks (blocker_id, blocked_id, at)
    select distinct ${ID('viewer')}, ${ID(`1000 + hashint8(viewer * 9000 + k)::bigint % ${HALF} + ${HALF}`)}, now()
    from generate_series(1, ${VIEWERS}) as viewer, generate_series(1, 50) as k
    on conflict do nothing`,
  // What the triggers would have written one by one.
  `insert into search_words (user_id, word, listed)
    select crowd.id, found.word, users.status = 'active' and searchable and privacy_settings.profile <= 'signed_in'
    from crowd join users using (id) join profiles on profiles.user_id = crowd.id
    join privacy_settings on privacy_settings.user_id = crowd.id
    cross join lateral search_words_of(handle, display_name) as found`,
  // All but the last of them.
  `insert into blocks (blocker_id, blocked_id, at)
    select user_id, ${ID(String(SHUT_OUT))}, now() from search_words where listed and word >= 'an' and word < 'anf' on conflict do nothing`,
];

/** Fills an empty, migrated database with a million people, over a connection without limits. */
export async function seedMillion(databaseUrl: string, { log }: { log: (line: string) => void }) {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    await sql.unsafe("set statement_timeout = 0; set maintenance_work_mem = '256MB'; set work_mem = '64MB'");
    const restore = await takeAwayChecks(sql);
    for (const statement of STATEMENTS) {
      const begun = performance.now();
      await sql.unsafe(statement);
      log(`${((performance.now() - begun) / 1000).toFixed(1)} s  ${statement.trim().slice(0, 40)}`);
    }
    await restore();
    await sql.unsafe('vacuum analyze');
  } finally {
    await sql.end();
  }
}

/**
 * Foreign keys and triggers of the tables that are filled, which ask about each row by itself, and the indexes of the largest,
 * which are made faster at once. @returns puts them back
 */
async function takeAwayChecks(sql: postgres.Sql) {
  const keys = await sql`
    select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where conrelid::regclass::text in ${sql(FILLED)}
      and (contype = 'f' or contype = 'p' and conrelid = 'search_words'::regclass)`;
  for (const { table, name } of keys) await sql.unsafe(`alter table ${table} drop constraint ${name}`);
  for (const table of FILLED) await sql.unsafe(`alter table ${table} disable trigger user`);
  const [index] =
    await sql`select indexdef as definition from pg_indexes where indexname = 'search_words_listed'`;
  await sql.unsafe('drop index search_words_listed');
  return async () => {
    for (const { table, name, definition } of keys)
      await sql.unsafe(`alter table ${table} add constraint ${name} ${definition}`);
    for (const table of FILLED) await sql.unsafe(`alter table ${table} enable trigger user`);
    await sql.unsafe(String(index?.definition));
  };
}
