import { DomainError } from '@/server/errors';

/** Images that are decoded at once: one takes up to some hundred megabytes, and hashes want the same threads. */
const AT_ONCE = 2;
/** Those that wait for it: the last of them for some half a minute. */
const IN_LINE = 200;

const gate = { running: 0, waiting: [] as (() => void)[] };

/** Does a piece of work on an image when it is its turn. @throws BUSY when too many wait already */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (gate.waiting.length >= IN_LINE) throw new DomainError('BUSY', { retryAfter: 5 });
  if (gate.running >= AT_ONCE) await new Promise<void>((resolve) => gate.waiting.push(resolve));
  else gate.running++;
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.running--;
  }
}
