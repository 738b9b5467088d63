import { z } from 'zod';
import { startChild } from '@/bench/child';

/** What one visit is: `read` asks for one address, `readByToken` does as an app, `prove` ends on a ticket, `password` does so from an address typed before, `signIn` and its patient kind on a session. */
export const Order = z.object({
  visit: z.enum(['read', 'readByToken', 'prove', 'password', 'signIn', 'signInPatiently']),
  port: z.number(),
  /** What `read` asks for. */
  path: z.string().default('/api/trpc/profile.me'),
  /** The access tokens that `readByToken` shows. */
  bearers: z.array(z.string()).default([]),
  connections: z.number(),
  seconds: z.number(),
});

/** How many visits a second, and milliseconds that the middle one and the slowest of a hundred took. */
export const Result = z.object({ rate: z.number(), p50: z.number(), p99: z.number() });

export type LoadResult = z.infer<typeof Result>;

export interface Load {
  /**
   * So many browsers that visit one after the other, each on its own kept-alive connection, on this machine.
   * @throws when a visit fails: what answers with errors is quick, and its figures mean nothing
   */
  run(order: z.input<typeof Order>): Promise<LoadResult>;
}

/** Starts the process that makes the load, apart from what measures and what is measured. */
export function startLoad(): Load {
  const child = startChild('load-process');
  return { run: async (order) => Result.parse(await child.ask(order)) };
}
