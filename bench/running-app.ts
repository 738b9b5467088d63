import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '@/scripts/steps.mjs';
import { atEnd } from './at-end';

/** The built app in a process of its own. */
export interface RunningApp {
  port: number;
  /** Of its processes. */
  group: number;
  /** From the command to the line that says Ready. */
  secondsToReady: number;
  /** As Ctrl-C would; resolves once everything it started has gone. May be called again. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;

/**
 * Starts the built app in demo mode and resolves at its Ready. It sees nothing of our environment.
 * @param given.command the server itself unless given
 * @param given.databaseUrl its own embedded database unless given
 * @throws with all that it printed when it does not come up
 */
export async function startApp(given: {
  command?: [string, ...string[]];
  dataDir: string;
  databaseUrl?: string;
  env?: Record<string, string>;
}): Promise<RunningApp> {
  const [program, ...words] = given.command ?? [process.execPath, join(root, 'dist', 'start.js')];
  const port = await findFreePort();
  const begun = performance.now();
  const child = spawn(program, words, {
    cwd: root,
    env: {
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: homedir(),
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: given.dataDir,
      ...(given.databaseUrl !== undefined && { DATABASE_URL: given.databaseUrl }),
      ...given.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a signal reaches what npm started as well.
    detached: true,
  });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopGroup(child));
  atEnd(stop);
  await untilReady(child);
  if (child.pid === undefined) throw new Error('a process that is ready has an id');
  return { port, group: child.pid, secondsToReady: (performance.now() - begun) / 1000, stop };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const streams = [child.stdout, child.stderr];
    let output = '';
    const fail = (what: string) => reject(new Error(`the app ${what}:\n${output}`));
    const limit = setTimeout(fail, START_LIMIT_MS, `was not ready after ${START_LIMIT_MS} ms`);
    for (const stream of streams) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (!/^Ready: /m.test(output)) return;
        clearTimeout(limit);
        // From here on its log is only drained: it would cost the processors that are measured.
        for (const each of streams) each?.removeAllListeners('data').resume();
        resolve();
      });
    }
    child.once('error', (error) => fail(`could not be run (${error.message})`));
    child.once('exit', () => fail('ended instead of starting'));
  });
}

async function stopGroup({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined || !isAlive(pid)) return;
  process.kill(-pid, 'SIGTERM');
  while (isAlive(pid)) await sleep(20);
}

/** Whether any process of the group is left. */
function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
