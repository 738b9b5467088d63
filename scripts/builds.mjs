// Builds what is missing or older than its sources: Next's pages and the bundles of the server, side by side.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, isBundled, readStamp } from './bundle.mjs';
import { hashSources } from './sources.mjs';
import { root, run, StepFailed, step, tool } from './steps.mjs';
import { alone } from './work-lock.mjs';

const stampFile = join(root, 'dist', 'build-id');

/** Builds pages and server unless they are made of the sources as they are now. */
export async function ensureBuilt() {
  if (isBuilt(hashSources())) return;
  await alone(async () => {
    // Read again: whoever we waited for may have built just this.
    const hash = hashSources();
    if (!isBuilt(hash)) await step('Building the app', () => build(hash));
  });
}

/** Builds pages and server, whatever is there. */
export async function buildAnew() {
  await alone(() => step('Building the app', () => build(hashSources())));
}

/** Bundles the server alone unless dist/ is made of the sources as they are now: for the commands without pages. */
export async function ensureBundled() {
  if (isBundled(hashSources())) return;
  await alone(async () => {
    const hash = hashSources();
    if (!isBundled(hash)) await step('Bundling the server', () => bundle(hash));
  });
}

function isBuilt(hash) {
  const nextId = join(root, '.next', 'BUILD_ID');
  return readStamp(stampFile) === hash && isBundled(hash) && existsSync(nextId);
}

async function build(hash) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(stampFile, { force: true });
  // Both are let finish: with one error less after every run, mending takes more runs.
  const results = await Promise.allSettled([bundle(hash), buildPages()]);
  const failures = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  if (failures.length > 0) {
    const output = failures.map((failure) => failure.output ?? failure.stack).join('\n');
    throw new StepFailed(failures.map(({ message }) => message).join(' '), output);
  }
  writeFileSync(stampFile, hash);
}

function buildPages() {
  return run(process.execPath, [tool('next/dist/bin/next'), 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    failure: 'The pages could not be built: see above.',
  });
}
