import { TRPCError } from '@trpc/server';
import { REASONS, type Reason } from '@/server/reasons';
import type { Caller } from '@/server/router';
import { errorFacts } from '@/server/trpc';

/** Reasons that say that something is wrong with us: while nothing is, no input may bring them about. */
const OURS: Reason[] = ['INTERNAL', 'UNAVAILABLE', 'UNCERTAIN', 'BUSY'];

/**
 * Calls a procedure by its path with whatever it is to be given.
 * @returns what is wrong with how it was answered: nothing when it did its work or refused for a reason that is the asker's
 */
export async function faultOf(api: Caller, path: string, input: unknown): Promise<string | undefined> {
  try {
    await leave(await call(api, path, input));
    return undefined;
  } catch (error) {
    if (!(error instanceof TRPCError)) return `threw past every middleware: ${describe(error)}`;
    const { reason } = errorFacts(error);
    if (OURS.includes(reason)) return `${reason}: ${describe(error.cause ?? error)}`;
    if (REASONS[reason] !== error.code) return `${reason} came as ${error.code}`;
    return undefined;
  }
}

async function call(api: Caller, path: string, input: unknown): Promise<unknown> {
  const procedure = path.split('.').reduce((node: unknown, name) => Reflect.get(Object(node), name), api);
  if (typeof procedure !== 'function') throw new Error(`${path} cannot be called`);
  return Reflect.apply(procedure, undefined, [input]);
}

/** A stream is read to its first message and left. */
async function leave(answer: unknown) {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return;
  const open: unknown = Reflect.get(answer, Symbol.asyncIterator);
  if (typeof open !== 'function') return;
  const iterator: AsyncIterator<unknown> = Reflect.apply(open, answer, []);
  await iterator.return?.();
}

/** The error and what caused it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` < ${describe(error.cause)}`;
  return `${error.message.slice(0, 300)}${cause}`;
}
