import { Agent } from 'node:http';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { openBrowser } from '@/bench/load/visits';
import { emailOf, PASSWORD } from '@/bench/people';
import { median } from '@/bench/rounds';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';

const TRIES = 200;
/** Nobody here has so high a number. */
const NOBODY = 1_000_000;

type Browser = ReturnType<typeof openBrowser>;

/** What somebody asks who wants to know whether an address has an account; each gives back the milliseconds it took. */
const QUESTIONS: Record<string, (browser: Browser, email: string) => Promise<number>> = {
  'a wrong password': async ({ call }, email) => {
    await call('auth.signIn.start', { email });
    return timed(() => call('auth.signIn.password', { password: `not ${PASSWORD}` }, { wanted: 401 }));
  },
  'the first step of signing in': ({ call }, email) => timed(() => call('auth.signIn.start', { email })),
  'passkey options': async ({ call }, email) => {
    await call('auth.signIn.start', { email });
    return timed(() => call('auth.signIn.passkeyOptions', {}));
  },
  'a new password asked for': ({ call }, email) =>
    timed(() => call('auth.password.requestReset', { email, locale: 'en' })),
  'signing up': ({ call }, email) => {
    const person = { displayName: 'Al', password: PASSWORD, locale: 'en', timeZone: null };
    return timed(() => call('auth.signUp', { ...person, email }));
  },
};

/** Whether the time that an answer takes tells if an address has an account: the medians of those that have and have not. */
export async function enumeration(world: World): Promise<Line[]> {
  const app = await startApp({
    dataDir: await makeTemporaryDirectory(),
    databaseUrl: await world.databaseUrl(),
    // A worker would be busy with the mail of one question while the next is timed.
    env: { TRUSTED_PROXIES: '127.0.0.1', WORKER: 'off' },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const lines: Line[] = [];
  // Nobody is asked about twice, so that no limit answers in place of the app.
  let n = 0;
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    const waits = { known: [] as number[], unknown: [] as number[] };
    const both = {
      known: async (who: number) => ask(openBrowser({ agent, port: app.port, n: who }), emailOf(who)),
      unknown: async (who: number) =>
        ask(openBrowser({ agent, port: app.port, n: NOBODY + who }), emailOf(NOBODY + who)),
    };
    for (let at = 0; at < TRIES; at++, n++) {
      // In turn first and second, since what one leaves behind falls to the other.
      for (const kind of at % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const))
        waits[kind].push(await both[kind](n));
    }
    const [known, unknown] = [median(waits.known), median(waits.unknown)];
    lines.push({
      name: `${name}, for an account`,
      value: known,
      unit: 'ms',
      best: { name: 'for none', value: unknown, ratio: known / unknown },
      wanted: { within: [0.9, 1.1] },
      note: `medians of ${TRIES} each`,
    });
  }
  agent.destroy();
  await app.stop();
  return lines;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
