/** Days over which what happens to people is spread. */
export const DAYS = 365;

/** A UUID version 7 of that moment, the same for the same words. */
export const idOf = (at: string, words: string) => {
  const hash = `md5(${words})`;
  const moment = `lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0')`;
  return `(${moment} || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 5, 15))::uuid`;
};

/**
 * `count` rows of a table for each person of whom `where` holds: the columns as SQL of `n`, `k` from 0, `id`, `at` and `row_id`. In the
 * order of time, as they would have come: what is asked of some days lies on few pages.
 */
export const each = (table: string, columns: Record<string, string>, { count = 1, where = 'true' } = {}) => {
  const at = `(now() - ((n * 7919::bigint + k * 104729) % ${DAYS * 86_400}) * interval '1 second')`;
  return `insert into ${table} (${Object.keys(columns).join(', ')})
    select ${Object.values(columns).join(', ')} from (
      select n, k, id, ${at} as at, ${idOf(at, `'${table} ' || n || ' ' || k`)} as row_id
      from numbered cross join generate_series(0, ${count - 1}) as k where ${where} order by at
    ) as one on conflict do nothing`;
};

/** Somebody else, the further on the larger the step. */
export const other = (step: string, people: number) =>
  `(select other.id from numbered as other where other.n = (one.n + ${step}) % ${people} + 1)`;

/** What is among every so many people. */
export const oneIn = (few: number) => ({ where: `n % ${few} = 0` });

export const LATER = "now() + interval '30 days'";
export const AGENT = "'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'";
export const ADDRESS = "'10.' || n % 200 || '.' || k || '.' || n % 250";

/** A row of its own of a person, and a text that nothing else has. */
export const OWNED = { id: 'row_id', user_id: 'id' };
export const NAMED = `md5('of ' || n || ' ' || k)`;
