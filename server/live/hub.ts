import { withoutRecording } from '@/db/recorder';
import { DomainError } from '@/server/errors';

/** What triggers on `sessions` and `app_sessions` say, with the id of the person, when a transaction is committed. */
const CHANNEL = 'access_changed';
const LIMITS = { perPerson: 5, inAll: 1000 };
/** Milliseconds by which each watcher is woken after another when all of them are. */
const APART_MS = 5;

type Wake = () => void;
/** LISTEN as `Connection.sql` has it: `onlisten` is called after every connect and reconnect. */
type Listen = (channel: string, hear: (payload: string) => void, onlisten: () => void) => Promise<unknown>;

/**
 * Who wants to know when something of a person has changed, in this process; all instances of one database hear of it.
 * One LISTEN on a connection beside the pool serves everybody, from the first watcher on.
 */
export class Hub {
  readonly #listen: Listen;
  readonly #limits: typeof LIMITS;
  readonly #watchers = new Map<string, Set<Wake>>();
  #count = 0;
  #isListening = false;
  #isClosed = false;

  constructor({ listen, limits = LIMITS }: { listen: Listen; limits?: typeof LIMITS }) {
    this.#listen = listen;
    this.#limits = limits;
  }

  /** From here on nobody hears anything. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How many watch at this moment. */
  get watchers(): number {
    return this.#count;
  }

  /**
   * Calls `wake` whenever something of this person may have changed: what it was is for the watcher to look up. It is also
   * called after a connection to the database was lost, since what was said meanwhile is gone, and when the hub closes.
   * @returns how to stop; calling it again does nothing
   * @throws RATE_LIMITED beyond five of one person, or a thousand, in this process; UNAVAILABLE when the hub is closed
   */
  watch(userId: string, wake: Wake): () => void {
    if (this.#isClosed) throw new DomainError('UNAVAILABLE', { retryAfter: 2 });
    const theirs = this.#watchers.get(userId) ?? new Set();
    if (theirs.size >= this.#limits.perPerson || this.#count >= this.#limits.inAll)
      throw new DomainError('RATE_LIMITED', { retryAfter: 60 });
    // A function of its own, since one wake may be given twice.
    const watcher = () => wake();
    this.#watchers.set(userId, theirs.add(watcher));
    this.#count += 1;
    this.#begin();
    return () => this.#leave(userId, watcher);
  }

  /** Wakes everybody a last time, and nobody any more. The connection ends with the pool. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#everybody()) watcher();
  }

  #begin() {
    if (this.#isListening) return;
    this.#isListening = true;
    // It outlives the request that happened to be first, and its statements are not of that request.
    withoutRecording(() => {
      this.#listen(
        CHANNEL,
        (userId) => this.#wake(userId),
        () => this.#wakeEverybody(),
      ).catch(() => {
        // The pool has ended; whoever comes next may try again.
        this.#isListening = false;
      });
    });
  }

  #wake(userId: string) {
    if (this.#isClosed) return;
    for (const watcher of this.#watchers.get(userId) ?? []) watcher();
  }

  /** Not all at the same moment: each of them asks the database something, which is only just back. */
  #wakeEverybody() {
    const everybody = this.#everybody();
    for (const watcher of everybody) setTimeout(watcher, Math.random() * everybody.length * APART_MS).unref();
  }

  #everybody() {
    return [...this.#watchers.values()].flatMap((theirs) => [...theirs]);
  }

  #leave(userId: string, watcher: Wake) {
    const theirs = this.#watchers.get(userId);
    if (!theirs?.delete(watcher)) return;
    this.#count -= 1;
    if (theirs.size === 0) this.#watchers.delete(userId);
  }
}
