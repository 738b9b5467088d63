import type { Database } from '@/db/client';
import { findQueue, type QueueFigures } from './queries';

/** In milliseconds. */
interface Times {
  /** For an answer of the database: whoever reads metrics waits some seconds at most. */
  patience: number;
  /** As long is what was found told again, and longer after a statement that took long. */
  keep: number;
}

const TIMES: Times = { patience: 4_000, keep: 20_000 };
/** The statement reads the whole queue. So many times as long as it took it is not sent again: a fiftieth of the time is what it may cost. */
const REST = 50;

/**
 * Asks how the queue stands, one question at a time and none more often than the metrics need; it never rejects.
 * @returns undefined when the database does not answer in time
 */
export function lookAtQueue(db: Database, times: Times = TIMES): () => Promise<QueueFigures | undefined> {
  let known: { figures: QueueFigures; until: number } | undefined;
  let asking: Promise<QueueFigures | undefined> | undefined;
  const ask = async () => {
    const begun = performance.now();
    try {
      const figures = await findQueue(db);
      const answered = performance.now();
      known = { figures, until: answered + Math.max(times.keep, REST * (answered - begun)) };
      return figures;
    } catch {
      return undefined;
    } finally {
      asking = undefined;
    }
  };
  return async () => {
    if (known && performance.now() < known.until) return known.figures;
    // What is still under way from last time is waited for, and not asked a second time.
    asking ??= ask();
    return inTime(asking, times.patience);
  };
}

async function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
