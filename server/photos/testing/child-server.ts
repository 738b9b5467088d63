import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `killed-server.ts` as one file. */
export async function bundleServer(): Promise<string> {
  // Inside node_modules, so that the packages are found from there.
  const directory = `${root}node_modules/.cache/foyer-tests`;
  await mkdir(directory, { recursive: true });
  const outfile = `${directory}/killed-server-${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: ['server/photos/testing/killed-server.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
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
