import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { ask } from './ask';
import type { Ground } from './ground';
import { until } from './until';

/** Milliseconds between two questions whether an instance is ready, and for the answer to one. */
const LOOK_EVERY = 250;
const LOOK_LIMIT = 2_000;
/** What belongs to one connection, and not to what goes over it (RFC 9110 section 7.6.1). */
const OF_A_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding'];

/** A small reverse proxy as stands before several instances. */
export interface Balancer {
  port: number;
  /** Sends to this one from when it is ready, which it waits for. */
  add(port: number): Promise<void>;
  /** Knows nothing of it any more. */
  remove(port: number): void;
  /** Requests that went on to another one, since the first refused the connection. */
  passedOn(): number;
  /** Requests that nobody answered: each is one that was lost. */
  lost(): number;
  /** How many each port has answered. */
  answered: Map<number, number>;
}

interface Target {
  port: number;
  isReady: boolean;
  /** Connections that are kept, as balancers keep them. */
  agent: Agent;
  looking: NodeJS.Timeout;
}

/**
 * Starts one. It takes turns among the instances whose /api/health/ready answers 200, takes in a body before it passes it on, and
 * tries another instance only where a connection was refused, so that nothing of the request can have been read.
 */
export async function startBalancer(ground: Ground): Promise<Balancer> {
  const targets: Target[] = [];
  const answered = new Map<number, number>();
  let [turn, passedOn, lost] = [0, 0, 0];

  const look = async (target: Target) => {
    const { status } = await ask(target.port, { path: '/api/health/ready', patience: LOOK_LIMIT });
    target.isReady = status === 200;
  };
  const inTurn = () => {
    const ready = targets.filter(({ isReady }) => isReady);
    // Better one that may not answer than none.
    const able = ready.length > 0 ? ready : targets;
    turn++;
    return able.map((_, n) => able[(turn + n) % able.length]).filter((target) => target !== undefined);
  };
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    for (const target of inTurn()) {
      const outcome = await pass({ incoming, response, body, target });
      if (outcome === 'answered') answered.set(target.port, (answered.get(target.port) ?? 0) + 1);
      if (outcome !== 'refused') {
        if (outcome === 'lost') lost++;
        return;
      }
      target.isReady = false;
      passedOn++;
    }
    lost++;
    response.writeHead(502).end();
  };

  const server = createServer((incoming, response) => {
    // Whoever sends it has gone.
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  const remove = (port: number) => {
    const at = targets.findIndex((target) => target.port === port);
    if (at < 0) return;
    for (const { looking, agent } of targets.splice(at, 1)) {
      clearInterval(looking);
      agent.destroy();
    }
  };
  ground.onEnd(async () => {
    for (const { port } of [...targets]) remove(port);
    server.close();
    server.closeAllConnections();
  });
  return {
    port: address.port,
    async add(port) {
      const agent = new Agent({ keepAlive: true });
      const looking = setInterval(() => void look(target), LOOK_EVERY);
      const target: Target = { port, isReady: false, agent, looking };
      targets.push(target);
      if ((await until(() => target.isReady, { limit: 120_000 })) === undefined)
        throw new Error(`the instance at ${port} is never ready`);
    },
    remove,
    passedOn: () => passedOn,
    lost: () => lost,
    answered,
  };
}

/** One try. What breaks after the connection stands is lost, since it may have been done. */
function pass({
  incoming,
  response,
  body,
  target,
}: {
  incoming: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  target: Target;
}): Promise<'answered' | 'refused' | 'lost' | 'left'> {
  const { method, url, headers, socket } = incoming;
  const forwarded = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ');
  return new Promise((resolve) => {
    const outgoing = request({
      ...{ host: '127.0.0.1', port: target.port, agent: target.agent, method, path: url },
      headers: { ...without(headers), 'x-forwarded-for': forwarded },
    });
    response.once('close', () => {
      if (response.writableFinished) return;
      resolve('left');
      outgoing.destroy();
    });
    outgoing.on('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') return resolve('refused');
      resolve('lost');
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end(String(error));
    });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, without(answer.headers));
      answer.on('data', (chunk: Buffer) => response.write(chunk));
      answer.on('error', () => {
        resolve('lost');
        response.destroy();
      });
      answer.on('end', () => {
        resolve('answered');
        response.end();
      });
    });
    outgoing.end(body);
  });
}

function without<Headers extends object>(headers: Headers): Headers {
  const kept = { ...headers };
  for (const name of OF_A_CONNECTION) Reflect.deleteProperty(kept, name);
  return kept;
}
