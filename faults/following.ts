import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Person } from '@/server/testing/factories';

/** A browser waits a second before it opens a stream again (components/live/follow-changes.ts); the half of it will do. */
const PAUSE = 500;

const Message = z.object({ kind: z.string(), newer: z.array(z.string()) });

/** Somebody's inbox, followed as a browser does: a stream that ends or breaks is opened again, with the id of its last message. */
export interface Followed {
  person: Person;
  /** The ids of what came, in the order of the messages. */
  named: string[];
  /** Messages of all kinds. */
  messages: number;
  /** Streams that were opened and told something. */
  opened: number;
  close(): void;
}

/** Follows the inbox of a person at a port. */
export function followInboxOf(person: Person, port: number): Followed {
  let isOver = false;
  let current: ClientRequest | undefined;
  let last: string | undefined;
  const followed: Followed = {
    ...{ person, named: [], messages: 0, opened: 0 },
    close() {
      isOver = true;
      current?.destroy();
    },
  };
  const hear = (block: string) => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
    const message = Message.safeParse(parse(field('data') ?? ''));
    if (!message.success) return false;
    followed.messages++;
    followed.named.push(...message.data.newer.toReversed());
    last = field('id') ?? last;
    return true;
  };
  const open = () =>
    new Promise<void>((resolve) => {
      const input = JSON.stringify({ ...(last !== undefined && { lastEventId: last }) });
      const sent = request({
        ...{ host: '127.0.0.1', port, agent: false },
        path: `/api/trpc/notifications.stream?input=${encodeURIComponent(input)}`,
        headers: {
          host: 'localhost',
          cookie: `foyer.session=${person.token}`,
          'sec-fetch-site': 'same-origin',
        },
      });
      current = sent;
      let [rest, isHeard] = ['', false];
      sent.on('response', (answer) => {
        answer.setEncoding('utf8').on('data', (text: string) => {
          const blocks = (rest + text).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks)
            if (hear(block) && !isHeard) {
              isHeard = true;
              followed.opened++;
            }
        });
        answer.on('error', () => undefined).on('close', () => resolve());
      });
      sent.on('error', () => resolve()).end();
    });
  void (async () => {
    while (!isOver) {
      await open();
      if (!isOver) await sleep(PAUSE);
    }
  })();
  return followed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
