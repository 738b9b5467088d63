import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect } from 'vitest';

const LOOK = `
  import { findChromium } from './scripts/chromium.mjs';
  console.log(await findChromium({ applications: [] }).catch((error) => error.message));
`;
const LOOK_FOR_SHELL = `
  import { findHeadlessShell } from './scripts/chromium.mjs';
  console.log(await findHeadlessShell());
`;

interface Machine {
  /** Puts a program on its PATH. */
  install(name: string, script?: string): Promise<string>;
  /** What the search ends on: a path, or a sentence. */
  look(env?: Record<string, string>): Promise<string | undefined>;
  /** The same for the headless shell. */
  lookForShell(env?: Record<string, string>): Promise<string | undefined>;
}

/** A machine that has no programs but those that a test gives it. */
const test = base.extend<{ machine: Machine }>({
  machine: async ({}, provide) => {
    const room = await mkdtemp(join(tmpdir(), 'foyer-test-'));
    const bin = join(room, 'bin');
    await mkdir(bin);
    const run = async (script: string, env: Record<string, string>) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script],
        { env: { NODE_ENV: 'test', PATH: bin, PLAYWRIGHT_BROWSERS_PATH: join(room, 'browsers'), ...env } },
      );
      return stdout.trim().split('\n').at(-1);
    };
    await provide({
      async install(name, script = 'exit 0') {
        const path = join(bin, name);
        await writeFile(path, `#!/bin/sh\n${script}\n`);
        await chmod(path, 0o755);
        return path;
      },
      look: (env = {}) => run(LOOK, env),
      lookForShell: (env = {}) => run(LOOK_FOR_SHELL, env),
    });
    await rm(room, { recursive: true });
  },
});

test('the one that CHROMIUM_PATH names comes before the system`s', async ({ machine }) => {
  const system = await machine.install('chromium');
  const own = await machine.install('my-own-browser');
  expect(await machine.look()).toBe(system);
  expect(await machine.look({ CHROMIUM_PATH: own })).toBe(own);
});

test('one that CHROMIUM_PATH names and that does not run is said, and no other taken', async ({
  machine,
}) => {
  await machine.install('chromium');
  const broken = await machine.install('broken', 'exit 1');
  for (const path of [broken, '/nowhere/chromium'])
    expect(await machine.look({ CHROMIUM_PATH: path })).toBe(
      `CHROMIUM_PATH says ${path}, and that does not run: correct it, or leave it out.`,
    );
});

test('a stand-in that only says how to install one is passed over', async ({ machine }) => {
  await machine.install('chromium', 'exit 1');
  const chrome = await machine.install('google-chrome');
  expect(await machine.look()).toBe(chrome);
});

test('where there is none, root has apt-get install it; everybody is told what to do', async ({
  machine,
}) => {
  const none = /^There is no Chromium .* or set CHROMIUM_PATH to where it is\.$/;
  expect(await machine.look()).toMatch(none);
  const path = await machine.install('chromium', 'exit 1');
  await machine.install('apt-get', `test "$1" != install || echo '#!/bin/sh' > '${path}'`);
  const found = await machine.look();
  if (process.getuid?.() === 0) expect(found).toBe(path);
  else expect(found).toMatch(none);
});

test('the headless shell is taken beside it, unless CHROMIUM_PATH has chosen', async ({ machine }) => {
  const system = await machine.install('chromium');
  expect(await machine.lookForShell()).toBe('undefined');
  const shell = await machine.install('chromium-headless-shell');
  expect(await machine.lookForShell()).toBe(shell);
  expect(await machine.lookForShell({ CHROMIUM_PATH: system })).toBe('undefined');
  await machine.install('chromium-headless-shell', 'exit 1');
  expect(await machine.lookForShell()).toBe('undefined');
});

test('the headless shell that CHROMIUM_SHELL_PATH names is taken, also beside a CHROMIUM_PATH', async ({
  machine,
}) => {
  await machine.install('chromium-headless-shell');
  const own = await machine.install('my-own-shell');
  expect(await machine.lookForShell({ CHROMIUM_SHELL_PATH: own })).toBe(own);
  expect(await machine.lookForShell({ CHROMIUM_SHELL_PATH: own, CHROMIUM_PATH: own })).toBe(own);
});
