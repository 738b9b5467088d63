import type { Line } from '@/bench/line';
import { memoryOf } from '@/bench/memory';
import { inRounds, median } from '@/bench/rounds';
import type { RunningApp } from '@/bench/running-app';
import { checkPasswords } from '@/bench/sign-ins/check-passwords';
import { startBare } from './bare';
import { startEmptyPage } from './empty-page';
import { type Fired, startFire } from './fire';
import type { Filled } from './ground';
import { makePhotos } from './photograph';
import { recordVisits } from './recording';
import type { Limit, Subject } from './subject';
import { type Visit, written } from './visit';

/** Visits that are made ready where they can be begun anew. */
const POOL = 400;
/** Of a round, and of what goes before the first: until the code is compiled for what it does. */
const SECONDS = 1.5;
const WARM_UP_SECONDS = 3;
/** Visits that are made ready at once: as many as there are connections to the database. */
const TOGETHER = 4;
const SMALL = { pool: 6, seconds: 0.2, rounds: 1 };

const AS: Record<Limit, string> = {
  bare: 'bare node:http, the same statements',
  argon2id: 'argon2id alone',
  picture: 'the pictures alone',
  empty: 'a page of Next with one word',
};

/** Measures lines at one running app. */
export function makeMeasuring({ ground, app, small }: { ground: Filled; app: RunningApp; small: boolean }) {
  const fire = startFire();
  const bare = startBare();
  const place = { port: app.port, appUrl: `http://localhost:${app.port}` };
  const seconds = small ? SMALL.seconds : SECONDS;
  let emptyPort: Promise<number> | undefined;

  /** What one line is made of. */
  const partsOf = (subject: Subject) => {
    const { once, connections, wanted, writes = false } = subject;
    const many = small ? SMALL.pool : (once ?? POOL);
    // Those before were counted.
    let n = 10;
    let pool: Promise<Visit[]> | undefined;
    const makeReady = async () => {
      const visits: Visit[] = [];
      while (visits.length < many) {
        const some = Array.from({ length: Math.min(TOGETHER, many - visits.length) }, () => n++);
        visits.push(...(await Promise.all(some.map((at) => subject.ready(ground, { place, n: at })))));
      }
      return visits;
    };
    const visits = () => {
      if (once !== undefined) return makeReady();
      pool ??= makeReady();
      return pool;
    };
    const send = (port: number, requests: string[], rest: { wanted: string; seconds: number }) =>
      fire.run({ port, requests, connections, again: once === undefined, ...rest });

    const ask = async (time = seconds): Promise<Fired> => {
      const requests = (await visits()).map(({ asked }) => written(asked, place));
      // What is used up ends with the last of them.
      return send(app.port, requests, { wanted, seconds: once === undefined ? time : 60 });
    };
    let isPrepared = false;
    let port = 0;
    const askBare = async (bytes: number, time = seconds): Promise<{ rate: number }> => {
      if (once !== undefined || !isPrepared) {
        const recordings = await recordVisits(ground.databaseUrl, await visits());
        port = await bare({ databaseUrl: ground.databaseUrl, recordings, writes, bytes });
        isPrepared = true;
      }
      const requests = Array.from({ length: many }, (_, at) => written({ path: `/${at}` }, { port }));
      return send(port, requests, { wanted: '', seconds: once === undefined ? time : 60 });
    };
    const limits: Record<Limit, (bytes: number, time?: number) => Promise<{ rate: number }>> = {
      bare: askBare,
      argon2id: async (_, time = seconds) => ({ rate: await checkPasswords(time) }),
      picture: async () => ({ rate: await makePhotos(many) }),
      async empty(_, time = seconds) {
        emptyPort ??= startEmptyPage();
        const at = await emptyPort;
        return send(at, [written({ path: '/' }, { port: at })], { wanted: 'nothing', seconds: time });
      },
    };
    return { ask, limit: limits[subject.limit] };
  };

  return {
    /** The app and its limit in turn, three times. */
    async line(subject: Subject, { statements }: { statements: number }): Promise<Line> {
      const { ask, limit } = partsOf(subject);
      const warmUp = small ? SMALL.seconds : WARM_UP_SECONDS;
      const { bytes } = await ask(warmUp);
      if (!small) await limit(bytes, warmUp);
      const rounds = await inRounds(
        async () => ({ best: await limit(bytes), ours: await ask() }),
        small ? SMALL.rounds : undefined,
      );
      const of = (figure: 'rate' | 'p50' | 'p99') => median(rounds.map(({ ours }) => ours[figure]));
      const ratio = median(rounds.map(({ ours, best }) => ours.rate / best.rate));
      return {
        name: subject.name,
        value: of('rate'),
        unit: '/s',
        best: { name: AS[subject.limit], value: median(rounds.map(({ best }) => best.rate)), ratio },
        details: { p50: of('p50'), p99: of('p99'), statements, memory: await memoryOf(app.group) },
        note: `${subject.connections} connections`,
        ...(subject.leastRatio !== undefined && { wanted: { leastRatio: subject.leastRatio } }),
        why: subject.why,
      };
    },
  };
}
