import { z } from 'zod';
import { appRouter } from '@/server/router';
import { callerThrough } from '@/server/testing/caller-through';
import type { Example } from '@/server/testing/procedures/procedure';

const Definition = z.object({ inputs: z.array(z.unknown()) });

/** The schema of what a procedure takes; undefined where it takes nothing. */
export function schemaOf(path: string): z.ZodType | undefined {
  const procedure: unknown = Object.entries(appRouter._def.procedures).find(([name]) => name === path)?.[1];
  const { inputs } = Definition.parse(Reflect.get(Object(procedure), '_def'));
  const schemas = inputs.map((input) => z.instanceof(z.ZodType).parse(input));
  if (schemas.length > 1) throw new Error(`${path} has several schemas; write here how they add up`);
  return schemas[0];
}

/** What an example that works would send, without sending it. */
export async function inputOf(example: Example, path: string): Promise<unknown> {
  const sent: { path: string; input: unknown }[] = [];
  // What reads its answer finds nothing there; by then we know what was asked.
  const note = async (called: string, input: unknown) => void sent.push({ path: called, input });
  await example.call(callerThrough(note)).catch(() => undefined);
  const call = sent.findLast((each) => each.path === path);
  if (!call) throw new Error(`the example of ${path} does not call it`);
  return call.input;
}

/** The texts in an input, wherever they stand. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
