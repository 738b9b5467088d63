import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@/server/log';
import { Bell } from './bell';
import type { Hub, Topic } from './hub';

/** Milliseconds. That a session has expired is nobody's change, so nothing tells of it. */
const LOOK_EVERY_MS = 60_000;
/** While the database is away. */
const TRY_AGAIN_MS = 5_000;
/** What happens within it is one message. */
const TOGETHER_MS = 100;

/** Who follows, and by which session. */
export interface Following {
  live: Hub;
  userId: string;
  sessionId: string;
  /** Of the request that reads. */
  signal: AbortSignal | undefined;
  log: Log;
  lookEvery?: number;
}

/** What was found: a message, or nothing worth one; after the last message nothing comes. */
interface Found<Message> {
  message?: Message;
  isLast?: true;
}

interface What<Message> {
  topic: Topic;
  also?: readonly Topic[];
  /** Looks how things are. `changed`: that has to be told. */
  look: (changed: boolean) => Promise<Found<Message>>;
}

/**
 * Tells a person whenever something of theirs may have changed, until the session that asks has ended, which is the last
 * message. The first one comes at once: what changed before nobody was told. It ends without a word when the reader goes or
 * the process stops. Between messages it holds a place in the hub, and neither a connection nor a transaction.
 * @throws RATE_LIMITED UNAVAILABLE before the first message, as `Hub.watch` does
 */
export function follow<Message>(following: Following, what: What<Message>): AsyncGenerator<Message, void> {
  const { live, userId, signal } = following;
  const bell = new Bell();
  const stopWatching = live.watch(userId, () => bell.ring(), what.topic, what.also);
  const leave = () => {
    stopWatching();
    signal?.removeEventListener('abort', leave);
    bell.ring();
  };
  // A generator that was never begun ends without its `finally`, and one that waits hears of nothing else.
  signal?.addEventListener('abort', leave);
  if (signal?.aborted) leave();
  return messages({ ...following, ...what, bell, leave });
}

async function* messages<Message>({
  live,
  signal,
  log,
  lookEvery = LOOK_EVERY_MS,
  look,
  bell,
  leave,
}: Following & What<Message> & { bell: Bell; leave: () => void }): AsyncGenerator<Message, void> {
  const isOver = () => signal?.aborted === true || live.isClosed;
  try {
    let changed = true;
    while (!isOver()) {
      const found: Found<Message> | undefined = await look(changed).catch((error) => {
        log.warn({ error }, 'session not looked up');
        return undefined;
      });
      if (isOver()) return;
      if (found?.message !== undefined) yield found.message;
      if (found?.isLast) return;
      // What could not be looked up is still to be told.
      const rung = await bell.rungWithin(found ? lookEvery : TRY_AGAIN_MS);
      changed = rung || (changed && !found);
      if (changed && !isOver()) await sleep(TOGETHER_MS);
    }
  } finally {
    leave();
  }
}
