import { DomainError } from '@/server/errors';

/** Those that wait for a turn: the last of them for some half a minute. */
const IN_LINE = 200;

/**
 * Does a piece of work on an image when it is its turn: one takes up to some hundred megabytes, and hashes want the same threads.
 * @throws BUSY when too many wait already
 */
export const inTurn = makeTurns(2);

/**
 * Puts a photo into the store when it is its turn: it holds a connection to the database meanwhile, and a slow cloud must not
 * hold them all. @throws BUSY when too many wait already
 */
export const inTurnToStore = makeTurns(4);

/** So many at once; whoever comes later waits in line. */
function makeTurns(atOnce: number) {
  const gate = { running: 0, waiting: [] as (() => void)[] };
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (gate.waiting.length >= IN_LINE) throw new DomainError('BUSY', { retryAfter: 5 });
    if (gate.running >= atOnce) await new Promise<void>((resolve) => gate.waiting.push(resolve));
    else gate.running++;
    try {
      return await work();
    } finally {
      const next = gate.waiting.shift();
      if (next) next();
      else gate.running--;
    }
  };
}
