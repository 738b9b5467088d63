import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of the heap of this process that are still in use, once all garbage is collected. */
export async function heapUsed(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  for (let round = 0; round < 5; round += 1) {
    if (typeof collect === 'function') collect();
    await setImmediate();
  }
  return process.memoryUsage().heapUsed;
}
