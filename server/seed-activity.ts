import postgres from 'postgres';
import { takeAwayChecks, timed } from './bulk-load';

/** Of each person of the crowd. */
const EACH = { sessions: 5, securityEvents: 5, notifications: 10 };

/**
 * The statements that give the crowd of that seed number what people leave behind in a year up to `until`: rows in the order of
 * their ids, as time would have brought them.
 */
function statementsOf({ people, seed, until }: { people: number; seed: number; until: Date }) {
  const end = `'${until.toISOString()}'::timestamptz`;
  /** The moment of the i-th of so many rows, which fill so many days. */
  const moment = (i: string, rows: number, days: number) =>
    `(${end} - (${rows} - ${i}) * interval '${((days * 86_400) / rows).toFixed(6)} seconds')`;
  /** A UUID version 7 of that moment, the same for the same words. */
  const id = (at: string, words: string) => {
    const hash = `md5('${seed} ' || ${words})`;
    return `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 5, 15))::uuid`;
  };
  /** So many rows for each person: `i` from 1, `n` who, `k` which of theirs, `id` of the person and `at`. */
  const rows = (each: number, days: number) => `(
    select i, (i - 1) / ${each} + 1 as n, (i - 1) % ${each} as k, ${moment('i', people * each, days)} as at
    from generate_series(1, ${people * each}) as i) as one join lasting on lasting.n = one.n`;
  const who = `'10.' || one.n % 200 || '.' || k || '.' || one.n % 250`;
  return [
    `create temporary table lasting on commit drop as
      select row_number() over (order by created_at)::int as n, id from users where email like 'person-${seed}-%'`,
    'alter table lasting add primary key (n)',
    'analyze lasting',
    `insert into sessions (id, token_hash, user_id, created_at, last_seen_at, idle_seconds, expires_at, aal, amr, auth_time,
        proven_at, proven_aal, ip, user_agent)
      select ${id('at', `'session ' || i`)}, md5('session ${seed} ' || i), id, at, greatest(at, ${end} - i % 72000 * interval '1 second'),
        86400, ${end} + interval '30 days', 1, '{}', at, at, 1, ${who},
        'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
      from ${rows(EACH.sessions, 30)} order by i`,
    `insert into security_events (id, user_id, at, kind, ip)
      select ${id('at', `'security ' || i`)}, id, at, (array['signIn.succeeded', 'signIn.failed', 'session.ended'])[1 + i % 3], ${who}
      from ${rows(EACH.securityEvents, 365)} order by i`,
    `create temporary table happened on commit drop as
      select n, id as actor_id, at, ${id('at', `'event ' || n`)} as id from (select n, id, ${moment('n', people, 365)} as at from lasting) as one`,
    'analyze happened',
    `insert into notification_events (id, type, at, actor_id, data, audience, finished_at)
      select id, 'contacts.accepted', at, actor_id, '{}', '{"kind": "people", "ids": []}', at from happened order by n`,
    `insert into notifications (user_id, event_id, type, is_shown, read_at)
      select lasting.id, happened.id, 'contacts.accepted', true, case when i % 8 > 0 then at end
      from generate_series(1, ${people * EACH.notifications}) as i join happened on happened.n = (i - 1) / ${EACH.notifications} + 1
      join lasting on lasting.n = (happened.n * 7919::bigint + i % ${EACH.notifications} * 1009) % ${people} + 1
      order by i`,
  ];
}

const FILLED = ['sessions', 'security_events', 'notification_events', 'notifications'];
/** To which no other table refers. */
const LARGEST = ['security_events', 'notification_events', 'notifications'];

/**
 * Adds to the crowd of that seed number (`seedCrowd`) five sessions, five security events and ten notifications each, up to the
 * moment that is given; made once, all in one transaction, over a connection without limits.
 * @returns how many rows there are of what; undefined when they are there already
 */
export async function seedActivity(
  databaseUrl: string,
  { seed, until, log }: { seed: number; until: Date; log: (line: string) => void },
) {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    const [crowd] =
      await sql`select count(*)::int as people from users where email like ${`person-${seed}-%`}`;
    const people = Number(crowd?.people);
    const [known] = await sql`
      select 1 from sessions join users on users.id = sessions.user_id where users.email = ${`person-${seed}-${people}@example.test`}`;
    if (known || people === 0) return undefined;
    await sql.unsafe(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
      set maintenance_work_mem = '512MB'; set work_mem = '128MB'; set synchronous_commit = off`);
    await sql.begin(async (tx) => {
      const restore = await takeAwayChecks(tx, {
        filled: FILLED,
        largest: LARGEST,
        indexed: ['sessions', ...LARGEST],
      });
      for (const statement of statementsOf({ people, seed, until })) await timed(log, statement, tx);
      await restore((statement) => timed(log, statement, tx));
    });
    await timed(log, `vacuum (analyze, parallel 0) ${FILLED.join(', ')}`, sql);
    return {
      sessions: people * EACH.sessions,
      securityEvents: people * EACH.securityEvents,
      notifications: people * EACH.notifications,
    };
  } finally {
    await sql.end();
  }
}
