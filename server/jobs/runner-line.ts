import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from '@/server/log';
import { errorText } from './error-text';

/** The connections of a runner to the database. */
export interface Line {
  pool: pg.Pool;
  /** Hangs up, without a word; what was asked fails. */
  cut: () => void;
  /** Says goodbye, and hangs up a second later. */
  close: () => void;
}

/** graphile-worker's own connections, since it knows only node-postgres. `patience` in ms, for connecting. */
export function openLine(given: {
  databaseUrl: string;
  connections: number;
  patience: number;
  log: Log;
}): Line {
  const sockets = new Set<Socket>();
  const pool = new ForgivingPool({
    connectionString: given.databaseUrl,
    max: given.connections,
    connectionTimeoutMillis: given.patience,
    keepAlive: true,
    application_name: 'foyer worker',
    // Ours, so that a server which has gone silent can be hung up on.
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
  });
  // Without listeners a lost connection would end the process; whoever used it hears of it anyway.
  const note = (error: unknown) =>
    given.log.debug({ reason: errorText(error) }, 'connection of the worker lost');
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    pool,
    cut,
    close: () => {
      if (!pool.ending) pool.end().catch(note);
      setTimeout(cut, 1_000).unref();
    },
  };
}

type Taken = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void;
type Release = (destroy?: unknown) => void;

/**
 * Takes a connection back as often as it is given back: graphile-worker 0.17.3 returns the one it listens on twice
 * when it is told to stop while its LISTEN fails, in a promise that nobody holds, and node-postgres's complaint would
 * end the process.
 */
class ForgivingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(taken: Taken): void;
  override connect(taken?: Taken) {
    if (!taken) return super.connect();
    return super.connect((error, client, release) => {
      let released = false;
      taken(error, client, (destroy) => {
        if (released) return;
        released = true;
        release(destroy);
      });
    });
  }
}
