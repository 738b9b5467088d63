import { AsyncLocalStorage } from 'node:async_hooks';
import { currentPlace, type Place } from './places';

/** One statement as it was handed to a connection. BEGIN, SAVEPOINT, COMMIT and ROLLBACK do not appear. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** From the hand-over to the answer, in milliseconds; 0 until the answer is there. */
  readonly durationMs: number;
  /** Rows returned or changed; 0 for one that failed, is under way or runs through a cursor. */
  readonly rows: number;
  /** Where it was made, in development. */
  readonly place?: Place | undefined;
}

interface Recording {
  readonly statements: Statement[];
  readonly outer: Recording | undefined;
  open: boolean;
}

/** How a statement ended: `error` when it failed. */
export interface StatementEnd {
  rows: number;
  error?: unknown;
}

/** Told of each statement as it goes out; gives what is called at its end, where it is to be told of that. */
export type StatementTracer = (
  describe: () => Pick<Statement, 'text' | 'parameters'>,
) => ((end: StatementEnd) => void) | undefined;

declare global {
  // Next bundles a copy of this module of its own: all copies must share one store.
  var foyerStatementRecorder: AsyncLocalStorage<Recording | undefined> | undefined;
  var foyerStatementTracer: StatementTracer | undefined;
}

globalThis.foyerStatementRecorder ??= new AsyncLocalStorage();
const storage = globalThis.foyerStatementRecorder;

/**
 * Runs `work` and gives its result with the statements that it sent through any of our pools, in the order in
 * which they went out. A recording within a recording counts in both. Rejects as `work` does; see recordInto.
 */
export async function recordStatements<T>(
  work: () => Promise<T>,
): Promise<{ result: T; statements: Statement[] }> {
  const statements: Statement[] = [];
  const result = await recordInto(statements, work);
  return { result, statements };
}

/** As recordStatements, into a list of the caller's, which holds what was sent even when `work` throws. */
export function recordInto<T>(statements: Statement[], work: () => Promise<T>): Promise<T> {
  const recording: Recording = { statements, outer: storage.getStore(), open: true };
  return storage.run(recording, async () => {
    try {
      return await work();
    } finally {
      // What outlives the work (a timer, a connection) keeps its context: it must not fill the list for ever.
      recording.open = false;
    }
  });
}

/** Runs `work` outside every recording. */
export function withoutRecording<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** From here on tells of every statement of this process; of none any more without a tracer. */
export function traceStatements(tracer: StatementTracer | undefined): void {
  globalThis.foyerStatementTracer = tracer;
}

/**
 * Notes a statement in the recordings of this async context, and tells the tracer, as it goes out. `describe` is asked only when there is
 * one, and again at the answer: a tagged template has its text only once it is built.
 *
 * @returns what to call with its end; undefined when nobody wants to know
 */
export function noteStatement(
  describe: () => Pick<Statement, 'text' | 'parameters'>,
): ((end: StatementEnd) => void) | undefined {
  const recorded = record(describe);
  const traced = globalThis.foyerStatementTracer?.(describe);
  if (!traced) return recorded;
  return (end) => {
    recorded?.(end);
    traced(end);
  };
}

function record(describe: () => Pick<Statement, 'text' | 'parameters'>) {
  const active = storage.getStore();
  if (!active) return undefined;
  const startedAt = performance.now();
  const place = currentPlace();
  const statement: Statement = { ...describe(), durationMs: 0, rows: 0, ...(place && { place }) };
  for (let recording: Recording | undefined = active; recording; recording = recording.outer) {
    if (recording.open) recording.statements.push(statement);
  }
  return ({ rows }: StatementEnd) => {
    Object.assign(statement, describe(), { durationMs: performance.now() - startedAt, rows });
  };
}
