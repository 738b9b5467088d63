import type { Socket } from 'node:net';
import type postgres from 'postgres';
import { noteStatement, type StatementEnd } from '@/db/recorder';
import { AnswerClock } from './answer-clock';
import {
  countRows,
  type DriverQuery,
  describeQuery,
  handlerOf,
  hideEnd,
  makeClient,
  textQuery,
} from './driver';
import { DatabaseError } from './errors';
import type { SetLimits } from './limits';
import { openSocket } from './socket';

// Messages of PostgreSQL's protocol, a character a byte: Terminate, and ReadyForQuery outside a transaction.
const terminate = 'X\0\0\0\x04';
const readyAndIdle = 'Z\0\0\0\x05I';

type Send = (query: DriverQuery) => void;

/** What statements came to, since it was begun. */
export interface Tally {
  answered: number;
  failed: number;
  /** From the hand-over of each to its end. */
  seconds: number;
}

interface LineOptions {
  readonly front: postgres.Sql;
  readonly limits: SetLimits;
  readonly onnotify?: (channel: string, payload: string) => void;
}

/**
 * One connection to the database: a socket of ours and a postgres.js client that talks on it. Once the socket breaks
 * or an answer is late, everything under way on it fails and the line is gone for good; postgres.js never hears of it.
 */
export class Line {
  readonly client: postgres.Sql;
  /** Why the line is gone. */
  lost: DatabaseError | undefined;
  /** Called once, when the line is gone. */
  onGone: () => void = () => {};
  /** Where its statements are added up, if anywhere. */
  tally: Tally | undefined;
  readonly clock: AnswerClock;
  readonly #socket: Socket;
  readonly #send: Send;
  readonly #running = new Set<{ reject: (error: unknown) => void }>();
  readonly #retireAt: number;
  #lastBytes = '';

  constructor(socket: Socket, { front, limits, onnotify }: LineOptions) {
    this.#socket = socket;
    this.#retireAt = Date.now() + limits.lifetime;
    this.clock = new AnswerClock(limits.answer, () => {
      this.drop(new DatabaseError('DB_LATE', `the database did not answer within ${limits.answer} ms`));
    });
    socket.on('data', (bytes: Buffer) => this.#remember(bytes));
    socket.on('error', (error) => this.drop(error));
    socket.on('close', () => this.drop(new Error('closed')));
    hideEnd(socket);
    let taken = false;
    this.client = makeClient(front, {
      ...(onnotify && { onnotify }),
      socket: () => {
        // Asked again, it wants to cancel a query, which PostgreSQL takes on a second socket only.
        if (taken) return openSocket(front.options, AbortSignal.timeout(limits.connect));
        taken = true;
        return socket;
      },
    });
    this.#send = handlerOf(this.client);
  }

  /** Hands over a query, through `send` or as a query by itself; `done` is called when it is answered or lost. */
  run(query: DriverQuery, { send = this.#send, done }: { send?: Send; done?: () => void } = {}): void {
    const { resolve, reject } = query;
    const noted = noteStatement(() => describeQuery(query));
    const { tally } = this;
    const begun = tally ? performance.now() : 0;
    const settle = (how: 'answered' | 'failed', end: StatementEnd) => {
      if (!this.#running.delete(query)) return;
      if (tally) {
        tally[how] += 1;
        tally.seconds += (performance.now() - begun) / 1_000;
      }
      this.clock.answered();
      noted?.(end);
      done?.();
    };
    query.resolve = (answer) => {
      settle('answered', { rows: noted ? countRows(answer) : 0 });
      resolve(answer);
    };
    query.reject = (error) => {
      settle('failed', { rows: 0, error });
      reject(error);
    };
    this.#running.add(query);
    this.clock.sent();
    send(query);
  }

  /** Hands over a query with a cursor: no answer is due while its reader takes its time. */
  runCursor(query: DriverQuery, send: Send): void {
    noteStatement(() => describeQuery(query));
    this.#running.add(query);
    send(query);
  }

  /** Settles like `work`, or fails when the line is lost, where postgres.js would leave it pending. */
  unlessLost<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const pending = { reject };
      this.#running.add(pending);
      if (this.lost) reject(this.lost);
      void work.then(resolve, reject).finally(() => this.#running.delete(pending));
    });
  }

  /** Whether the next one may have it: all is answered, no transaction is open, and it is not too old. */
  rest(): boolean {
    if (this.lost || this.clock.isRunning || this.#lastBytes !== readyAndIdle) return false;
    this.#running.clear(); // what is left are cursors that were read to their end
    return Date.now() <= this.#retireAt;
  }

  /** The end of the line: with a reason everything on it fails, without one it says goodbye. */
  drop(why?: unknown): void {
    if (this.lost) return;
    this.lost =
      why instanceof DatabaseError ? why : new DatabaseError('DB_LOST', 'database connection lost', why);
    this.clock.stop();
    if (why) this.#socket.destroy();
    else this.#socket.end(terminate, 'latin1').setTimeout(1_000, () => this.#socket.destroy());
    for (const pending of this.#running) pending.reject(this.lost);
    this.#running.clear();
    this.onGone();
  }

  #remember(bytes: Buffer) {
    const { length } = readyAndIdle;
    const last = bytes.toString('latin1', Math.max(0, bytes.length - length));
    this.#lastBytes = (this.#lastBytes + last).slice(-length);
  }
}

/**
 * Connects and logs in; nothing of the caller's is sent.
 *
 * @throws DatabaseError `DB_DOWN` when it takes longer than the limit `connect`, or what the server or the net says
 */
export async function openLine(options: LineOptions): Promise<Line> {
  const { front, limits } = options;
  const attempt = new AbortController();
  const late = new DatabaseError('DB_DOWN', `no connection to the database within ${limits.connect} ms`);
  const timer = setTimeout(() => attempt.abort(late), limits.connect);
  try {
    const line = new Line(await openSocket(front.options, attempt.signal), options);
    attempt.signal.addEventListener('abort', () => line.drop(late));
    await logIn(line);
    return line;
  } finally {
    clearTimeout(timer);
  }
}

// postgres.js logs in when it gets its first query.
async function logIn(line: Line) {
  try {
    const query = textQuery(line.client, 'select 1');
    query.handler = () => line.run(query);
    await query;
  } catch (error) {
    line.drop(error);
    throw error;
  }
}
