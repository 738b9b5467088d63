import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { z } from 'zod';

/** What came of a request. */
export interface Answer {
  /** 0: none came, since the connection was lost or refused. */
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The reason of a refusal, as server/reasons.ts names it. */
  reason: string | undefined;
  /** When it was asked and when the answer was complete (of performance.now). */
  asked: number;
  at: number;
}

export interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** As whom. */
  token?: string | undefined;
  agent?: Agent;
  /** Milliseconds after which no answer is one more answer that did not come. */
  patience?: number;
}

const Refusal = z.object({ error: z.object({ data: z.object({ reason: z.string() }) }) });
const PATIENCE = 40_000;

/** As many connections as are wanted at once, each kept as a browser keeps it. */
export const manyConnections = () => new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** One request to this machine, as from a page of ours. It never throws: a lost connection is an answer as well. */
export function ask(port: number, asked: Asked): Promise<Answer> {
  const { method = 'GET', path, headers = {}, body, token, agent, patience = PATIENCE } = asked;
  const begun = performance.now();
  const none = (text: string): Answer => ({
    ...{ status: 0, headers: {}, text, reason: undefined },
    ...{ asked: begun, at: performance.now() },
  });
  return new Promise((resolve) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      ...(agent ? { agent } : { agent: false }),
      headers: {
        host: `localhost:${port}`,
        'sec-fetch-site': 'same-origin',
        ...(token !== undefined && { cookie: `foyer.session=${token}` }),
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    });
    const late = setTimeout(() => sent.destroy(new Error('no answer')), patience);
    const done = (answer: Answer) => {
      clearTimeout(late);
      resolve(answer);
    };
    sent.on('error', (error) => done(none(error.message)));
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => done(none(error.message)));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: received } = response;
        const reason = reasonIn(text);
        done({ status, headers: received, text, reason, asked: begun, at: performance.now() });
      });
    });
    sent.end(body);
  });
}

/** A mutation, from an address of its own so that the limits count each person apart. */
export function call(port: number, procedure: string, input: unknown, asked: Omit<Asked, 'path'> = {}) {
  return ask(port, {
    method: 'POST',
    path: `/api/trpc/${procedure}`,
    body: JSON.stringify(input ?? {}),
    ...asked,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': anotherAddress(), ...asked.headers },
  });
}

/** A visit of a page. */
export function visit(port: number, path: string, token?: string) {
  return ask(port, { path, token, headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
}

/** A word for an answer, by which answers are counted: its status, with its reason where it has one. */
export function wordOf({ status, reason }: Answer): string {
  if (status === 0) return 'no answer';
  return reason === undefined ? String(status) : `${status} ${reason}`;
}

/** How many of each, such as "200 41, 503 UNAVAILABLE 7". */
export function countWords(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([word, count]) => `${word}: ${count}`)
    .join(', ');
}

let addresses = 0;

/** An address that nobody had before. */
export function anotherAddress() {
  const n = ++addresses;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

function reasonIn(text: string): string | undefined {
  if (!text.startsWith('{"error"')) return undefined;
  try {
    return Refusal.parse(JSON.parse(text)).error.data.reason;
  } catch {
    return undefined;
  }
}
