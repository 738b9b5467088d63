import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/db/client';
import type { Log } from '@/server/log';
import { Bell } from './bell';
import type { Hub } from './hub';
import { isSessionLive } from './queries';

/** Milliseconds. That a session has expired is nobody's change, so nothing tells of it. */
const LOOK_EVERY_MS = 60_000;
/** While the database is away. */
const TRY_AGAIN_MS = 5_000;
/** What happens within it is one message. */
const TOGETHER_MS = 100;

/** Something of what is signed in for this person has changed, or this session has ended. What it was is not told. */
export interface AccessChange {
  kind: 'changed' | 'ended';
}

interface Following {
  live: Hub;
  userId: string;
  sessionId: string;
  /** Of the request that reads. */
  signal: AbortSignal | undefined;
  log: Log;
  lookEvery?: number;
}

/**
 * Tells whenever something is signed in or out for a person, until the session that asks has ended, which is the last
 * message. The first one comes at once: what changed before nobody was told. It ends without a word when the reader goes or
 * the process stops. Between messages it holds a place in the hub, and neither a connection nor a transaction.
 * @throws RATE_LIMITED UNAVAILABLE before the first message, as `Hub.watch` does
 */
export function followAccess(db: Database, following: Following): AsyncGenerator<AccessChange, void> {
  const { live, userId, signal } = following;
  const bell = new Bell();
  const stopWatching = live.watch(userId, () => bell.ring());
  const leave = () => {
    stopWatching();
    signal?.removeEventListener('abort', leave);
    bell.ring();
  };
  // A generator that was never begun ends without its `finally`, and one that waits hears of nothing else.
  signal?.addEventListener('abort', leave);
  if (signal?.aborted) leave();
  return messages(db, { ...following, bell, leave });
}

async function* messages(
  db: Database,
  {
    live,
    sessionId,
    signal,
    log,
    lookEvery = LOOK_EVERY_MS,
    bell,
    leave,
  }: Following & { bell: Bell; leave: () => void },
): AsyncGenerator<AccessChange, void> {
  const isOver = () => signal?.aborted === true || live.isClosed;
  try {
    let changed = true;
    while (!isOver()) {
      const session = await lookUp(db, { sessionId, log });
      if (isOver()) return;
      if (session === 'ended') {
        yield { kind: 'ended' };
        return;
      }
      if (session === 'live' && changed) {
        yield { kind: 'changed' };
        changed = false;
      }
      // What could not be looked up is still to be told.
      changed = (await bell.rungWithin(session === 'live' ? lookEvery : TRY_AGAIN_MS)) || changed;
      if (changed && !isOver()) await sleep(TOGETHER_MS);
    }
  } finally {
    leave();
  }
}

async function lookUp(db: Database, { sessionId, log }: { sessionId: string; log: Log }) {
  try {
    return (await isSessionLive(db, { id: sessionId, now: new Date() })) ? 'live' : 'ended';
  } catch (error) {
    log.warn({ error }, 'session not looked up');
    return 'unknown';
  }
}
