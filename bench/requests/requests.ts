import { Agent } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { startChild } from '@/bench/child';
import type { Line } from '@/bench/line';
import { ask } from '@/bench/load/ask';
import { tokenOf } from '@/bench/people';
import { compare, inRounds } from '@/bench/rounds';
import type { World } from '@/bench/world';
import { cookieNames } from '@/server/http/cookies';

const CONNECTIONS = [1, 8, 32] as const;
const MOST = 32;
const WARM_UP_SECONDS = 2;
const SECONDS = 1.5;

/**
 * `profile.me` over HTTP with the cookie of a session: how many a second at 1, 8 and 32 connections, beside a bare
 * server that gives the same answer.
 */
export async function requests(world: World): Promise<Line[]> {
  const [app, bare] = [await world.app(), await startBareServer(await world.databaseUrl())];
  const targets = {
    joined: { port: bare.port, path: '/joined' },
    app: { port: app.port, path: '/api/trpc/profile.me' },
    ours: { port: bare.port, path: '/ours' },
  };
  await checkSameAnswer(targets.app, targets.joined);
  const load = (subject: keyof typeof targets, connections: number, seconds = SECONDS) =>
    world.load().run({ visit: 'read', ...targets[subject], connections, seconds });
  for (const subject of ['joined', 'app', 'ours'] as const) await load(subject, MOST, WARM_UP_SECONDS);

  const lines: Line[] = [];
  for (const connections of CONNECTIONS) {
    const rounds = await inRounds(async () => ({
      joined: await load('joined', connections),
      app: await load('app', connections),
      ours: await load('ours', connections),
    }));
    const app = rounds.map((round) => round.app);
    const joined = rounds.map((round) => round.joined);
    lines.push({
      name: `profile.me, ${connections} connection${connections > 1 ? 's' : ''}`,
      ...compare({ ours: app, best: joined, as: 'bare node:http, one statement' }),
      ...(connections === MOST && { wanted: { leastRatio: 0.5 } }),
    });
    if (connections < MOST) continue;
    // What is left to gain without touching the statements.
    const ours = rounds.map((round) => round.ours);
    lines.push({
      name: '  beside its own statements',
      ...compare({ ours: app, best: ours, as: 'bare node:http, our two statements' }),
    });
  }
  return lines;
}

async function startBareServer(databaseUrl: string): Promise<{ port: number }> {
  return z.object({ port: z.number() }).parse(await startChild('bare-server').ask({ databaseUrl }));
}

/** A limit that does less than the app would be none. */
async function checkSameAnswer(...targets: { port: number; path: string }[]) {
  const agent = new Agent();
  const cookie = `${cookieNames({ secure: false }).session}=${tokenOf(7)}`;
  const answers = await Promise.all(targets.map((target) => ask({ agent, ...target, headers: { cookie } })));
  const [first, ...others] = answers.map(({ body }): unknown => JSON.parse(body));
  if (!others.every((other) => isDeepStrictEqual(other, first)))
    throw new Error(`the bare server answers something else than the app: ${JSON.stringify(answers)}`);
}
