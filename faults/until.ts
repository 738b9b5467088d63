import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until it is so.
 * @param given.since from when it is counted (of performance.now), now unless given
 * @returns how many milliseconds that took; undefined when `limit` of them were over before
 */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  given: { limit: number; every?: number; since?: number },
): Promise<number | undefined> {
  const { limit, every = 20, since = performance.now() } = given;
  while (!(await isSo())) {
    if (performance.now() - since > limit) return undefined;
    await sleep(every);
  }
  return performance.now() - since;
}
