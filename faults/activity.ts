import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from './fault';

/** Something that people go on doing while the app is hurt. */
export interface Activity {
  /** Lets go on whoever is in the middle of it, and ends. */
  stop(): Promise<void>;
  /** What came of it, once it has ended and the app works. */
  finding(): Promise<Finding>;
}

/** Does each of these again and again, side by side, until it is told to stop. */
export function goOn(works: (() => Promise<unknown>)[], { pause = 50 } = {}): () => Promise<void> {
  let isOver = false;
  const done = Promise.all(
    works.map(async (work) => {
      while (!isOver) {
        await work();
        await sleep(pause);
      }
    }),
  );
  return async () => {
    isOver = true;
    await done;
  };
}
