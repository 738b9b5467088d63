import { Agent } from 'node:http';
import { signInApps } from '@/bench/apps';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { ask } from '@/bench/load/ask';
import { openBrowser } from '@/bench/load/visits';
import { tokenOf } from '@/bench/people';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';
import { cookieNames } from '@/server/http/cookies';
import { countStatements } from './wire';

/**
 * How many statements the running app sends for a request, counted on its way to the database, so that nothing in
 * the app can leave one out. BEGIN and COMMIT are not counted.
 */
export async function statements(world: World): Promise<Line[]> {
  const wire = await countStatements(await world.databaseUrl());
  const app = await startApp({
    dataDir: await makeTemporaryDirectory(),
    databaseUrl: wire.databaseUrl,
    // The worker has statements of its own, at times of its own.
    env: { WORKER: 'off' },
  });
  const agent = new Agent({ keepAlive: true });
  const appUrl = `http://localhost:${app.port}`;
  const [bearer = ''] = await signInApps({ databaseUrl: await world.databaseUrl(), appUrl });
  // The first time through, connections are opened.
  await walk({ agent, port: app.port, bearer, n: 0 }, async (_, work) => void (await work()));
  const counts = new Map<string, number>();
  await walk({ agent, port: app.port, bearer, n: 1 }, async (step, work) => {
    wire.reset();
    await work();
    counts.set(step, wire.count());
  });
  agent.destroy();
  await app.stop();
  return linesOf(counts);
}

type Watch = (step: string, work: () => Promise<unknown>) => Promise<void>;

async function walk(visitor: { agent: Agent; port: number; bearer: string; n: number }, watch: Watch) {
  const cookie = `${cookieNames({ secure: false }).session}=${tokenOf(visitor.n)}`;
  for (const path of ['/api/trpc/viewer.me', '/api/trpc/profile.me', '/settings/profile'])
    await watch(path, () => ask({ ...visitor, path, headers: { cookie } }));

  await watch('bearer', () =>
    ask({ ...visitor, path: '/api/trpc/viewer.me', headers: { authorization: `Bearer ${visitor.bearer}` } }),
  );

  const browser = openBrowser(visitor);
  let ticket = '';
  let csrfToken = '';
  await watch('start', () => browser.start());
  await watch('password', async () => {
    ticket = await browser.password();
  });
  await watch('csrf', async () => {
    csrfToken = await browser.csrf();
  });
  await watch('callback', () => browser.callback({ ticket, csrfToken }));
}

function linesOf(counts: Map<string, number>): Line[] {
  const of = (...steps: string[]) => steps.reduce((sum, step) => sum + (counts.get(step) ?? Number.NaN), 0);
  const line = (name: string, value: number, most?: number): Line => ({
    name,
    value,
    unit: 'statements',
    isBudget: true,
    ...(most !== undefined && { wanted: { most } }),
  });
  const flow = ['start', 'password', 'csrf', 'callback'];
  return [
    line('an authenticated request (viewer.me)', of('/api/trpc/viewer.me'), 1),
    line('a request of an app (viewer.me, bearer token)', of('bearer'), 1),
    line('profile.me', of('/api/trpc/profile.me'), 2),
    line('the page /settings/profile', of('/settings/profile'), 5),
    line('signIn.password', of('password'), 6),
    {
      ...line('signing in, the whole way', of(...flow)),
      note: flow.map((step) => `${step} ${of(step)}`).join(', '),
    },
  ];
}
