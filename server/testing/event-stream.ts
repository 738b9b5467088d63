import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { expect } from 'vitest';
import { z } from 'zod';

/** What one event of a stream says (HTML Living Standard, section 9.2). */
interface StreamEvent {
  event: string;
  data: unknown;
}

/** A stream of events that somebody reads, as a browser does by EventSource. */
export interface ReadStream {
  headers: IncomingHttpHeaders;
  /** Those that came until now. */
  events: StreamEvent[];
  /** The kinds of the messages among them. */
  kinds(): unknown[];
  /** Resolves once so many messages have come. */
  messages(number: number): Promise<void>;
  /** Resolves when the server has ended it. */
  ended: Promise<void>;
  /** Goes away in the middle. */
  leave(): void;
}

const Message = z.object({ kind: z.string() });

/** Opens the stream of a procedure, and reads it from then on. */
export async function readStream(
  port: number,
  { procedure, headers = {} }: { procedure: string; headers?: Record<string, string> },
): Promise<ReadStream> {
  const outgoing = request({
    port,
    path: `/api/trpc/${procedure}`,
    headers: { host: 'localhost:3000', 'sec-fetch-site': 'same-origin', ...headers },
    agent: false,
    setHost: false,
  });
  const events: StreamEvent[] = [];
  const kinds = () =>
    events.filter(({ event }) => event === 'message').map(({ data }) => Message.parse(data).kind);
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        events.push(...blocks.flatMap(eventOf));
      });
      const ended = new Promise<void>((done, lost) => response.on('end', done).on('error', lost));
      // Who leaves by themselves does not wait for it.
      ended.catch(() => undefined);
      resolve({
        headers: response.headers,
        events,
        kinds,
        messages: async (number) => {
          await expect.poll(() => kinds().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(number);
        },
        ended,
        leave: () => void outgoing.destroy(),
      });
    });
    outgoing.end();
  });
}

function eventOf(block: string): StreamEvent[] {
  const lines = block.split('\n').map((line) => line.split(/: ?(.*)/s));
  const field = (name: string) => lines.find(([found]) => found === name)?.[1];
  const data = field('data');
  if (data === undefined) return [];
  return [{ event: field('event') ?? 'message', data: data === '' ? undefined : JSON.parse(data) }];
}
