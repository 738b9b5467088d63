import { type ChildProcess, spawn } from 'node:child_process';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, StartError } from '@/db/start-error';
import { startOf } from '@/scripts/process-lock.mjs';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { bareEnvironment } from './cluster';
import { endPostmaster, readPidFile } from './leftovers';

/**
 * What a PostgreSQL needs to run. `fast` gives up durability: for tests, whose data nobody misses. `memory`: what it keeps of its
 * pages (`shared_buffers`), 128 MB unless given.
 */
export type LaunchPlan = {
  cluster: string;
  binaries: Binaries;
  account: Account | undefined;
  port: number;
  logFile: string;
  fast: boolean;
  memory?: string | undefined;
};

/** A running PostgreSQL. `ended` resolves when it has gone, however that came; `stop` ends it in order. */
export type Postmaster = { pid: number; started: string; ended: Promise<void>; stop: () => Promise<void> };

/** The port is somebody else's. */
export class PortTaken extends StartError {}

/** Processes of the PostgreSQL before this one have not gone yet. */
export class LeftoversAlive extends StartError {}

/**
 * Starts PostgreSQL and resolves once it takes connections, after a crash once it has recovered (120 s at most).
 * It gets a process group of its own: Ctrl-C reaches only us, and we drain before we stop it.
 */
export async function launch(plan: LaunchPlan): Promise<Postmaster> {
  const log = await openLog(plan.logFile);
  const { size } = await log.stat();
  const child = spawn(plan.binaries.postgres, ['-D', plan.cluster, ...settings(plan)], {
    ...plan.account,
    cwd: '/',
    env: bareEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let refusal = '';
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      refusal = `FATAL: ${error.message}`;
      resolve();
    });
  });
  await log.close();
  const started = child.pid === undefined ? undefined : startOf(child.pid);
  if (child.pid !== undefined && started !== undefined) {
    const mark = { pid: child.pid, started };
    if (await becomesReady(child, plan.cluster)) return { ...mark, ended, stop: () => endPostmaster(mark) };
    await endPostmaster(mark);
  }
  await ended;
  throw explain(refusal || (await readFile(plan.logFile)).subarray(size).toString('utf8'), plan);
}

function settings({ port, fast, memory }: LaunchPlan): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: fast ? 300 : 100,
    jit: 'off',
    ...(memory && { shared_buffers: memory }),
    // The log holds what happened, never what people typed: no statements, no details with the values of a key.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(fast ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
    ...(fast
      ? { wal_level: 'minimal', max_wal_senders: 0, checkpoint_timeout: '1h', max_wal_size: '4GB' }
      : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const deadline = Date.now() + 120_000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const lines = await readPidFile(cluster);
    // The eighth line is PostgreSQL's own word for pg_ctl, which waits for it in the same way.
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(10);
  }
  return false;
}

async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 10_000_000) await rename(file, `${file}.1`);
  try {
    return await open(file, 'a', 0o600);
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    // Left by a start as another account: the directory is ours, so it can go.
    await rm(file);
    return open(file, 'a', 0o600);
  }
}

function explain(output: string, { port, logFile, cluster }: LaunchPlan): StartError {
  if (/Address already in use/.test(output)) {
    return new PortTaken(
      `Port ${port} of this machine is taken: choose another for the database with DATABASE_PORT.`,
    );
  }
  if (/pre-existing shared memory block/.test(output)) {
    return new LeftoversAlive(
      `Processes of an earlier PostgreSQL still use ${cluster}: end them and start again.`,
    );
  }
  if (/No space left on device/.test(output)) {
    return new StartError(`The disk that holds ${cluster} is full: make room and start again.`);
  }
  const why = /(?:FATAL|PANIC): +(.*)/.exec(output)?.[1] ?? 'it gave no reason';
  return new StartError(`The database in ${cluster} did not start (${why}): ${logFile} has the details.`);
}
