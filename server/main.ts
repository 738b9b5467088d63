import type { Server } from 'node:http';
import { join } from 'node:path';
import next from 'next';
import type { Connection } from '@/db/client';
import type { Replica } from '@/db/replica/replica';
import { errorCode, StartError } from '@/db/start-error';
import { authOptions } from './auth/next-auth';
import { warmPasswords } from './auth/passwords';
import type { Context, Services } from './context';
import { tellNextAuth } from './env';
import { cookieNames } from './http/cookies';
import { createHttpServer } from './http/create-server';
import { handleRequest } from './http/handle-request';
import { Hub } from './live/hub';
import type { Log } from './log';
import { listOutbox, readOutboxMail } from './mail/outbox';
import type { Metrics } from './metrics/metrics';
import { pushSettings } from './notifications/push-settings';
import { openPlaces, type Places } from './places/places';
import type { RepeatGuard } from './repeat-guard';
import { createCaller } from './router';
import { setRuntime } from './runtime';
import { type Settings, signInSettings } from './settings';
import type { Tracing } from './tracing/tracing';

/** Milliseconds that requests in flight have to end once the server was told to stop. */
const DRAIN_LIMIT = 10_000;

export interface RunningServer {
  /** From here on it says that it is not ready, and ends each connection with its next answer; it answers all the same. */
  leave(): void;
  /** No new requests; those in flight may end. Resolves when the last one has, or at the limit. */
  stop(): Promise<void>;
}

/**
 * The HTTP server: one node:http server that answers procedures and health itself and hands the rest to Next,
 * which renders in this process. It has what Next's own lacks: time limits against slow clients, limits on bodies
 * before they are read, an end with a deadline.
 * @throws StartError when the port cannot be had, or the database of places cannot be read
 */
export async function startServer(given: {
  settings: Settings;
  connection: Connection;
  replica?: Replica | undefined;
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  guard?: RepeatGuard | undefined;
  development: boolean;
  root: string;
}): Promise<RunningServer> {
  const { settings, metrics, development, root } = given;
  tellNextAuth(settings);
  const contexts = new Map<string, Context>();
  const places = await openPlaces(settings.GEOIP_DATABASE);
  const services = makeServices({ ...given, places });
  metrics?.watchStreams(() => services.live.watchers);
  let draining = false;

  const server = createHttpServer();

  // Taken before the slow part, so that a port that is in use is told at once.
  await listen(server, settings);
  const pages = next({
    dev: development,
    dir: root,
    hostname: settings.HOST,
    port: settings.PORT,
    httpServer: server,
  });
  setRuntime({
    contextOf: (requestId) => contexts.get(requestId),
    createCaller: (context) => createCaller(context),
    authOptions,
    outbox: settings.demo ? outboxIn(services.outboxDir) : undefined,
    development,
  });
  const ready = pages.prepare();
  const render = pages.getRequestHandler();
  server.on('request', (request, response) => {
    void handleRequest(request, response, {
      services,
      trustedProxies: settings.TRUSTED_PROXIES,
      development,
      draining: () => draining,
      contexts,
      renderPage: async (...pair) => {
        await ready;
        await render(...pair);
      },
    });
  });
  await Promise.all([ready, warmPasswords()]);

  return {
    leave() {
      draining = true;
    },
    async stop() {
      draining = true;
      // Streams would go on as long as somebody reads them.
      services.live.close();
      const limit = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT);
      // A connection whose request was in flight is kept alive after its answer, and would be waited for.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(idle);
      clearTimeout(limit);
      await pages.close();
    },
  };
}

function outboxIn(directory: string) {
  return {
    list: () => listOutbox(directory),
    read: (id: string) => readOutboxMail(directory, id),
  };
}

function makeServices({
  settings,
  connection,
  replica,
  log,
  metrics,
  tracing,
  guard,
  places,
}: {
  settings: Settings;
  connection: Connection;
  replica?: Replica | undefined;
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  guard?: RepeatGuard | undefined;
  places: Places;
}): Services {
  const secure = settings.APP_URL.startsWith('https://');
  return {
    db: connection.db,
    replica,
    live: new Hub({ listen: (...news) => connection.sql.listen(...news) }),
    log,
    metrics,
    tracing,
    guard,
    appUrl: settings.APP_URL,
    secret: settings.AUTH_SECRET,
    secure,
    demo: settings.demo,
    signIn: signInSettings(settings),
    outboxDir: join(settings.DATA_DIR, 'outbox'),
    dataDir: settings.DATA_DIR,
    uploadthingToken: settings.UPLOADTHING_TOKEN,
    push: pushSettings(settings),
    deletionGraceDays: settings.DELETION_GRACE_DAYS,
    securityContact: settings.SECURITY_CONTACT,
    places,
    cookies: cookieNames({ secure }),
  };
}

function listen(server: Server, { PORT, HOST }: Settings) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(error, PORT)));
    server.listen(PORT, HOST, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function portProblem(error: unknown, port: number) {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new StartError(
        `Port ${port} is reserved for the system. Choose one above 1023: PORT=3000 npm start`,
      );
    case 'EADDRNOTAVAIL':
      return new StartError('HOST is not an address of this machine. Leave it out, or set one that is.');
    default:
      return error;
  }
}
