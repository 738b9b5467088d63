import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bundleChild } from '@/server/testing/bundle-child';

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
  const made = bundles.get(script) ?? bundleChild(script);
  bundles.set(script, made);
  return made;
}
