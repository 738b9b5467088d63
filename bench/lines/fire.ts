import { z } from 'zod';
import { type Child, startChild } from '@/bench/child';

/** Requests that were made ready, and how they are sent. */
export const Order = z.object({
  port: z.number(),
  /** As they go over the line, a byte each character. */
  requests: z.array(z.string()).min(1),
  connections: z.number(),
  /** Begun anew at their end, until the time is over; else each is sent once, as long as there is time. */
  again: z.boolean(),
  seconds: z.number(),
  /** What every answer holds. */
  wanted: z.string(),
});

/** Answers a second, milliseconds that the middle one and the slowest of a hundred took, and bytes of the body of the first. */
export const Fired = z.object({
  rate: z.number(),
  p50: z.number(),
  p99: z.number(),
  answers: z.number(),
  bytes: z.number(),
});
export type Fired = z.infer<typeof Fired>;

export interface Fire {
  /**
   * Sends requests to this machine, each connection one after the other.
   * @throws when one is not answered with 200 and what is wanted: what answers with errors is quick, and its figures mean nothing
   */
  run(order: z.input<typeof Order>): Promise<Fired>;
}

/** Starts the process that sends, apart from what measures and what is measured. */
export function startFire(): Fire {
  const child: Child = startChild('fire');
  return { run: async (order) => Fired.parse(await child.ask(order)) };
}
