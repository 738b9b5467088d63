import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '@/scripts/steps.mjs';
import type { Line } from './line';

/** One production build as in a fresh clone: pages and server, with nothing kept of the one before. */
export async function buildTime(): Promise<Line[]> {
  await rm(join(root, '.next', 'cache'), { recursive: true, force: true });
  const begun = performance.now();
  await run(process.execPath, [join(root, 'scripts', 'build.mjs')], { failure: 'The build failed.' });
  const seconds = (performance.now() - begun) / 1000;
  return [{ name: 'production build', value: seconds, unit: 's', wanted: { most: 60 } }];
}
