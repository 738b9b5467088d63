import type { Database } from '@/db/client';

/** A request as it goes over the line. */
export interface Asked {
  /** GET unless there is a body. */
  method?: 'PUT' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: { type: string; content: string | Buffer };
}

/** One visit of a line: what is asked of the app, made ready ahead, so that nothing else is timed. */
export interface Visit {
  asked: Asked;
  /** Asks the same in this process, so that its statements are recorded; absent where the limit has none. */
  call?: (db: Database) => Promise<unknown>;
}

/** Where the app is that is asked: some of what is made ready names its address. */
export interface Place {
  port: number;
  appUrl: string;
}

/** The text of a request, a byte each character (Latin-1). */
export function written({ method, path, headers = {}, body }: Asked, { port }: Pick<Place, 'port'>): string {
  const content = typeof body?.content === 'string' ? Buffer.from(body.content) : body?.content;
  const lines = [
    `${method ?? (body ? 'POST' : 'GET')} ${path} HTTP/1.1`,
    `host: localhost:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body && content ? [`content-type: ${body.type}`, `content-length: ${content.length}`] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${content?.toString('latin1') ?? ''}`;
}
