import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '@/db/start-error';
import { readEnvironment } from './env';

/** Milliseconds after which a process that was told to stop goes anyway; those in which it leaves come on top. */
const STOP_LIMIT = 14_000;
/** Milliseconds within which two signals are one. */
const SAME_SIGNAL = 1000;

export interface Running {
  /** Says what is being done and how long it took. */
  step<T>(words: string, work: () => Promise<T>): Promise<T>;
  /** What to undo at the end; the last begun is the first to stop. */
  onStop(undo: () => Promise<void>): void;
  /** What comes before that end where nobody waits for it, so on SIGTERM alone. */
  onLeave(leaving: Leaving): void;
}

/** How a process tells whoever sends it work that it is about to go. */
interface Leaving {
  tell(): void;
  /** For so many after that it works on as before, so that they hear of it and turn to others. */
  milliseconds: number;
}

/**
 * Runs a process until it is told to stop (SIGINT, SIGTERM), then ends what it began, in reverse order and within
 * a limit. What stops a start is told in its own sentence, without a stack, and the exit code is 1.
 *
 * SIGTERM comes from whatever runs processes, which lets it leave first; SIGINT (Ctrl-C) from somebody who waits. While it leaves
 * another signal of either kind ends that at once; one after that ends the process.
 */
export async function runProcess(begin: (running: Running) => Promise<void>) {
  const undo: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= unwind(undo));
  let way: Leaving | undefined;
  let hurry: AbortController | undefined;
  const end = async (leaving: Leaving | undefined) => {
    setTimeout(() => process.exit(1), STOP_LIMIT + (leaving?.milliseconds ?? 0)).unref();
    if (leaving) {
      hurry = new AbortController();
      leaving.tell();
      await sleep(leaving.milliseconds, undefined, { signal: hurry.signal }).catch(() => undefined);
    }
    await stop();
    process.exit(0);
  };

  let asked = Number.NEGATIVE_INFINITY;
  const onSignal = (signal: NodeJS.Signals) => {
    // A second Ctrl-C is meant; the same one may arrive twice, from the terminal and from npm.
    if (performance.now() - asked < SAME_SIGNAL) return;
    asked = performance.now();
    if (stopping) process.exit(1);
    if (hurry) return hurry.abort();
    void end(signal === 'SIGTERM' ? way : undefined);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  try {
    await begin({
      step,
      onStop: (action) => undo.push(action),
      onLeave: (leaving) => {
        way = leaving;
      },
    });
  } catch (error) {
    if (stopping) return;
    await stop();
    process.stderr.write(`\n${error instanceof StartError ? error.message : unforeseen(error)}\n`);
    process.exit(1);
  }
}

/**
 * Runs one command of the command line against the database and prints what it answers. The words are those after
 * the command's own name; `scripts/run.mjs` has seen to it that there is a database.
 */
export async function runCommand(
  command: (given: { databaseUrl: string; words: string[] }) => Promise<string>,
) {
  try {
    const { DATABASE_URL: databaseUrl } = readEnvironment();
    if (!databaseUrl) throw new StartError('There is no database: start Foyer first, or set DATABASE_URL.');
    process.stdout.write(`${await command({ databaseUrl, words: process.argv.slice(2) })}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof StartError ? error.message : unforeseen(error)}\n`);
    process.exitCode = 1;
  }
}

async function unwind(undo: (() => Promise<void>)[]) {
  for (let action = undo.pop(); action; action = undo.pop()) {
    await action().catch((error) => process.stderr.write(`While stopping: ${unforeseen(error)}\n`));
  }
}

async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  process.stdout.write(`${words} … ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  return result;
}

/** A fault nobody foresaw: here a stack helps, since there is no sentence that would. */
function unforeseen(error: unknown) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
