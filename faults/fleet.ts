import { join } from 'node:path';
import { openDatabase } from '@/db/client';
import { type RunningApp, type RunningProcess, startApp, startWorker } from '@/e2e/support/app';
import { makeGiven } from '@/server/testing/factories';
import { type Balancer, startBalancer } from './balancer';
import { startDatabaseServer } from './database-server';
import type { Finding } from './fault';
import type { Ground } from './ground';
import { startMailServer } from './mail-server';
import { envWith, type Scene } from './stage';

/** Seconds in which an instance answers on after SIGTERM: the balancer asks four times a second. */
const DRAIN_SECONDS = 3;
/** Seconds after which an instance that was told to stop has gone in any case (docs/deployment.md). */
const STOP_LIMIT = 14 + DRAIN_SECONDS;

/** Two instances and two workers on one database and one directory, with a balancer in front of the instances. */
export interface Fleet extends Scene {
  /** What people reach: the balancer. */
  app: { port: number };
  balancer: Balancer;
  instances: [RunningApp, RunningApp];
  workers: [RunningProcess, RunningProcess];
  /** Milliseconds from the command to start until both instances were ready, on an empty database. */
  startedIn: number;
  /** What has come of the restarts so far. */
  restarts: { seconds: number; code: number | null }[];
  /** Ends an instance by SIGTERM and starts another in its place, as docs/deployment.md says. */
  restartInstance(at: 0 | 1): Promise<void>;
  restartWorker(at: 0 | 1): Promise<void>;
  /** What all that are started from here on have in their environment beside the rest. */
  env: Record<string, string>;
}

/** Starts all of it; both instances at the same moment. @param wish.env for all of them */
export async function startFleet(
  ground: Ground,
  wish: { env?: Record<string, string> } = {},
): Promise<Fleet> {
  const server = await startDatabaseServer(ground);
  const mail = await startMailServer(ground);
  const databaseUrl = await server.createDatabase();
  const dataDir = join(await ground.directory(), 'data');
  const balancer = await startBalancer(ground);
  const env: Fleet['env'] = { ...envWith(mail), ...wish.env };
  const anInstance = () => {
    const own = { WORKER: 'off', DRAIN_SECONDS: `${DRAIN_SECONDS}` };
    return startApp({ databaseUrl, dataDir, env: { ...env, ...own } });
  };
  const aWorker = () => startWorker({ databaseUrl, dataDir, env: { ...env, LOG_LEVEL: 'info' } });
  const running = new Set<RunningProcess>();
  ground.onEnd(async () => {
    await Promise.all([...running].map((process) => process.stop()));
  });
  const keep = <P extends RunningProcess>(process: P): P => {
    running.add(process);
    return process;
  };

  const begun = performance.now();
  const started = await Promise.allSettled([anInstance().then(keep), anInstance().then(keep)]);
  const instances = both(started.map(fulfilled));
  const startedIn = performance.now() - begun;
  const workers = both(await Promise.all([aWorker().then(keep), aWorker().then(keep)]));
  const connection = openDatabase(databaseUrl, { max: 4, applicationName: 'faults' });
  ground.onEnd(() => connection.end({ timeout: 1 }));
  await Promise.all(instances.map(({ port }) => balancer.add(port)));

  const fleet: Fleet = {
    ...{
      app: { port: balancer.port },
      server,
      mail,
      databaseUrl,
      balancer,
      instances,
      workers,
      startedIn,
      env,
    },
    db: connection.db,
    given: makeGiven(connection.db),
    restarts: [],
    async restartInstance(at) {
      const old = fleet.instances[at];
      await stop(old);
      fleet.instances[at] = keep(await anInstance());
      balancer.remove(old.port);
      await balancer.add(fleet.instances[at].port);
    },
    async restartWorker(at) {
      await stop(fleet.workers[at]);
      fleet.workers[at] = keep(await aWorker());
    },
  };
  const stop = async (process: RunningProcess) => {
    const told = performance.now();
    const code = await process.stop();
    fleet.restarts.push({ code, seconds: (performance.now() - told) / 1000 });
    running.delete(process);
  };
  return fleet;
}

/** Whether each that was told to stop did as it should. */
export function endedInOrder({ restarts }: Fleet): Finding {
  const slowest = Math.max(...restarts.map(({ seconds }) => seconds));
  return {
    must: `each ends with code 0, within ${STOP_LIMIT} s`,
    held: restarts.every(({ code }) => code === 0) && slowest <= STOP_LIMIT,
    figure: `${restarts.length} told to stop, codes ${[...new Set(restarts.map(({ code }) => code))].join(', ')}; ${slowest.toFixed(1)} s at most`,
  };
}

function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

function both<T>([one, other]: T[]): [T, T] {
  if (one === undefined || other === undefined) throw new Error('there are two of them');
  return [one, other];
}
