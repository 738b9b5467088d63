import { Agent } from 'node:http';
import type { z } from 'zod';
import { answerQuestions } from '@/bench/child';
import { PEOPLE } from '@/bench/people';
import { percentile } from '@/bench/rounds';
import { type LoadResult, Order } from './load';
import { VISITS } from './visits';

let visitors = 0;

answerQuestions((question) => run(Order.parse(question)));

async function run(order: z.output<typeof Order>): Promise<LoadResult> {
  const { connections, seconds, bearers } = order;
  const visit = VISITS[order.visit];
  const durations: number[] = [];
  const begun = performance.now();
  const browse = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      while (performance.now() - begun < seconds * 1000) {
        const start = performance.now();
        await visit({ agent, port: order.port, path: order.path, bearers, n: visitors++ % PEOPLE });
        durations.push(performance.now() - start);
      }
    } finally {
      agent.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, browse));
  const rate = durations.length / ((performance.now() - begun) / 1000);
  return { rate, p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
}
