import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inArray, sql } from 'drizzle-orm';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { memoryOf } from '@/bench/memory';
import { emailOf, tokenOf } from '@/bench/people';
import { inRounds, median, percentile } from '@/bench/rounds';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';
import { openDatabase } from '@/db/client';
import { users } from '@/db/schema/users';
import { cookieNames } from '@/server/http/cookies';

const STREAMS = 1000;
const AT_ONCE = 20;
/** Ids in one word of PostgreSQL, which holds 8000 bytes. */
const TOGETHER = 200;
/** Milliseconds without a message after which all of them rest. */
const QUIET = 1500;
const LIMIT = 120_000;

/** What a thousand live streams of one instance weigh, and how long it takes until all of them have told of one event. */
export async function streams(world: World): Promise<Line[]> {
  const databaseUrl = await world.databaseUrl();
  const { db, end } = openDatabase(databaseUrl, { max: 1, applicationName: 'foyer bench' });
  const app = await startApp({ dataDir: await makeTemporaryDirectory(), databaseUrl });
  const before = await memoryOf(app.group);
  const agent = new Agent({ maxSockets: STREAMS });
  const last = new Map<number, number>();
  const opened = [];
  // Not all at the same moment: the app refuses whoever would wait too long for the database, and they would come back.
  for (let n = 0; n < STREAMS; n++) {
    const onMessage = () => last.set(n, performance.now());
    opened.push(open({ agent, port: app.port, token: tokenOf(n), onMessage }));
    if (n % AT_ONCE === 0) await until(last, { size: n - AT_ONCE });
  }
  await until(last);
  const weight = await memoryOf(app.group);

  const emails = Array.from({ length: STREAMS }, (_, n) => emailOf(n));
  const people = await db.select({ id: users.id }).from(users).where(inArray(users.email, emails));
  const ids = people.map(({ id }) => id);
  const rounds = await inRounds(async () => {
    last.clear();
    const begun = performance.now();
    for (let from = 0; from < STREAMS; from += TOGETHER)
      await db.execute(
        sql`select pg_notify('notifications_changed', ${ids.slice(from, from + TOGETHER).join(',')})`,
      );
    await until(last);
    return [...last.values()].map((at) => at - begun);
  });
  for (const stream of opened) stream.destroy();
  agent.destroy();
  await app.stop();
  await end();
  const [p50, p99] = [0.5, 0.99].map((share) => median(rounds.map((waits) => percentile(waits, share))));
  return [
    {
      name: `memory that ${STREAMS} live streams take`,
      value: weight - before,
      unit: 'MB',
      wanted: { most: 300 },
      note: `${weight.toFixed(0)} MB in all, ${before.toFixed(0)} MB without`,
    },
    {
      name: 'an event told by all of them, p99',
      value: p99 ?? Number.NaN,
      unit: 'ms',
      wanted: { most: 1000 },
      note: `p50 ${(p50 ?? Number.NaN).toFixed(0)} ms`,
    },
  ];
}

function open(given: { agent: Agent; port: number; token: string; onMessage: () => void }) {
  const { agent, port, token, onMessage } = given;
  const sent = request({
    agent,
    host: '127.0.0.1',
    port,
    path: `/api/trpc/notifications.stream?input=${encodeURIComponent('{}')}`,
    headers: {
      cookie: `${cookieNames({ secure: false }).session}=${token}`,
      'sec-fetch-site': 'same-origin',
    },
  });
  sent.on('response', (answer) => {
    if (answer.statusCode !== 200) throw new Error(`a stream was answered with ${answer.statusCode}`);
    answer.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('"changed"')) onMessage();
    });
    answer.on('error', () => undefined);
  });
  sent.on('error', () => undefined);
  sent.end();
  return sent;
}

/** Until so many streams have told; all of them unless given, and none does any more. */
async function until(last: Map<number, number>, { size }: { size?: number } = {}) {
  const end = performance.now() + LIMIT;
  const isRestless = () => size === undefined && performance.now() - Math.max(...last.values()) < QUIET;
  while (last.size < (size ?? STREAMS) || isRestless()) {
    if (performance.now() > end) throw new Error(`${last.size} of ${STREAMS} streams told of it`);
    await sleep(20);
  }
}
