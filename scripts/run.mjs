import './require-node.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBundled } from './builds.mjs';
import { bundleAlso } from './bundle.mjs';
import { withDatabase } from './database.mjs';
import { ensureInstalled } from './install.mjs';
import { main, root, StepFailed } from './steps.mjs';

/** The commands that are not the app: their file in dist/, and whether they need a database found for them. */
const commands = {
  worker: { file: 'worker-process', findsDatabase: false },
  admin: { file: 'admin', findsDatabase: true },
  migrate: { file: 'migrate', findsDatabase: true },
  seed: { file: 'seed', findsDatabase: true },
  bench: { file: 'bench', findsDatabase: false, source: './bench/run.ts' },
  faults: { file: 'faults', findsDatabase: false, source: './faults/run.ts' },
};

await main(async () => {
  const [name, ...words] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command)
    throw new StepFailed(`usage: node scripts/run.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.chdir(root);
  await ensureInstalled();
  await ensureBundled();
  if (command.source) {
    if (!existsSync(join(root, command.source))) throw new StepFailed(`There is no ${command.source}.`);
    await bundleAlso({ [command.file]: command.source });
  }
  process.env.NODE_ENV ??= 'production';
  if (!command.findsDatabase) return runHere(command.file, words);
  process.exitCode = await withDatabase(async (url, started) => {
    if (started && name !== 'migrate') await runChild('migrate', [], url);
    return runChild(command.file, words, url);
  });
});

async function runHere(file, words) {
  const path = join(root, 'dist', `${file}.js`);
  process.argv = [process.execPath, path, ...words];
  process.setSourceMapsEnabled(true);
  await import(path);
}

/** In a process of its own: however it ends, the database that we started for it is stopped after it. */
async function runChild(file, words, url) {
  const path = join(root, 'dist', `${file}.js`);
  const child = spawn(process.execPath, ['--enable-source-maps', path, ...words], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child as well; we wait for it to end, and end after it.
  const wait = () => undefined;
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', pass);
  const [code] = await once(child, 'exit');
  process.off('SIGINT', wait).off('SIGTERM', pass);
  return code ?? 1;
}
