import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { withoutRecording } from '@/db/recorder';
import type { DriverQuery } from './driver';
import { DatabaseError } from './errors';
import type { SetLimits } from './limits';
import { type Line, openLine, type Tally } from './line';

const retryAfter = 100;

/** How a pool stands, and what it has done since it began. */
export interface PoolFigures {
  max: number;
  busy: number;
  idle: number;
  /** Wishes for a connection. */
  waiting: number;
  /** Wishes that were given up: all were busy, or none could be made. */
  refused: { busy: number; down: number };
  statements: Readonly<Tally>;
}

/** The lines to the database. Each is lent to one query, one transaction or one reservation at a time. */
export class Pool {
  readonly front: postgres.Sql;
  readonly limits: SetLimits;
  readonly #max: number;
  readonly #lines = new Set<Line>(); // lent or idle
  readonly #idle: Line[] = [];
  readonly #waiting = new Set<(line: Line) => void>();
  // A socket keeps the async context it was opened in: it must not be that of the request that happened to need it.
  readonly #outside = withoutRecording(() => new AsyncResource('DatabasePool'));
  #opening = 0;
  readonly #tally: Tally = { answered: 0, failed: 0, seconds: 0 };
  readonly #refused = { busy: 0, down: 0 };
  #lastFailure: unknown;
  #ending: Promise<void> | undefined;

  constructor(front: postgres.Sql, { limits, max }: { limits: SetLimits; max: number }) {
    this.front = front;
    this.limits = limits;
    this.#max = max;
  }

  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  figures(): PoolFigures {
    const idle = this.#idle.length;
    return {
      max: this.#max,
      busy: this.#lines.size - idle,
      idle,
      waiting: this.#waiting.size,
      refused: { ...this.#refused },
      statements: { ...this.#tally },
    };
  }

  /** Runs `work` in the async context of the pool, as what outlives a request must. */
  outside<T>(work: () => T): T {
    return this.#outside.runInAsyncScope(work);
  }

  /**
   * A line of one's own until `release`: at once if one is idle, else a promise of one.
   *
   * @throws DatabaseError `DB_BUSY` or `DB_DOWN` after the limit `acquire`, `DB_ENDED` once the pool is ending
   */
  acquire(): Line | Promise<Line> {
    if (this.#ending) return Promise.reject(new DatabaseError('DB_ENDED', 'the database client has ended'));
    return this.#idle.pop() ?? this.#next();
  }

  /** Takes a line back: for whoever waits, or to lie idle; one that is not clean or too old is dropped. */
  release(line: Line): void {
    if (line.lost) return;
    const isNeeded = !this.#ending || this.#waiting.size > 0;
    if (line.rest() && isNeeded) this.#give(line);
    else line.drop();
  }

  /** Runs a single query: one line for just as long as it takes. */
  dispatch(query: DriverQuery): void {
    if (query.cursorFn || query.streaming) {
      query.reject(new Error('a cursor needs begin() or reserve(), and COPY is not supported'));
      return;
    }
    const line = this.acquire();
    if (line instanceof Promise) line.then((given) => this.#runOn(given, query), query.reject);
    else this.#runOn(line, query);
  }

  /** No new work; what is running or waiting may finish within `timeout` seconds, then it fails with `DB_LOST`. */
  end({ timeout = 5 }: { timeout?: number | undefined } = {}): Promise<void> {
    this.#ending ??= this.#finish(timeout * 1_000);
    return this.#ending;
  }

  #next(): Promise<Line> {
    return new Promise((resolve, reject) => {
      const give = (line: Line) => {
        clearTimeout(timer);
        resolve(line);
      };
      const giveUp = () => {
        if (this.#waiting.delete(give)) reject(this.#whyNone());
      };
      // After a blocked event loop, what came back meanwhile is handed out first.
      const timer = setTimeout(() => setImmediate(giveUp), this.limits.acquire);
      this.#waiting.add(give);
      this.#grow();
    });
  }

  #whyNone() {
    const areBusy = this.#lastFailure === undefined && this.#lines.size > 0;
    this.#refused[areBusy ? 'busy' : 'down'] += 1;
    if (areBusy) return new DatabaseError('DB_BUSY', 'all database connections are busy');
    return new DatabaseError('DB_DOWN', 'cannot connect to the database', this.#lastFailure);
  }

  #grow() {
    while (this.#opening < this.#waiting.size && this.#lines.size + this.#opening < this.#max) {
      this.#opening += 1;
      void this.outside(() => this.#open());
    }
  }

  async #open() {
    try {
      const line = await openLine(this);
      line.onGone = () => this.#forget(line);
      line.tally = this.#tally;
      this.#lastFailure = undefined;
      this.#lines.add(line);
      this.release(line);
    } catch (error) {
      this.#lastFailure = error;
      await sleep(retryAfter);
    } finally {
      this.#opening -= 1;
      this.#grow();
    }
  }

  #forget(line: Line) {
    const at = this.#idle.indexOf(line);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#lines.delete(line);
    this.#grow();
  }

  #give(line: Line) {
    const [give] = this.#waiting;
    if (!give) {
      this.#idle.push(line);
      return;
    }
    this.#waiting.delete(give);
    give(line);
  }

  #runOn(line: Line, query: DriverQuery) {
    if (line.lost) this.dispatch(query);
    else if (query.cancelled) this.release(line);
    else line.run(query, { done: () => this.release(line) });
  }

  async #finish(timeout: number) {
    await Promise.resolve(); // from here on nobody is given a line any more
    const limit = Date.now() + timeout;
    while ((this.#lines.size > 0 || this.#waiting.size > 0) && Date.now() < limit) {
      for (const line of [...this.#idle]) line.drop();
      await sleep(10);
    }
    const ended = new DatabaseError('DB_LOST', 'the database client has ended');
    for (const line of [...this.#lines]) line.drop(ended);
  }
}
