import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the production build. */
export interface RunningProcess {
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Sends SIGTERM, or another; resolves to the exit code once it and whatever it started has gone. May be called again. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** As `kill -9` would: it has no time to end what it started. */
  kill(): Promise<void>;
}

/** The production build, running as a person would run it. */
export interface RunningApp extends RunningProcess {
  /** Where its own links lead: http://localhost:<port> in demo mode. */
  url: string;
  port: number;
  dataDir: string;
}

interface Start {
  /** Its own embedded database unless given. */
  databaseUrl?: string;
  dataDir: string;
  /** Over demo mode's: `APP_URL` and the like. */
  env?: Record<string, string>;
}

/** In milliseconds. */
const START_LIMIT = 120_000;

/**
 * Starts the app and resolves once it says that it is ready. It sees nothing of our environment but what is given.
 */
export async function startApp(given: Start): Promise<RunningApp> {
  const port = await findFreePort();
  const env = { PORT: `${port}`, ...given.env };
  const { running, said } = await start({ ...given, env }, 'start');
  return { ...running, url: said, port, dataDir: given.dataDir };
}

/** Starts the worker of its own, in the same way. */
export async function startWorker(given: Start): Promise<RunningProcess> {
  return (await start(given, 'worker-process')).running;
}

async function start(given: Start, entry: string): Promise<{ running: RunningProcess; said: string }> {
  const { child, group, exited, output, killAll } = launch(given, entry);
  const said = await Promise.race([
    readyLine(child.stdout, output),
    exited.then(() => Promise.reject(new Error(`it ended instead of starting:\n${output()}`))),
    sleep(START_LIMIT, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`not ready after ${START_LIMIT} ms:\n${output()}`)),
    ),
  ]).catch((error) => {
    killAll();
    throw error;
  });
  const running = {
    pid: group,
    output,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      if (isAlive(group)) throw new Error('it left processes behind');
      return child.exitCode;
    },
  };
  return { running, said };
}

/** Starts the app where it cannot start. @returns its exit code, and everything it printed */
export async function failToStart(given: Start): Promise<{ code: number | null; output: string }> {
  const { child, group, exited, output } = launch(given, 'start');
  await exited;
  if (isAlive(group)) throw new Error('the app left processes behind');
  return { code: child.exitCode, output: output() };
}

function launch({ databaseUrl, dataDir, env }: Start, entry: string) {
  const child = spawn(process.execPath, ['--enable-source-maps', `dist/${entry}.js`], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that we can ask whether anything of it is left.
    detached: true,
  });
  const group = child.pid;
  if (group === undefined) throw new Error('it could not be run');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const killAll = () => isAlive(group) && process.kill(-group, 'SIGKILL');
  process.once('exit', killAll);
  const exited = once(child, 'exit').finally(() => process.off('exit', killAll));
  return { child, group, exited, output: () => output, killAll };
}

function readyLine(stdout: NodeJS.ReadableStream, output: () => string) {
  return new Promise<string>((resolve) => {
    const look = () => {
      const said = /^Ready: (.+)\n/m.exec(output())?.[1];
      if (said === undefined) return;
      stdout.off('data', look);
      resolve(said);
    };
    stdout.on('data', look);
  });
}

/** Whether any process of the group is left. */
function isAlive(group: number) {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** A port of this machine that nobody has right now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
