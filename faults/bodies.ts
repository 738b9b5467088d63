import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask, call, wordOf } from './ask';
import type { Fault, Finding } from './fault';
import { type Stage, setStage } from './stage';
import { until } from './until';

const IDLE = 2_000;
const SLOW = 200;
const LEVELS = 100_000;
const MEGABYTES_20 = Buffer.alloc(20_000_000, 'x');
const TIMES = 20;
const AT_ONCE = 4;
/** Milliseconds in which others are answered meanwhile. */
const OTHERS_LIMIT = 2_000;
/** Until whoever sends half a head is cut off (server/http/create-server.ts), and a little. */
const HEAD_LIMIT = 14_000;
/** MB that memory may have grown by, once all of it is over: what a heap keeps for later. */
const GROWTH = 150;

/**
 * Bodies of 20 MB and ones that are malformed, JSON a hundred thousand levels deep, two hundred clients that send their request a
 * byte at a time, and two thousand connections that say nothing.
 *
 * Each gets the status that is its own, and costs nobody else more than a moment: others are answered within two seconds throughout.
 * Slow ones are cut off after ten seconds. The memory comes back.
 */
export const bodies: Fault = {
  name: 'bodies',
  async run(ground) {
    const stage = await setStage(ground);
    const person = await stage.given.user();
    const before = await memoryOf(stage);
    const others = watchOthers(stage, person.token);
    const statuses = await sendWrongBodies(stage, person.token);
    ground.say(`${SLOW} slow clients, ${IDLE} idle connections`);
    const idle = await openMany(stage.app.port, IDLE);
    const slow = await openMany(stage.app.port, SLOW);
    const begun = performance.now();
    const dripping = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('x');
    }, 500);
    for (const socket of slow)
      socket.write('GET /api/trpc/profile.me HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const cut = await until(() => slow.every(({ destroyed }) => destroyed), {
      limit: HEAD_LIMIT,
      since: begun,
    });
    clearInterval(dripping);
    const { slowest, wrong, asked } = await others.stop();
    for (const socket of [...idle, ...slow]) socket.destroy();
    const settled = await until(async () => (await memoryOf(stage)) - before <= GROWTH, {
      limit: 20_000,
      every: 500,
    });
    const after = await memoryOf(stage);
    return [
      ...statuses,
      {
        must: `${SLOW} slow clients are cut off`,
        held: cut !== undefined,
        figure: cut === undefined ? 'not all' : `all after ${(cut / 1000).toFixed(1)} s`,
      },
      {
        must: `others are answered meanwhile, beside ${IDLE} idle connections`,
        held: wrong === 0 && slowest <= OTHERS_LIMIT,
        figure: `${asked} asked, ${wrong} not answered well, ${Math.round(slowest)} ms at most`,
      },
      {
        must: 'the memory comes back',
        held: settled !== undefined,
        figure: `${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`,
      },
    ];
  },
};

interface Wrong {
  what: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  wanted: number;
}

const deep = (open: string, close: string) => open.repeat(LEVELS) + close.repeat(LEVELS);

const WRONG: Wrong[] = [
  { what: '20 MB', body: MEGABYTES_20, wanted: 413 },
  {
    what: 'a million bytes too many of JSON',
    body: JSON.stringify({ location: 'x'.repeat(2_000_000) }),
    wanted: 413,
  },
  { what: 'half of an object', body: '{"location":', wanted: 400 },
  { what: 'bytes that are no text', body: Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]), wanted: 400 },
  { what: 'nothing', body: '', wanted: 400 },
  { what: 'lists in lists', body: deep('[', ']'), wanted: 400 },
  {
    what: 'objects in objects',
    body: `{"location":${deep('{"a":', '}').replace('{"a":}', '{}')}}`,
    wanted: 400,
  },
  { what: 'another type', body: 'location=x', headers: { 'content-type': 'text/plain' }, wanted: 415 },
];

async function sendWrongBodies(stage: Stage, token: string): Promise<Finding[]> {
  const wrong: string[] = [];
  for (const { what, body, headers, wanted } of WRONG) {
    const send = () =>
      call(stage.app.port, 'profile.update', undefined, { token, body, ...(headers && { headers }) });
    const answers: Answer[] = [];
    while (answers.length < TIMES)
      answers.push(...(await Promise.all(Array.from({ length: AT_ONCE }, send))));
    // Cut off while it was still sending, a client may not get to read what it was told; some do.
    const isRight = (answer: Answer) => answer.status === wanted || (wanted === 413 && answer.status === 0);
    const other = answers.find((answer) => !isRight(answer));
    if (answers.every(({ status }) => status !== wanted)) wrong.push(`${what}: nobody was told ${wanted}`);
    if (other) wrong.push(`${what}: ${wordOf(other)} and not ${wanted}`);
  }
  return [
    {
      must: 'each wrong body gets the status that is its own',
      held: wrong.length === 0,
      figure: `${WRONG.length} kinds, ${TIMES} of each${wrong.length ? `; ${wrong.join('; ')}` : ''}`,
    },
  ];
}

/** Somebody else who reads and looks at a page all the time. */
function watchOthers(stage: Stage, token: string) {
  let isOver = false;
  const result = { slowest: 0, wrong: 0, asked: 0 };
  const look = async () => {
    while (!isOver) {
      const answer = await ask(stage.app.port, { path: '/api/trpc/profile.me', token });
      result.asked++;
      result.slowest = Math.max(result.slowest, answer.at - answer.asked);
      if (answer.status !== 200) result.wrong++;
      await sleep(20);
    }
  };
  const looking = look();
  return {
    async stop() {
      isOver = true;
      await looking;
      return result;
    },
  };
}

async function openMany(port: number, number: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < number) {
    const some = Array.from({ length: Math.min(100, number - sockets.length) }, () =>
      connect(port, '127.0.0.1'),
    );
    for (const socket of some) socket.on('error', () => undefined).resume();
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    sockets.push(...some);
  }
  return sockets;
}

/** MB of the app's process. */
async function memoryOf({ app }: Stage) {
  const status = await readFile(`/proc/${app.pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1_000_000;
}
