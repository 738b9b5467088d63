// npm run dev: the database stays here, the server is a child that is started again after every change of its sources.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureBundled } from './builds.mjs';
import { watchBundle } from './bundle.mjs';
import { withOwnDatabase } from './database.mjs';
import { root } from './steps.mjs';

/** Serves the app with hot reload until it is told to stop: Next looks after the pages, we after the server. */
export async function develop() {
  await ensureBundled();
  await withOwnDatabase(async (databaseUrl) => {
    const server = makeServer(databaseUrl);
    const told = untilToldToStop(server);
    const endWatch = await watchBundle((failure) => {
      if (failure) console.error(`${failure}\nThe server stays as it was until this is mended.`);
      else server.restart();
    });
    await told;
    await endWatch();
    await server.stop();
  });
}

/** Resolves at the first signal. npm repeats it, so that only one that comes later is a person losing patience. */
function untilToldToStop(server) {
  return new Promise((resolve) => {
    let told;
    const onSignal = () => {
      told ??= performance.now();
      if (performance.now() - told > 1000) server.kill();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

/** The server's process; one start or stop after the other, whatever order they are asked for in. */
function makeServer(databaseUrl) {
  let child;
  let stopped = false;
  let last = Promise.resolve();

  const isRunning = () => child && child.exitCode === null && child.signalCode === null;
  const begin = () => {
    const env = { ...process.env, NODE_ENV: 'development', FOYER_DEV: '1', DATABASE_URL: databaseUrl };
    const args = ['--enable-source-maps', join(root, 'scripts', 'develop-server.mjs')];
    // A process group of its own: Ctrl-C reaches it through us, once.
    child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit', detached: true });
    child.once('exit', (code) => {
      if (code && !stopped) console.error('The server ended; it is started again after the next change.');
    });
  };
  const end = async () => {
    if (!isRunning()) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(force);
  };
  const restart = async () => {
    await end();
    if (!stopped) begin();
  };
  return {
    restart: () => {
      last = last.then(restart);
    },
    stop: () => {
      stopped = true;
      last = last.then(end);
      return last;
    },
    kill: () => isRunning() && child.kill('SIGKILL'),
  };
}
