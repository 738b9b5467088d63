import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '@/db/client';
import type { Replica } from '@/db/replica/replica';
import { errorCode, StartError } from '@/db/start-error';
import type { Environment } from '@/server/env';
import { createHttpServer } from '@/server/http/create-server';
import type { Log } from '@/server/log';
import { answerMetrics } from './answer-metrics';
import { lookAtQueue } from './look-at-queue';
import { createMetrics, type Metrics } from './metrics';

export interface RunningMetrics {
  /** Undefined where nobody is told. */
  metrics: Metrics | undefined;
  port: number | undefined;
  stop(): Promise<void>;
}

/**
 * Tells Prometheus how this process does, at `METRICS_HOST` and `METRICS_PORT` alone, in the app and in the worker. Where no port is
 * set nothing listens, nothing is counted and nothing is loaded.
 * @throws StartError when the port cannot be had
 */
export async function startMetrics(given: {
  settings: { METRICS_PORT?: Environment['METRICS_PORT']; METRICS_HOST: Environment['METRICS_HOST'] };
  connection: Connection;
  replica?: Replica | undefined;
  log: Log;
}): Promise<RunningMetrics> {
  const { settings, connection, replica, log } = given;
  const { METRICS_PORT: wanted, METRICS_HOST: host } = settings;
  if (wanted === undefined) return { metrics: undefined, port: undefined, stop: async () => undefined };
  const metrics = await createMetrics({
    database: connection.figures,
    findQueue: lookAtQueue(connection.db),
    replica: replica && (() => replica.figures()),
  });
  const server = createHttpServer();
  server.on('request', (request, response) => void answerMetrics(request, response, { metrics, log }));
  const port = await listen(server, { port: wanted, host });
  return {
    metrics,
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, { port, host }: { port: number; host: string }) {
  return new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(error, { port, host })));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve(portOf(server.address()) ?? port);
    });
  });
}

function portOf(address: AddressInfo | string | null) {
  return typeof address === 'object' ? address?.port : undefined;
}

function portProblem(error: Error, { port, host }: { port: number; host: string }) {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartError(
        `METRICS_PORT: port ${port} is in use. Apps and workers of one machine need a port each for their metrics.`,
      );
    case 'EACCES':
      return new StartError(`METRICS_PORT: port ${port} is reserved for the system. Choose one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`METRICS_HOST: ${host} is not an address of this machine.`);
    default:
      return error;
  }
}
