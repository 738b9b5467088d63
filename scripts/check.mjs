import './require-node.mjs';
import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { checkLockFile } from './lock-file.mjs';
import { main, paint, plain, root, StepFailed, seconds, tool, tryRun } from './steps.mjs';

/** Everything that is checked without running the app: each returns its output when it fails, else nothing. */
const checks = {
  'format and lint (biome)': () => node('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  'lint with types (oxlint)': () => node('oxlint/bin/oxlint', '--deny-warnings'),
  'types (tsc)': checkTypes,
  'unused code (knip)': () => node('knip/bin/knip.js'),
  'migrations (drizzle-kit)': checkMigrations,
  'packages (package-lock.json)': async () =>
    checkLockFile(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).join('\n'),
};

await main(async () => {
  await ensureInstalled();
  const results = await Promise.all(Object.entries(checks).map(([name, check]) => report(name, check)));
  const failed = results.filter((passed) => !passed).length;
  if (failed > 0) throw new StepFailed(`${failed} of ${results.length} checks failed.`);
  console.log(`${results.length} checks passed.`);
});

async function report(name, check) {
  const begin = performance.now();
  const output = await check();
  const mark = output ? paint('red', 'failed') : paint('green', 'ok    ');
  console.log(`${mark} ${name.padEnd(30)} ${seconds(begin)}`);
  if (output) console.log(`${plain(output).trimEnd()}\n`);
  return !output;
}

async function node(path, ...args) {
  const { code, output } = await tryRun(process.execPath, [tool(path), ...args]);
  return code === 0 ? '' : output || `it ended with code ${code}`;
}

/** Pages are checked against types that Next derives from the tree of app/. */
async function checkTypes() {
  return (
    (await node('next/dist/bin/next', 'typegen')) ||
    (await node('typescript/bin/tsc', '--noEmit', '--incremental', 'false'))
  );
}

/** Has drizzle-kit generate into a copy, which says whether the schema and the migrations agree. */
async function checkMigrations() {
  const folder = `.cache/migrations-${process.pid}`;
  try {
    await mkdir(join(root, folder), { recursive: true });
    await cp(join(root, 'db', 'migrations'), join(root, folder, 'out'), { recursive: true });
    await writeFile(
      join(root, folder, 'drizzle.config.ts'),
      `import config from '../../drizzle.config';\nexport default { ...config, out: './${folder}/out' };\n`,
    );
    const args = [tool('drizzle-kit/bin.cjs'), 'generate', `--config=${folder}/drizzle.config.ts`];
    const { output } = await tryRun(process.execPath, args);
    if (output.includes('No schema changes')) return '';
    return `${output}\nThe schema has changed and no migration says so: run "npm run db:generate".`;
  } finally {
    await rm(join(root, folder), { recursive: true, force: true });
  }
}
