import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { bundleChild } from '@/server/testing/bundle-child';

/** `killed-server.ts` as one file. */
export function bundleServer(): Promise<string> {
  return bundleChild('server/photos/testing/killed-server.ts');
}

/** Starts it. */
export async function startChildServer(outfile: string, given: { databaseUrl: string; dataDir: string }) {
  const child = fork(outfile, [given.databaseUrl, given.dataDir], { execArgv: [], serialization: 'json' });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const gone = once(child, 'exit');
  const [told] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(told);
  const ask = async (n: number | null) => {
    child.send(n ?? 'how often');
    const [answer] = await once(child, 'message');
    return z.object({ steps: z.number() }).parse(answer).steps;
  };
  return {
    port,
    /** From now on, the nth time is its last. */
    killAt: (n: number) => ask(n),
    steps: () => ask(null),
    gone,
    async kill() {
      process.off('exit', abandon);
      child.kill('SIGKILL');
      await gone;
    },
  };
}
