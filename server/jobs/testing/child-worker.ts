import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A worker in a process of its own that takes a job and never ends it. */
export interface ChildWorker {
  process: ChildProcess;
  /** Settles when it has taken a job. */
  taken: Promise<unknown>;
  /** SIGKILL: it has no chance to give anything back. */
  kill(): Promise<void>;
}

/** Starts a script that is a worker. */
export async function startChildWorker(
  databaseUrl: string,
  script = 'server/jobs/testing/killed-worker.ts',
): Promise<ChildWorker> {
  const outfile = await bundled(script);
  const child = spawn(process.execPath, [outfile, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  return {
    process: child,
    taken: once(createInterface(child.stdout), 'line'),
    kill: async () => {
      process.off('exit', abandon);
      if (child.signalCode) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const bundles = new Map<string, Promise<string>>();

/** The script as one file, made once. */
function bundled(script: string): Promise<string> {
  const made = bundles.get(script) ?? bundle(script);
  bundles.set(script, made);
  return made;
}

async function bundle(script: string) {
  // Inside node_modules, so that the packages are found from there.
  const directory = `${root}node_modules/.cache/foyer-tests`;
  await mkdir(directory, { recursive: true });
  const outfile = `${directory}/${script.replaceAll('/', '-')}-${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: [script],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'error',
  });
  return outfile;
}
