import { Agent } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { signInApps } from '@/bench/apps';
import { startChild } from '@/bench/child';
import type { Line } from '@/bench/line';
import { ask } from '@/bench/load/ask';
import { tokenOf } from '@/bench/people';
import { compare, inRounds } from '@/bench/rounds';
import type { World } from '@/bench/world';
import { cookieNames } from '@/server/http/cookies';

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 2;
const SECONDS = 1.5;

/**
 * What it costs to know who asks: `viewer.me`, which does nothing else, by the cookie of a session and by the access
 * token of an app, beside a bare server that does the same one look-up.
 */
export async function checks(world: World): Promise<Line[]> {
  const [app, databaseUrl] = [await world.app(), await world.databaseUrl()];
  const appUrl = `http://localhost:${app.port}`;
  const bearers = await signInApps({ databaseUrl, appUrl });
  const [bearer = ''] = bearers;
  const bare = z
    .object({ port: z.number() })
    .parse(await startChild('bare-server').ask({ databaseUrl, bearer, appUrl }));
  const me = { port: app.port, path: '/api/trpc/viewer.me' };
  const kinds = [
    {
      name: 'a session checked (viewer.me, cookie)',
      visit: 'read',
      bare: '/session',
      headers: { cookie: `${cookieNames({ secure: false }).session}=${tokenOf(7)}` },
    },
    {
      name: 'a bearer token checked (viewer.me)',
      visit: 'readByToken',
      bare: '/bearer',
      headers: { authorization: `Bearer ${bearer}` },
    },
  ] as const;

  const lines: Line[] = [];
  for (const { name, visit, bare: path, headers } of kinds) {
    const limit = { port: bare.port, path };
    await checkSameAnswer({ headers, targets: [me, limit] });
    const load = (target: typeof me, seconds = SECONDS) =>
      world.load().run({ visit, ...target, bearers: [...bearers], connections: CONNECTIONS, seconds });
    for (const target of [limit, me]) await load(target, WARM_UP_SECONDS);
    const rounds = await inRounds(async () => ({ best: await load(limit), ours: await load(me) }));
    const [ours, best] = [rounds.map((round) => round.ours), rounds.map((round) => round.best)];
    lines.push({ name, ...compare({ ours, best, as: 'bare node:http, the same look-up' }) });
  }
  return lines;
}

/** A limit that does less than the app would be none. */
async function checkSameAnswer(given: {
  headers: Record<string, string>;
  targets: { port: number; path: string }[];
}) {
  const { headers, targets } = given;
  const agent = new Agent();
  const answers = await Promise.all(targets.map((target) => ask({ agent, ...target, headers })));
  const [first, ...others] = answers.map(({ body }): unknown => JSON.parse(body));
  if (!others.every((other) => isDeepStrictEqual(other, first)))
    throw new Error(`the bare server answers something else than the app: ${JSON.stringify(answers)}`);
}
