import { request } from 'node:http';
import type { Person } from '@/server/testing/factories';

/** Live streams that are read, each of one person. */
export interface Streams {
  /** How many people have been told of a change since `forget`. */
  told(): number;
  forget(): void;
  /** How many have ended by themselves. */
  ended(): number;
  close(): void;
}

/** Opens `auth.sessions.changes` for each of them, as a browser does, but without coming back. */
export function openStreams(port: number, people: Person[]): Streams {
  const told = new Set<string>();
  let ended = 0;
  let isOver = false;
  const end = () => {
    if (!isOver) ended++;
  };
  const opened = people.map(({ token }) => {
    const sent = request({
      ...{ host: '127.0.0.1', port, path: '/api/trpc/auth.sessions.changes', agent: false },
      headers: {
        host: `localhost:${port}`,
        cookie: `foyer.session=${token}`,
        'sec-fetch-site': 'same-origin',
      },
    });
    sent.on('response', (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('"changed"')) told.add(token);
      });
      answer.on('error', () => undefined).on('close', end);
    });
    sent.on('error', () => undefined).end();
    return sent;
  });
  return {
    told: () => told.size,
    forget: () => told.clear(),
    ended: () => ended,
    close() {
      isOver = true;
      for (const sent of opened) sent.destroy();
    },
  };
}
