import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';

/** Which database it is, on all servers that follow each other. */
export interface Identity {
  system: string;
  database: string;
}

/** Up to where a database had been written at a moment. */
export interface Mark {
  /** A place in the write-ahead log, as PostgreSQL writes it: `0/3000148`. */
  lsn: string;
  timeline: string;
  /** Whether what is committed is in the log before anybody sees it. */
  isDurable: boolean;
}

/** How a replica stands to a mark. */
export interface Standing extends Identity {
  timeline: string;
  isStandby: boolean;
  /** Bytes of the log that it has still to replay; 0 and less when it has all of it. Null while it has replayed nothing. */
  behind: number | null;
  /** Seconds since what it replayed last was committed, by the clocks of both machines. Null: nothing yet. */
  age: number | null;
}

const SYSTEM = sql<string>`(select system_identifier::text from pg_control_system())`;
const DATABASE = sql<string>`(select oid::text from pg_database where datname = current_database())`;

/*
 * Flushed, since that is what a replica is sent, and whatever anybody can see has been flushed before: a commit becomes visible
 * after that, unless synchronous_commit is off. The timeline stands in the name of the file that is written to.
 */
const marked = prepared((db) =>
  db
    .select({
      lsn: sql<string>`pg_current_wal_flush_lsn()::text`,
      timeline: sql<string>`left(pg_walfile_name(pg_current_wal_flush_lsn()), 8)`,
      isDurable: sql<boolean>`current_setting('synchronous_commit') <> 'off'`,
    })
    .from(sql`(values (1)) as one`)
    .prepare('replica_mark'),
);

const stood = prepared((db) =>
  db
    .select({
      system: SYSTEM,
      database: DATABASE,
      timeline: sql<string>`(select upper(lpad(to_hex(timeline_id), 8, '0')) from pg_control_checkpoint())`,
      isStandby: sql<boolean>`pg_is_in_recovery()`,
      behind: sql<
        number | null
      >`pg_wal_lsn_diff(${sql.placeholder('lsn')}::pg_lsn, pg_last_wal_replay_lsn())::float8`,
      age: sql<
        number | null
      >`extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8`,
    })
    .from(sql`(values (1)) as one`)
    .prepare('replica_standing'),
);

/** Which database it is. */
export async function findIdentity(primary: Database): Promise<Identity> {
  const [identity] = await primary
    .select({ system: SYSTEM, database: DATABASE })
    .from(sql`(values (1)) as one`);
  if (!identity) throw new Error('the database did not say which it is');
  return identity;
}

/** Where the database that is written to has come to. All that anybody could see of it until now lies before. */
export async function findMark(primary: Database): Promise<Mark> {
  const [mark] = await marked(primary).execute();
  if (!mark) throw new Error('the database did not say how far it is');
  return mark;
}

/** How a replica stands to a mark of the database that it ought to follow. */
export async function findStanding(replica: Database, { lsn }: Mark): Promise<Standing> {
  const [standing] = await stood(replica).execute({ lsn });
  if (!standing) throw new Error('the replica did not say how far it is');
  return standing;
}

/**
 * Why a replica cannot be compared to a mark at all, however long one waits: where another history is written, the same place in
 * the log says nothing.
 */
export function whyNotComparable(mark: Mark & Identity, standing: Standing): string | undefined {
  if (!standing.isStandby) return 'it is no standby';
  if (standing.system !== mark.system) return 'it is a standby of another server';
  if (standing.database !== mark.database) return 'it is another database';
  if (standing.timeline !== mark.timeline) return 'it has not followed the last failover yet';
  if (!mark.isDurable) return 'synchronous_commit is off';
  return undefined;
}
