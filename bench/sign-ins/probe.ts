import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '@/bench/load/ask';

const EVERY_MS = 20;

/** Does `work` and asks the app meanwhile, again and again, whether it lives: the milliseconds that each answer took. */
export async function whileProbing<T>(
  port: number,
  work: () => Promise<T>,
): Promise<{ result: T; waits: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const waits: number[] = [];
  const probe = async (done: AbortSignal) => {
    while (!done.aborted) {
      const begun = performance.now();
      await ask({ agent, port, path: '/api/health/live' });
      waits.push(performance.now() - begun);
      await sleep(EVERY_MS);
    }
  };
  const done = new AbortController();
  const probing = probe(done.signal);
  try {
    return { result: await work(), waits };
  } finally {
    done.abort();
    await probing;
    agent.destroy();
  }
}
