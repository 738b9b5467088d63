import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Undo = () => Promise<unknown>;

/** What a fault stands on: places for its files, and an end that leaves nothing behind. */
export interface Ground {
  /** The small version, for `npm test`: the same, fewer times. */
  small: boolean;
  /** To be undone after the fault, however it ended; the last begun is the first to go. */
  onEnd(undo: Undo): void;
  /** A directory that PostgreSQL may pass through, gone at the end. */
  directory(): Promise<string>;
  /** What is being done, for whoever watches. */
  say(line: string): void;
}

const everywhere = new Set<Undo[]>();

/** Does `work` on a ground of its own. @throws what it throws, or what did not end as it should */
export async function onGround<T>(
  given: { small: boolean; say: (line: string) => void },
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  const undo: Undo[] = [];
  everywhere.add(undo);
  const ground: Ground = {
    ...given,
    onEnd: (action) => undo.push(action),
    async directory() {
      const directory = await mkdtemp(join(tmpdir(), 'foyer-faults-'));
      undo.push(() => rm(directory, { recursive: true, force: true }));
      await chmod(directory, 0o711);
      return directory;
    },
  };
  try {
    const result = await work(ground);
    const [failure] = await unwind(undo);
    if (failure !== undefined) throw failure;
    return result;
  } finally {
    await unwind(undo);
    everywhere.delete(undo);
  }
}

/** Leaves nothing behind when the run is ended by a signal. */
export function endOnSignal() {
  const stop = () => void Promise.all([...everywhere].map(unwind)).finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** @returns what did not end as it should */
async function unwind(undo: Undo[]): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (let action = undo.pop(); action; action = undo.pop())
    await action().catch((error: unknown) => failures.push(error));
  return failures;
}
