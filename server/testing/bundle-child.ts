import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bring native code, or look for files beside their own. */
const FROM_FOLDERS = ['@node-rs/argon2', 'graphile-worker', 'pino', 'sharp'];

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
  await build({
    absWorkingDir: root,
    entryPoints: [script],
    outfile,
    bundle: true,
    external: FROM_FOLDERS,
    // Packages of the older kind ask for Node's own modules by `require`.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'error',
  });
  return outfile;
}
