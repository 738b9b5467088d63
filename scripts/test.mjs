import './require-node.mjs';
import { join } from 'node:path';
import { ensureBuilt } from './builds.mjs';
import { findChromium, findHeadlessShell } from './chromium.mjs';
import { followParent } from './follow-parent.mjs';
import { ensureInstalled } from './install.mjs';
import { endTools, main, paint, root, StepFailed, seconds, tool, tryRun } from './steps.mjs';
import { withTestDatabase } from './test-database.mjs';
import { addUp, findSummary } from './test-summary.mjs';

/**
 * The parts of the test, in their order. One after the other: each keeps two cores busy by itself, and the limits in
 * time that some tests are about mean little beside a build.
 */
const parts = {
  check: { args: () => [join(root, 'scripts', 'check.mjs')] },
  unit: { args: (words) => [tool('vitest/vitest.mjs'), 'run', ...words], usesDatabase: true },
  build: {},
  // The small version of `npm run test:faults`, with databases of its own that it may kill.
  faults: {
    args: () => [join(root, 'scripts', 'run.mjs'), 'faults', '--small'],
    usesBuild: true,
  },
  // The small version of `npm run bench`: that every line runs and is answered, within its budget of statements; no time counts.
  bench: {
    args: () => [
      join(root, 'scripts', 'run.mjs'),
      'bench',
      '--small',
      '--only',
      'first-load,lines,pages,page-statements',
    ],
    usesBuild: true,
    usesBrowser: true,
  },
  e2e: browserPart('e2e'),
  screenshots: browserPart('screenshots'),
};

/** What of our own configuration must not reach the tests: they would change somebody's real data, or ask others. */
const hidden = [
  'DATABASE_URL',
  'DATABASE_MIGRATION_URL',
  'DATABASE_REPLICA_URL',
  'DATA_DIR',
  'SMTP_URL',
  'APP_URL',
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'PASSWORD_MIN_ALONE',
  'BREACH_SERVICE_URL',
  'GITHUB_ID',
  'GITHUB_SECRET',
  'GITHUB_URL',
  'GOOGLE_ID',
  'GOOGLE_SECRET',
  'GOOGLE_ISSUER',
  'GEOIP_DATABASE',
  'UPLOADTHING_TOKEN',
  'DELETION_GRACE_DAYS',
  'METRICS_PORT',
  'METRICS_HOST',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
];

let stopped = false;

await main(async () => {
  const { names, words } = readArguments(process.argv.slice(2));
  const begin = performance.now();
  process.chdir(root);
  if (process.env.npm_lifecycle_event) followParent();
  stopOnSignal();
  await ensureInstalled();
  const uses = (what) => names.some((name) => parts[name][what]);
  const chromium = uses('usesBrowser') ? await lookForChromium() : {};
  const runAll = (url) => runParts({ names, words, chromium, url });
  const results = await (uses('usesDatabase') ? withTestDatabase(runAll) : runAll());
  conclude(results, seconds(begin));
});

function browserPart(project) {
  return {
    args: (words) => [tool('playwright/cli.js'), 'test', `--project=${project}`, ...words],
    usesDatabase: true,
    usesBuild: true,
    usesBrowser: true,
  };
}

/** `--only unit --only e2e` or `--only unit,e2e`; other words are the runners', to choose among their tests. */
function readArguments(args) {
  const only = [];
  const words = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--only') only.push(...(args[++i] ?? '').split(','));
    else words.push(args[i]);
  }
  const unknown = only.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new StepFailed(`--only takes ${Object.keys(parts).join(', ')}, and not "${unknown}".`);
  }
  if (only.some((name) => parts[name].usesBuild)) only.push('build');
  const wanted = only.length > 0 ? only : ['check', 'unit', 'build', 'faults', 'bench', 'e2e'];
  return { names: Object.keys(parts).filter((name) => wanted.includes(name)), words };
}

/** Ctrl-C reaches the tools as well; we wait for them, and the database is stopped after them. */
function stopOnSignal() {
  process.on('SIGINT', () => {
    stopped = true;
  });
  process.on('SIGTERM', () => {
    stopped = true;
    endTools();
  });
}

/** At the beginning, where a missing one is soon seen; the parts that need none are run all the same. */
async function lookForChromium() {
  try {
    const path = await findChromium();
    const shell = await findHeadlessShell();
    console.log(`Chromium: ${path}${shell ? `, and ${shell}` : ''}`);
    return { path, shell };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.log(error.message);
    return { error };
  }
}

async function runParts({ names, words, chromium, url }) {
  const results = {};
  for (const name of names) {
    if (stopped) break;
    const begin = performance.now();
    console.log(paint('dim', `\n── ${name}`));
    const { usesBrowser, usesBuild } = parts[name];
    const obstacle =
      (usesBrowser && chromium.error?.message) || (usesBuild && results.build?.failure) || undefined;
    const result = obstacle ? { failure: obstacle } : await runPart(name, { words, chromium, url });
    results[name] = { summary: [], ...result, time: seconds(begin) };
  }
  return results;
}

async function runPart(name, { words, chromium, url }) {
  if (name === 'build') return build();
  const { code, output } = await tryRun(process.execPath, parts[name].args(words), {
    env: {
      ...Object.fromEntries(hidden.map((key) => [key, undefined])),
      TEST_DATABASE_URL: url,
      CHROMIUM_PATH: chromium.path ?? process.env.CHROMIUM_PATH,
      CHROMIUM_SHELL_PATH: chromium.shell,
    },
    onLine: (line) => console.log(line),
  });
  return { failure: code === 0 ? undefined : `ended with code ${code}`, summary: findSummary(output) };
}

async function build() {
  try {
    await ensureBuilt();
    return {};
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.log(error.output);
    return { failure: error.message };
  }
}

/** Ends with the runners' own summaries, so that nobody has to look for them, and with their sum. */
function conclude(results, time) {
  console.log('');
  const entries = Object.entries(results);
  for (const [name, result] of entries) {
    const mark = result.failure ? paint('red', 'failed') : paint('green', 'passed');
    const why = result.failure && result.summary.length === 0 ? `   ${result.failure}` : '';
    console.log(`${mark} ${name.padEnd(12)} ${result.time}${why}`);
    for (const line of result.summary) console.log(`         ${line}`);
  }
  const lines = entries.flatMap(([, { summary }]) => summary);
  if (lines.length > 0) {
    const { passed, failed } = addUp(lines);
    console.log(`${passed} passed, ${failed} failed`);
  }
  if (stopped) throw new StepFailed('Stopped.');
  const failures = entries.filter(([, { failure }]) => failure).map(([name]) => name);
  if (failures.length > 0) throw new StepFailed(`Failed: ${failures.join(', ')}.`);
  console.log(`Everything passed in ${time}.`);
}
