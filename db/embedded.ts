import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, takeLock } from '@/scripts/process-lock.mjs';
import { dataDirProblem, makeDataDir } from './data-dir';
import { getBinaries } from './embedded/binaries';
import { checkVersion, createCluster, databaseUrl } from './embedded/cluster';
import { findHome, shelf } from './embedded/home';
import { clearLeftovers } from './embedded/leftovers';
import { type LaunchPlan, LeftoversAlive, launch, PortTaken, type Postmaster } from './embedded/postmaster';
import { errorCode, StartError } from './start-error';

/** `url` stays the same for its whole life. `stop` may be called more than once. */
export type EmbeddedDatabase = { url: string; stop: () => Promise<void> };

/**
 * Starts the PostgreSQL of this data directory, made on the first start, and resolves once it takes connections.
 * It listens on 127.0.0.1 only; should it end by itself it is started again at the same address.
 * `port`: any free one unless given. `fast`: without durability, for tests only. `memory`: for its pages, such as `1GB`.
 * Throws a StartError that says what is wrong and what to do, also when another process has it running already.
 */
export async function startEmbeddedDatabase(given: {
  dataDir: string;
  port?: number | undefined;
  fast?: boolean;
  memory?: string;
  log: (line: string) => void;
}): Promise<EmbeddedDatabase> {
  const dataDir = await makeDataDir(given.dataDir);
  const lock = hold(dataDir);
  try {
    const { plan, password } = await prepare({ ...given, dataDir });
    const first = await launchPatiently(plan, given.port);
    await note(dataDir, first);
    const keeper = keepRunning({ ...first, dataDir, log: given.log });
    const stop = async () => {
      await keeper.stop();
      await rm(noteFile(dataDir), { force: true });
      lock.release();
    };
    let stopped: Promise<void> | undefined;
    return {
      url: databaseUrl({ port: first.plan.port, password }),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    lock.release();
    throw dataDirProblem(given.dataDir, error);
  }
}

/** The address of the database of this data directory, while some process of Foyer has it running; else undefined. */
export async function findEmbeddedDatabase(given: { dataDir: string }): Promise<string | undefined> {
  try {
    const { port, ...mark } = Note.parse(JSON.parse(await readFile(noteFile(given.dataDir), 'utf8')));
    if (!isRunning(mark)) return undefined;
    return databaseUrl({ port, password: await readFile(passwordFile(given.dataDir), 'utf8') });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw dataDirProblem(given.dataDir, error);
  }
}

const passwordFile = (dataDir: string) => join(dataDir, 'postgres-password');
const noteFile = (dataDir: string) => join(dataDir, 'postgres-running.json');

/** Which process serves the cluster, and where. It holds no secret. */
const Note = z.object({ pid: z.number(), started: z.string(), port: z.number() });

async function note(dataDir: string, { server, plan }: Launched): Promise<void> {
  const content: z.infer<typeof Note> = { pid: server.pid, started: server.started, port: plan.port };
  await writeFile(noteFile(dataDir), JSON.stringify(content));
}

function hold(dataDir: string): { release: () => void } {
  try {
    const taken = takeLock(join(dataDir, 'lock'));
    if ('release' in taken) return taken;
    throw new StartError(
      `Foyer already runs on the data directory ${dataDir} (process ${taken.holder.pid}): stop it first, or set DATA_DIR to another place.`,
    );
  } catch (error) {
    throw dataDirProblem(dataDir, error);
  }
}

async function prepare(given: {
  dataDir: string;
  fast?: boolean;
  memory?: string;
  log: (line: string) => void;
}) {
  const { dataDir, fast = false, memory, log } = given;
  const home = await findHome(dataDir);
  const binaries = await getBinaries({ account: home.account, shelf, log });
  const password = await getPassword(dataDir, home.exists);
  if (!home.exists) await createCluster({ dataDir, home, binaries, password, fast, log });
  const cluster = await realpath(home.path);
  await checkVersion(cluster, binaries);
  await clearLeftovers({ cluster, log });
  const logFile = join(dataDir, 'postgres.log');
  return { plan: { cluster, binaries, account: home.account, logFile, fast, memory }, password };
}

async function getPassword(dataDir: string, needed: boolean): Promise<string> {
  const file = passwordFile(dataDir);
  if (existsSync(file)) return readFile(file, 'utf8');
  if (needed) {
    throw new StartError(
      `The password of the database is missing (${file}): put the file back, or delete ${dataDir} to start afresh.`,
    );
  }
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600, flag: 'wx' });
  return password;
}

type Launched = { server: Postmaster; plan: LaunchPlan };

/** A free port may be gone before PostgreSQL takes it, and what a killed one left may need some seconds to go. */
async function launchPatiently(plan: Omit<LaunchPlan, 'port'>, port: number | undefined): Promise<Launched> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const attempt = { ...plan, port: port ?? (await findFreePort()) };
    try {
      return { plan: attempt, server: await launch(attempt) };
    } catch (error) {
      const passing = error instanceof LeftoversAlive || (error instanceof PortTaken && port === undefined);
      if (!passing || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Starts PostgreSQL again when it ends by itself, at the same port, with waits that grow to 10 s. */
function keepRunning(given: Launched & { dataDir: string; log: (line: string) => void }) {
  const stopping = new AbortController();
  let { server } = given;
  const watch = async () => {
    for (let failures = 0; ; ) {
      await server.ended;
      if (stopping.signal.aborted) return;
      try {
        await sleep(Math.min(500 * 2 ** failures, 10_000), undefined, { signal: stopping.signal });
        given.log('The database ended by itself: starting it again.');
        await clearLeftovers({ cluster: given.plan.cluster, log: given.log });
        ({ server } = await launchPatiently(given.plan, given.plan.port));
        if (stopping.signal.aborted) await server.stop();
        else await note(given.dataDir, { server, plan: given.plan });
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        given.log(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const watching = watch();
  // Whatever ends this process without asking us: nothing of ours is to outlive it.
  const onExit = () => isRunning(server) && process.kill(server.pid, 'SIGINT');
  process.once('exit', onExit);
  return {
    stop: async () => {
      stopping.abort();
      await server.stop();
      await watching;
      process.off('exit', onExit);
    },
  };
}
