// The server's part of the build: esbuild, every entry point into one file of dist/.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { colours, root, StepFailed } from './steps.mjs';

/** Name in dist/ and source of everything that is run or imported from there. */
const entryPoints = {
  start: './server/start.ts',
  'worker-process': './server/worker-process.ts',
  admin: './server/admin.ts',
  seed: './server/seed.ts',
  migrate: './server/migrate.ts',
  embedded: './db/embedded.ts',
};

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Packages stay in node_modules: some bring native code, and Next has to be the one that it built with.
  packages: 'external',
  jsx: 'automatic',
  sourcemap: true,
  sourcesContent: false,
  outdir: 'dist',
  logLevel: 'silent',
};

/** The file that holds the hash of the sources that dist/ was made of. */
const stampFile = join(root, 'dist', 'server-id');

/** Whether dist/ is made of these very sources. */
export function isBundled(hash) {
  return readStamp(stampFile) === hash;
}

/** Says that dist/ is made of something else by now: while developing, and before writing to it. */
function forgetBundle() {
  rmSync(stampFile, { force: true });
}

/** Bundles the server from the sources of that hash. */
export async function bundle(hash) {
  forgetBundle();
  await bundleAlso(entryPoints);
  writeFileSync(stampFile, hash);
}

/** Bundles other entry points into dist/, name to path. */
export async function bundleAlso(entries) {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build({ ...options, entryPoints: entries });
  } catch (error) {
    throw new StepFailed('The bundle could not be made: see above.', await describe(esbuild, error));
  } finally {
    // Its process would otherwise stay as long as the app.
    await esbuild.stop();
  }
}

/**
 * Bundles now and after every change of a source.
 * @param {(failure: string | undefined) => void} onBundle called each time, with what is wrong if anything is
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function watchBundle(onBundle) {
  const esbuild = await import('esbuild');
  const report = {
    name: 'report',
    setup(build) {
      build.onStart(forgetBundle);
      build.onEnd(async (result) =>
        onBundle(result.errors.length > 0 ? await describe(esbuild, result) : undefined),
      );
    },
  };
  const context = await esbuild.context({ ...options, entryPoints, plugins: [report] });
  await context.watch();
  return () => context.dispose();
}

/** What a stamp file says; undefined when it is not there. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

async function describe(esbuild, error) {
  if (!error.errors) return String(error);
  // Each entry point that meets an error reports it.
  return [...new Set(await esbuild.formatMessages(error.errors, { kind: 'error', color: colours }))].join('');
}
