import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '@/db/start-error';
import { isRunning, type ProcessMark, startOf } from '@/scripts/process-lock.mjs';

/** The lines of the file by which PostgreSQL claims a cluster; none when there is no such file. */
export async function readPidFile(cluster: string): Promise<string[]> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : text.split('\n');
}

/**
 * Clears what an earlier start left when it had no time to stop: its PostgreSQL, still running, is ended in order; a
 * claim that names another process (numbers are reused) or one that only waits to be collected stands in nobody's way.
 * Only for the holder of the data directory's lock.
 */
export async function clearLeftovers(given: { cluster: string; log: (line: string) => void }): Promise<void> {
  const file = join(given.cluster, 'postmaster.pid');
  const lines = await readPidFile(given.cluster);
  if (lines.length === 0) return;
  const pid = Number(lines[0]);
  // Empty after a crash of the machine; PostgreSQL would refuse it.
  if (!pid) return rm(file);
  const started = startOf(pid);
  if (started !== undefined && isPostgresOf(pid, given.cluster)) {
    given.log('The database of an earlier start still runs: stopping it first.');
    return endPostmaster({ pid, started });
  }
  // PostgreSQL takes a claim by its own parent for a stale one. The rest of the file must stay: by it PostgreSQL
  // finds out whether processes of its predecessor still hold the shared memory.
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
}

/** Ends a PostgreSQL and resolves once it has gone: in order (10 s), else at once (5 s), else by force. */
export async function endPostmaster(mark: ProcessMark): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, patience] of steps) {
    const deadline = Date.now() + patience;
    if (isRunning(mark)) process.kill(mark.pid, signal);
    while (isRunning(mark) && Date.now() < deadline) await sleep(10);
    if (!isRunning(mark)) return;
  }
  throw new StartError(`The database process ${mark.pid} cannot be ended: end it by hand and start again.`);
}

function isPostgresOf(pid: number, cluster: string): boolean {
  try {
    const args =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).split(' ');
    return basename(args[0] ?? '') === 'postgres' && args.join(' ').includes(` ${cluster} `);
  } catch {
    return false;
  }
}
