import { TRPCError } from '@trpc/server';
import { REASONS } from '@/server/reasons';
import { errorFacts } from '@/server/trpc';

/**
 * What a refused call tells the outside: its reason and what belongs to it. Throws when the call was not refused,
 * or under another tRPC code than its reason's.
 */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TRPCError)) throw new Error('the call was not refused', { cause: error });
  const facts = errorFacts(error);
  if (REASONS[facts.reason] !== error.code) throw new Error(`${facts.reason} came as ${error.code}`);
  return facts;
}
