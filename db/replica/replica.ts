import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, type Database, openDatabase } from '@/db/client';
import { findDatabaseError, sqlState } from '@/db/connection/errors';
import { withoutRecording } from '@/db/recorder';
import {
  findIdentity,
  findMark,
  findStanding,
  type Identity,
  type Mark,
  type Standing,
  whyNotComparable,
} from './position';

/**
 * Runs a read that only reads: on the replica where that is as fresh as the database itself, else on the database. It may be run
 * a second time, when the replica fails in the midst of it.
 */
export type ReadList = <T>(read: (db: Database) => Promise<T>) => Promise<T>;

/**
 * What became of a read: `served` by the replica; or by the database, since the replica did not catch up in time (`behind`), had
 * not been usable before (`away`), or failed in the midst of it (`failed`).
 */
export type ReadOutcome = 'served' | 'behind' | 'away' | 'failed';

/** How a replica stands, and what was read from it since the start. */
export interface ReplicaFigures {
  isUsed: boolean;
  reads: Readonly<Record<ReadOutcome, number>>;
  /** Undefined where one of the two does not answer. */
  lag: { bytes: number; seconds: number } | undefined;
}

/** In milliseconds. */
interface Times {
  /** How long a read waits for the replica to catch up, before it goes to the database. */
  patience: number;
  /** For the answer of the replica how far it is; then it counts as gone. */
  answer: number;
  /** For a connection to it; less than for its answer, so that it is known which of the two it was. */
  acquire: number;
  /** Between two looks at one that is not usable. */
  retry: number;
}

const TIMES: Times = { patience: 50, answer: 250, acquire: 150, retry: 500 };

/** The first waits between two questions, in milliseconds; the last one is repeated. */
const PAUSES = [1, 2, 4, 8];

/** Why the replica is not read from just now. */
class NotNow extends Error {
  readonly outcome: ReadOutcome;

  constructor(outcome: ReadOutcome, why: string) {
    super(why);
    this.outcome = outcome;
  }
}

/**
 * A second PostgreSQL that replays what is written to the first, for reads. Each read asks the database how far it is and waits
 * until the replica has replayed that; so it shows all that was committed when it began, by whomever and through whichever
 * process, as a read of the database itself does. Where that takes too long, or anything else is wrong, the database is read;
 * for some time nobody waits for the replica then, and it is looked at until it is well again.
 */
export class Replica {
  readonly #primary: Database;
  readonly #connection: Connection;
  readonly #times: Times;
  readonly #onChange: (why: string | undefined) => void;
  readonly #reads: Record<ReadOutcome, number> = { served: 0, behind: 0, away: 0, failed: 0 };
  readonly #ending = new AbortController();
  #why: string | undefined = 'it was not looked at yet';
  /** Asked anew whenever the replica comes back, since there was perhaps a failover. */
  #identity: Identity | undefined;
  #watching: Promise<void>;

  /**
   * Looks at the replica at once, and reads from it as soon as it is usable.
   * @param given.times where the usual ones are not meant
   * @param given.onChange told why it is not read from, once for each reason, and `undefined` when it is
   */
  constructor(given: {
    url: string;
    primary: Database;
    max: number;
    times?: Partial<Times>;
    onChange: (why: string | undefined) => void;
  }) {
    this.#times = { ...TIMES, ...given.times };
    this.#primary = given.primary;
    this.#onChange = given.onChange;
    this.#connection = openDatabase(given.url, {
      max: given.max,
      applicationName: 'foyer replica',
      // Shorter than those of the database, which has to answer in the time that is left.
      limits: { acquire: this.#times.acquire, statement: 3_000 },
    });
    this.#watching = this.#watch();
  }

  /** Of ReadList. @throws what `read` throws on the database */
  async read<T>(read: (db: Database) => Promise<T>): Promise<T> {
    const from = await this.#ready();
    if (!from) return read(this.#primary);
    try {
      const result = await read(from);
      this.#reads.served += 1;
      return result;
    } catch (error) {
      const verdict = verdictOn(error);
      if (verdict === 'passed on') throw error;
      this.#reads.failed += 1;
      if (verdict === 'unusable') this.#leave(reasonOf(error));
      return read(this.#primary);
    }
  }

  async figures(): Promise<ReplicaFigures> {
    const lag = await inTime(this.#lag(), 1_000).catch(() => undefined);
    return { isUsed: this.#why === undefined, reads: { ...this.#reads }, lag };
  }

  /** Reads nothing from it any more; what is running may finish within `timeout` seconds (default 5). */
  async end(options?: { timeout?: number }): Promise<void> {
    this.#ending.abort();
    this.#why = 'this process is ending';
    await this.#watching;
    await this.#connection.end(options);
  }

  /** The replica, once it has caught up; undefined when the database has to be read. */
  async #ready(): Promise<Database | undefined> {
    if (this.#why !== undefined) {
      this.#reads.away += 1;
      return undefined;
    }
    try {
      await this.#catchUp();
      return this.#connection.db;
    } catch (error) {
      this.#reads[error instanceof NotNow ? error.outcome : 'failed'] += 1;
      if (verdictOn(error) !== 'busy') this.#leave(reasonOf(error));
      return undefined;
    }
  }

  /** @throws NotNow, or why one of the two does not answer */
  async #catchUp(): Promise<void> {
    const mark = await findMark(this.#primary);
    const limit = performance.now() + this.#times.patience;
    for (let tries = 0; ; tries += 1) {
      const standing = await this.#standing(mark);
      if (standing.behind !== null && standing.behind <= 0) return;
      if (performance.now() > limit) throw new NotNow('behind', 'it is behind');
      await sleep(PAUSES[tries] ?? PAUSES.at(-1));
    }
  }

  async #standing(mark: Mark): Promise<Standing> {
    const standing = await inTime(findStanding(this.#connection.db, mark), this.#times.answer);
    this.#identity ??= await findIdentity(this.#primary);
    const why = whyNotComparable({ ...mark, ...this.#identity }, standing);
    if (why !== undefined) throw new NotNow('failed', why);
    return standing;
  }

  async #lag() {
    const standing = await this.#standing(await findMark(this.#primary));
    const bytes = Math.max(0, standing.behind ?? 0);
    // Where it has everything, that nothing was committed for a while is no lag.
    return { bytes, seconds: bytes === 0 ? 0 : Math.max(0, standing.age ?? 0) };
  }

  /** From here on nobody waits for it, until it is well again. */
  #leave(why: string) {
    if (this.#ending.signal.aborted || this.#why !== undefined) return;
    this.#note(why);
    this.#identity = undefined;
    this.#watching = this.#watch();
  }

  /** Outside of the request that met the trouble first. */
  #watch(): Promise<void> {
    return withoutRecording(() => this.#lookUntilWell());
  }

  async #lookUntilWell() {
    while (!this.#ending.signal.aborted) {
      try {
        await this.#catchUp();
        this.#note(undefined);
        return;
      } catch (error) {
        this.#note(reasonOf(error));
      }
      await sleep(this.#times.retry, undefined, { signal: this.#ending.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  #note(why: string | undefined) {
    if (this.#ending.signal.aborted || this.#why === why) return;
    this.#why = why;
    this.#onChange(why);
  }
}

/**
 * What an error says of the replica. `passed on`: nothing, since it is a rule that refused, or what was asked cannot be read;
 * `busy`: this read has to go elsewhere, as when what it needed was replayed away (a conflict with recovery) or all connections
 * are taken; `unusable`: so have the next ones.
 */
function verdictOn(error: unknown): 'passed on' | 'busy' | 'unusable' {
  if (error instanceof NotNow) return 'unusable';
  const state = sqlState(error);
  if (state?.startsWith('22')) return 'passed on';
  if (state?.startsWith('40')) return 'busy';
  const failure = findDatabaseError(error);
  if (failure?.code === 'DB_BUSY' && state === undefined) return 'busy';
  return failure || state !== undefined ? 'unusable' : 'passed on';
}

/** In words, without anything of the statement. */
function reasonOf(error: unknown): string {
  if (error instanceof NotNow) return error.message;
  const state = sqlState(error);
  if (state !== undefined) return `it answers ${state}`;
  return findDatabaseError(error)?.message ?? 'it cannot be asked';
}

/** @throws NotNow when it takes longer */
async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotNow('failed', 'it does not answer')), milliseconds);
  });
  answer.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
