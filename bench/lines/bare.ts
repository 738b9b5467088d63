import { z } from 'zod';
import { startChild } from '@/bench/child';
import type { Statement } from '@/db/recorder';

/** What the bare server does for a request: `/n` is the n-th of the recordings. */
export const Bare = z.object({
  databaseUrl: z.string(),
  /** The statements of each visit, with their parameters as they were handed to the driver. */
  recordings: z.array(z.array(z.object({ text: z.string(), parameters: z.array(z.unknown()) }))),
  /** In one transaction. */
  writes: z.boolean(),
  /** Of the body that it answers with. */
  bytes: z.number(),
});

const Listening = z.object({ port: z.number() });

/**
 * Starts the limit of a line: node:http and postgres.js with the statements that the app sends, prepared, and an answer of the
 * same length; nothing of the app around them. @returns its port; asked again it does something else
 */
export function startBare() {
  const child = startChild('bare-line');
  return async (bare: {
    databaseUrl: string;
    recordings: Statement[][];
    writes: boolean;
    bytes: number;
  }): Promise<number> => Listening.parse(await child.ask(bare)).port;
}
