import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '@/db/client';
import type { Services } from '@/server/context';
import { type Handling, handleRequest } from '@/server/http/handle-request';
import { servicesFor } from './callers';

/** An answer as it came over the line. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** What JSON the text is. */
  json(): unknown;
}

/** A request as it goes out. What is not given is what a browser on a page of ours sends. */
interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string | undefined>;
  body?: unknown;
  /** Sent as it is, when it is not to be JSON. */
  text?: string;
}

/** Our server on a free port, with every page replaced by a word. */
export interface TestServer {
  ask(asked: Asked): Promise<Answer>;
  /** A mutation. */
  call(procedure: string, input: unknown, headers?: Record<string, string | undefined>): Promise<Answer>;
  port: number;
  /** The requests that reached a page. */
  pages: IncomingMessage[];
  contexts: Handling['contexts'];
  stop(): Promise<void>;
}

/** Starts `handleRequest` behind node:http, as server/main.ts does; Next alone is missing. */
export async function serve(
  db: Database,
  given: {
    services?: Partial<Services>;
    /** It says that it is where it listens, for whoever follows the addresses that it gives. */
    atHome?: boolean;
  } & Partial<Omit<Handling, 'services'>> = {},
): Promise<TestServer> {
  const { services, atHome = false, ...handling } = given;
  const pages: IncomingMessage[] = [];
  const contexts: Handling['contexts'] = new Map();
  let shared: Services | undefined;
  // One for all requests, as in a process; its port is known once it listens.
  const servicesOf = () => {
    shared ??= servicesFor(db, atHome ? { ...services, appUrl: `http://127.0.0.1:${port}` } : services);
    return shared;
  };
  const server = createServer((incoming, response) => {
    void handleRequest(incoming, response, {
      services: servicesOf(),
      trustedProxies: [],
      development: false,
      draining: () => false,
      contexts,
      renderPage: async (page, answer) => {
        pages.push(page);
        answer.end('a page');
      },
      ...handling,
    });
  });
  const port = await listen(server);
  const ask = (asked: Asked) => send(port, asked);
  return {
    ask,
    call: (procedure, body, headers = {}) => {
      const json = { 'content-type': 'application/json', ...headers };
      return ask({ method: 'POST', path: `/api/trpc/${procedure}`, body, headers: json });
    },
    port,
    pages,
    contexts,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

function send(port: number, { method = 'GET', path, headers = {}, body, text }: Asked): Promise<Answer> {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const all: Record<string, string | undefined> = {
    host: 'localhost:3000',
    'sec-fetch-site': 'same-origin',
    ...(content !== undefined && { 'content-type': 'application/json' }),
    ...(content !== undefined && { 'content-length': String(Buffer.byteLength(content)) }),
    ...headers,
  };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, method, path, headers: sent, agent: false, setHost: false });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answered = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, text: answered, json: () => JSON.parse(answered) });
        // What is left of a request that was answered before it was read.
        outgoing.destroy();
      });
    });
    outgoing.end(content);
  });
}
