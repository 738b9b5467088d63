import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { whole } from '@/scripts/bundle.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A script that a test runs in a process of its own, as one file with what it needs of its packages: to read all of them
 * from their folders takes seconds of processor at each start.
 * @returns where it is
 */
export async function bundleChild(script: string): Promise<string> {
  // Inside node_modules, so that the packages that are left out are found from there.
  const directory = `${root}node_modules/.cache/foyer-tests`;
  await mkdir(directory, { recursive: true });
  const outfile = `${directory}/${script.replaceAll('/', '-')}-${process.pid}.mjs`;
  const { outdir: _dist, ...inOneFile } = whole;
  await build({ ...inOneFile, entryPoints: [script], outfile, sourcemap: false, plugins: [] });
  return outfile;
}
