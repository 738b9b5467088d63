import { Agent } from 'node:http';
import type { z } from 'zod';
import { answerQuestions } from '@/bench/child';
import { PEOPLE } from '@/bench/people';
import { percentile } from '@/bench/rounds';
import { type LoadResult, Order } from './load';
import { beginProof, VISITS } from './visits';
import { openWire } from './wire';

/** So many sign-ins on each connection have their address before the clock runs, where the password alone is timed. */
const BEGUN = 100;

type Connection = Awaited<ReturnType<typeof connect>>;
/** The next visit; none when all that was begun is done. */
type Next = () => (() => Promise<unknown>) | undefined;

let visitors = 0;

answerQuestions((question) => run(Order.parse(question)));

async function run(order: z.output<typeof Order>): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: order.connections }, () => connect(order.port)));
  try {
    return await timed(order.seconds, await Promise.all(connections.map((it) => queueOf(order, it))));
  } finally {
    for (const { agent, wire } of connections) {
      agent.destroy();
      wire.close();
    }
  }
}

async function connect(port: number) {
  return { agent: new Agent({ keepAlive: true, maxSockets: 1 }), wire: await openWire(port) };
}

async function queueOf(order: z.output<typeof Order>, connection: Connection): Promise<Next> {
  const { port, path, bearers } = order;
  const visitor = () => ({ ...connection, port, path, bearers, n: visitors++ % PEOPLE });
  if (order.visit !== 'password') {
    const visit = VISITS[order.visit];
    return () => () => visit(visitor());
  }
  const begun: (() => Promise<unknown>)[] = [];
  while (begun.length < BEGUN) begun.push(await beginProof(visitor()));
  return () => begun.pop();
}

async function timed(seconds: number, queues: Next[]): Promise<LoadResult> {
  const durations: number[] = [];
  const begun = performance.now();
  const browse = async (next: Next) => {
    for (let visit = next(); visit && performance.now() - begun < seconds * 1000; visit = next()) {
      const start = performance.now();
      await visit();
      durations.push(performance.now() - start);
    }
  };
  await Promise.all(queues.map(browse));
  const rate = durations.length / ((performance.now() - begun) / 1000);
  return { rate, p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
}
