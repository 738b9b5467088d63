// node_modules as package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, step } from './steps.mjs';
import { alone } from './work-lock.mjs';

/** Installs the packages unless the very ones of package-lock.json are there. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await alone(async () => {
    if (isInstalled()) return;
    await step('Installing packages', install);
  });
}

/**
 * npm writes node_modules/.package-lock.json last of all: what it names is there. Packages for other platforms are
 * not; everything else has to agree.
 */
function isInstalled() {
  const there = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!there) return false;
  const wanted = Object.entries(readPackages(join(root, 'package-lock.json')) ?? {}).filter(([path]) => path);
  return wanted.every(([path, { version, integrity, optional, devOptional, peer }]) => {
    const found = there[path];
    if (!found) return Boolean(optional || devOptional || peer);
    return found.version === version && found.integrity === integrity;
  });
}

function readPackages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

async function install() {
  // Under npm its own path is known, which also works where "npm" is a script for another shell.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Even with NODE_ENV=production the build needs the packages for building.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(command, [...first, ...args], {
    failure:
      'The packages could not be installed: see what npm says above, check the network, and start again.',
  });
}
