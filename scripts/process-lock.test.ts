import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, startOf, takeLock } from './process-lock.mjs';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foyer-lock-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

function take() {
  const taken = takeLock(directory);
  if ('holder' in taken) throw new Error(`held by ${taken.holder.pid}`);
  return taken;
}

/** Runs code with the lock at hand in a process of its own; resolves to what it printed. */
async function elsewhere(code: string) {
  const imports = `
    import { takeLock } from ${JSON.stringify(resolve('scripts/process-lock.mjs'))};
    import { rmSync, writeFileSync } from 'node:fs';
    const directory = ${JSON.stringify(directory)};`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', imports + code]);
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  await once(child, 'close');
  return output;
}

test('one holder at a time, who is named; released it is free', () => {
  const first = take();
  expect(takeLock(directory)).toEqual({ holder: { pid: process.pid, started: startOf(process.pid) } });
  first.release();
  take().release();
});

test('the lock of a process that was killed is free, without anything left over', async () => {
  await elsewhere(`takeLock(directory); process.kill(process.pid, 'SIGKILL');`);
  expect(await readdir(directory)).toEqual(['1']);
  take();
  expect(await readdir(directory)).toEqual(['2']);
});

test('a number that another process has by now does not fool it', async () => {
  await writeFile(
    join(directory, '7'),
    JSON.stringify({ pid: process.pid, started: 'the day before yesterday' }),
  );
  take();
  expect(await readdir(directory)).toEqual(['8']);
});

test('what is no mark counts as none', async () => {
  await writeFile(join(directory, '1'), '');
  take();
});

test('a process knows when it began, and that there is none of a number never given', () => {
  expect(isRunning({ pid: process.pid, started: startOf(process.pid) ?? '' })).toBe(true);
  expect(startOf(2 ** 22 + 1)).toBeUndefined();
});

test('of many that take and release and die, never two have it at once', async () => {
  const code = `
    let had = 0;
    for (let i = 0; i < 300; i++) {
      const taken = takeLock(directory);
      if (!taken.release) continue;
      const inside = directory + '/inside';
      try {
        writeFileSync(inside, '', { flag: 'wx' });
      } catch {
        console.log('two at once');
      }
      rmSync(inside, { force: true });
      had += 1;
      if (had === 40) process.kill(process.pid, 'SIGKILL');
      taken.release();
    }`;
  const said = await Promise.all(Array.from({ length: 6 }, () => elsewhere(code)));
  expect(said.join('')).toBe('');
  take();
});
