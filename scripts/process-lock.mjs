// A lock between processes, held by a directory of numbered files. It is plain JavaScript because the scripts
// need it before anything is installed; db/embedded.ts uses the same one for the data directory.
//
// The holder is whoever made the highest number, as long as that process runs. A number is taken by link(2), which is
// atomic and shows the whole content at once; the highest number never goes down, so that a claim made from an old
// reading is seen to be old and dropped.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes the lock kept in `directory` (made when missing) for this process, or tells who holds it.
 * A holder that no longer runs counts as none, even when another process has its number by now.
 * @param {string} directory
 */
export function takeLock(directory) {
  mkdirSync(directory, { recursive: true });
  const draft = join(directory, `${process.pid}-${randomUUID()}.draft`);
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o644 });
  try {
    for (;;) {
      const last = highest(directory);
      const holder = readMark(join(directory, String(last)));
      if (holder && isRunning(holder)) return { holder };
      const file = join(directory, String(last + 1));
      if (!link(draft, file)) continue;
      if (highest(directory) !== last + 1) {
        rmSync(file, { force: true });
        continue;
      }
      sweep(directory, last + 1);
      return { release: () => writeFileSync(file, '{}') };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * When a process began, as its system tells it: with the pid it names one process for good, whatever gets the pid
 * later. Undefined when there is no such process or it has ended and only waits to be collected.
 * @param {number} pid
 */
export function startOf(pid) {
  if (process.platform === 'linux') {
    const stat = read(`/proc/${pid}/stat`);
    // The second field is the program's name in brackets and may hold anything, brackets and blanks as well.
    const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    if (state === undefined || state === 'Z' || state === 'X') return undefined;
    return `${read('/proc/sys/kernel/random/boot_id')?.trim()}/${rest[18]}`;
  }
  try {
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env,
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/);
    return state?.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}

/**
 * Whether the very process that a mark names still runs.
 * @param {{ pid: number, started: string }} mark
 */
export function isRunning(mark) {
  return startOf(mark.pid) === mark.started;
}

/** The mark in a file; undefined when there is no file or it holds none. */
function readMark(file) {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function highest(directory) {
  return Math.max(
    0,
    ...readdirSync(directory)
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  );
}

function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function sweep(directory, current) {
  for (const name of readdirSync(directory)) {
    const file = join(directory, name);
    const mark = name.endsWith('.draft') ? readMark(file) : undefined;
    if (mark ? !isRunning(mark) : Number(name) < current) rmSync(file, { force: true });
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
