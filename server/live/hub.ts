import { withoutRecording } from '@/db/recorder';
import { DomainError } from '@/server/errors';

/**
 * What is said when a transaction is committed, with the ids of the people, joined by commas: by triggers on `sessions` and
 * `app_sessions`, and by whatever changes what somebody has been told of.
 */
const CHANNELS = { access: 'access_changed', notifications: 'notifications_changed' } as const;
/** What of a person may have changed. */
export type Topic = keyof typeof CHANNELS;
/** Of each topic. */
const LIMITS = { perPerson: 5, inAll: 1000 };
/** Milliseconds by which each watcher is woken after another when all of them are. */
const APART_MS = 5;

type Wake = () => void;

interface Watcher {
  userId: string;
  topics: readonly Topic[];
  wake: Wake;
}

/** LISTEN as `Connection.sql` has it: `onlisten` is called after every connect and reconnect. */
type Listen = (channel: string, hear: (payload: string) => void, onlisten: () => void) => Promise<unknown>;

/**
 * Who wants to know when something of a person has changed, in this process; all instances of one database hear of it.
 * Each topic is listened to from its first watcher on, all by one connection beside the pool, which serves everybody.
 */
export class Hub {
  readonly #listen: Listen;
  readonly #limits: typeof LIMITS;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #counts = { access: 0, notifications: 0 };
  readonly #heard = new Set<Topic>();
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
    return this.#counts.access + this.#counts.notifications;
  }

  /**
   * Calls `wake` whenever something of this person may have changed: what it was is for the watcher to look up. It is also
   * called after a connection to the database was lost, since what was said meanwhile is gone, and when the hub closes.
   * @param also what else wakes; it is counted by `topic` alone
   * @returns how to stop; calling it again does nothing
   * @throws RATE_LIMITED beyond five of one person, or a thousand, for a topic in this process; UNAVAILABLE when the hub is closed
   */
  watch(userId: string, wake: Wake, topic: Topic = 'access', also: readonly Topic[] = []): () => void {
    if (this.#isClosed) throw new DomainError('UNAVAILABLE', { retryAfter: 2 });
    const theirs = this.#watchers.get(userId) ?? new Set();
    const alike = [...theirs].filter(({ topics }) => topics[0] === topic).length;
    if (alike >= this.#limits.perPerson || this.#counts[topic] >= this.#limits.inAll)
      throw new DomainError('RATE_LIMITED', { retryAfter: 60 });
    const watcher = { userId, topics: [topic, ...also], wake };
    this.#watchers.set(userId, theirs.add(watcher));
    this.#counts[topic] += 1;
    for (const each of watcher.topics) this.#begin(each);
    return () => this.#leave(watcher, topic);
  }

  /** Wakes everybody a last time, and nobody any more. The connection ends with the pool. */
  close(): void {
    this.#isClosed = true;
    for (const { wake } of this.#everybody()) wake();
  }

  #begin(topic: Topic) {
    if (this.#heard.has(topic)) return;
    this.#heard.add(topic);
    // It outlives the request that happened to be first, and its statements are not of that request.
    withoutRecording(() => {
      this.#listen(
        CHANNELS[topic],
        (userIds) => this.#wake(topic, userIds.split(',')),
        () => this.#wakeEverybody(topic),
      ).catch(() => {
        // The pool has ended; whoever comes next may try again.
        this.#heard.delete(topic);
      });
    });
  }

  #wake(topic: Topic, userIds: string[]) {
    if (this.#isClosed) return;
    for (const userId of userIds)
      for (const { topics, wake } of this.#watchers.get(userId) ?? []) if (topics.includes(topic)) wake();
  }

  /** Not all at the same moment: each of them asks the database something, which is only just back. */
  #wakeEverybody(topic: Topic) {
    const all = this.#everybody().filter(({ topics }) => topics.includes(topic));
    for (const { wake } of all) setTimeout(wake, Math.random() * all.length * APART_MS).unref();
  }

  #everybody() {
    return [...this.#watchers.values()].flatMap((theirs) => [...theirs]);
  }

  #leave(watcher: Watcher, topic: Topic) {
    const theirs = this.#watchers.get(watcher.userId);
    if (!theirs?.delete(watcher)) return;
    this.#counts[topic] -= 1;
    if (theirs.size === 0) this.#watchers.delete(watcher.userId);
  }
}
