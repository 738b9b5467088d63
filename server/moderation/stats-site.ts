import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { lastDays, leastIdAt } from './stats-days';

/** Of each day and kind at most so many are counted, the fewer the more days there are. */
const COUNTED = 1_000_000;

/** What happened on a day. */
export interface DayFigures {
  day: string;
  signUps: number;
  signIns: number;
  /** Wrong passwords and codes, at accounts that there are. */
  failures: number;
}

export interface AccessStats {
  days: DayFigures[];
  /** What is counted of a day at most; a figure that is as large may be larger. */
  most: number;
}

/** Sign-ups, sign-ins and failures day by day, each counted on its index: one statement. */
export async function getAccessStats(
  db: Database,
  { timeZone, days, now }: { timeZone: string | null; days: number; now: Date },
): Promise<AccessStats> {
  const most = 10 ** Math.floor(Math.log10(COUNTED / days));
  const limit = sql.raw(String(most));
  const calendar = lastDays(days, { timeZone, now });
  const column = (values: string[]) =>
    sql`array[${sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    )}]`;
  const within = (id: string) => sql.raw(`${id} >= wanted.from_id and ${id} < wanted.until_id`);
  const started = (kind: string) =>
    sql`(select count(*)::int from (select from audit_entries as entry
      where entry.kind = ${sql.raw(`'${kind}'`)} and ${within('entry.id')} limit ${limit}) as counted)`;
  const rows = await db.execute<{ at: number; signUps: number; signIns: number; failures: number }>(sql`
    select wanted.at::int as at,
      (select count(*)::int from (select from users where users.created_at >= wanted.from_at
        and users.created_at < wanted.until_at limit ${limit}) as counted) as "signUps",
      least(${limit}, ${started('session.started')} + ${started('session.startedInNewBrowser')}) as "signIns",
      (select count(*)::int from (select from security_events as event
        where event.kind = 'signIn.failed' and ${within('event.id')} limit ${limit}) as counted) as failures
    from unnest(
      ${column(calendar.map(({ from }) => from.toISOString()))}::timestamptz[],
      ${column(calendar.map(({ until }) => until.toISOString()))}::timestamptz[],
      ${column(calendar.map(({ from }) => leastIdAt(from)))}::uuid[],
      ${column(calendar.map(({ until }) => leastIdAt(until)))}::uuid[]
    ) with ordinality as wanted(from_at, until_at, from_id, until_id, at)`);
  return {
    most,
    days: calendar.map(({ day }, index) => {
      const row = rows.find(({ at }) => at === index + 1);
      return { day, signUps: row?.signUps ?? 0, signIns: row?.signIns ?? 0, failures: row?.failures ?? 0 };
    }),
  };
}

/** People of whom the factors are looked at. Where there are more a sample stands for them. */
const SAMPLE = 2000;

/** With what active people sign in; somebody may have several. */
export interface FactorStats {
  people: number;
  isSample: boolean;
  passkey: number;
  authenticator: number;
  recoveryCodes: number;
  /** Neither passkey nor authenticator app. */
  noSecond: number;
}

/** How many have set up what, of all active people or, where they are many, of those on pages of the table chosen by chance. */
export async function getFactorStats(db: Database, { sample = SAMPLE } = {}): Promise<FactorStats> {
  const [row] = await db.execute<{ [Name in keyof FactorStats]: FactorStats[Name] }>(sql`
    with size as materialized (select greatest(reltuples, 1) as estimate from pg_class where oid = 'users'::regclass),
    sampled as materialized (
      select users.id from users tablesample system ((select least(100, ${sample}::float8 * 100 / estimate) from size))
      where users.status = 'active' limit ${sample * 2}),
    person as materialized (
      -- With a limit each is asked about by itself, and not by reading all that anybody has.
      select (select true from passkeys where passkeys.user_id = sampled.id limit 1) is true as passkey,
        (select true from totp_authenticators as app
          where app.user_id = sampled.id and app.confirmed_at is not null limit 1) is true as authenticator,
        (select true from recovery_codes as code where code.user_id = sampled.id and code.used_at is null limit 1) is true as recovery
      from sampled)
    select count(*)::int as people, 
      -- Of a table that PostgreSQL has not looked at yet it knows no size: then the limit above is where it ended.
      (select estimate > ${sample} from size) or count(*) >= ${sample * 2} as "isSample",
      count(*) filter (where passkey)::int as passkey,
      count(*) filter (where authenticator)::int as authenticator,
      count(*) filter (where recovery)::int as "recoveryCodes",
      count(*) filter (where not passkey and not authenticator)::int as "noSecond"
    from person`);
  if (!row) throw new Error('an aggregate answered no row');
  return row;
}

/** Jobs that are counted at most. */
const JOBS = 10_000;
/** A worker that was silent for longer is gone. */
const ALIVE_MS = 60_000;

export interface WorkFigures {
  waiting: number;
  running: number;
  retrying: number;
  dead: number;
}

/** How mail and the other jobs come along. */
export interface WorkStats {
  mail: WorkFigures;
  other: WorkFigures;
  /** ISO 8601; null: nothing that is due waits. */
  oldestDueAt: string | null;
  workers: number;
}

/** One statement. */
export async function getWorkStats(db: Database, { now }: { now: Date }): Promise<WorkStats> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const figures = (which: string) => {
    const count = (state: string) => sql.raw(`count(*) filter (where ${which} and ${state})::int`);
    return sql`json_build_object(
      'waiting', ${count('locked_at is null and attempts = 0')}, 'running', ${count('locked_at is not null')},
      'retrying', ${count('locked_at is null and attempts > 0 and attempts < max_attempts')},
      'dead', ${count('locked_at is null and attempts >= max_attempts')})`;
  };
  const [row] = await db.execute<{ [Name in keyof WorkStats]: WorkStats[Name] }>(sql`
    with job as materialized (
      select task_identifier like 'mail.%' as is_mail, locked_at, attempts, max_attempts, run_at
      from graphile_worker.jobs limit ${JOBS})
    select ${figures('is_mail')} as mail, ${figures('not is_mail')} as other,
      to_char(min(run_at) filter (where locked_at is null and attempts = 0 and run_at <= ${at}) at time zone 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "oldestDueAt",
      (select count(*)::int from worker_heartbeats
        where seen_at > ${new Date(now.getTime() - ALIVE_MS).toISOString()}::timestamptz) as workers
    from job`);
  if (!row) throw new Error('an aggregate answered no row');
  return row;
}
