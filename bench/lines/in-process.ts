import type { Line } from '@/bench/line';
import { inRounds, median, percentile } from '@/bench/rounds';
import { recordStatements, type Statement } from '@/db/recorder';
import { can } from '@/server/roles/check';
import { listReachable } from '@/server/roles/reachable';
import type { Filled } from './ground';
import { visitorOf } from './subject';

/** Of a round, one call after the other; and calls whose statements are sent again. */
const SECONDS = 1;
const SAMPLES = 200;

/** What other parts of the app ask in their own process, one call after the other, beside the very same statements through the driver alone. */
export async function inProcess(ground: Filled, { small }: { small: boolean }): Promise<Line[]> {
  const { db } = ground;
  const now = new Date();
  const person = (n: number) => visitorOf(ground, n).id;
  const kinds: [string, (n: number) => Promise<unknown>][] = [
    [
      'a permission checked on a person, in process',
      (n) =>
        can(db, {
          userId: person(n),
          permission: 'person.view',
          object: { type: 'person', id: person(n + 7) },
          now,
        }),
    ],
    [
      'a page of the people whom somebody may reach, in process',
      (n) => listReachable(db, { userId: person(n), type: 'person', permissions: ['person.view'], now }),
    ],
  ];
  const lines: Line[] = [];
  for (const [name, call] of kinds) lines.push(await besideItsStatements(ground, { name, call, small }));
  return lines;
}

async function besideItsStatements(
  { connection: { sql } }: Filled,
  { name, call, small }: { name: string; call: (n: number) => Promise<unknown>; small: boolean },
): Promise<Line> {
  const seconds = small ? 0.1 : SECONDS;
  const recorded: Statement[][] = [];
  for (let n = 0; n < (small ? 5 : SAMPLES); n++)
    recorded.push((await recordStatements(() => call(n))).statements);
  const alone = async (n: number) => {
    for (const { text, parameters } of recorded[n] ?? [])
      await sql.unsafe(
        text,
        parameters.map((value) => value as string),
        { prepare: true },
      );
  };
  const timed = async (work: (n: number) => Promise<unknown>) => {
    const waits: number[] = [];
    const begun = performance.now();
    while (performance.now() - begun < seconds * 1000) {
      const before = performance.now();
      await work(waits.length % recorded.length);
      waits.push(performance.now() - before);
    }
    return {
      rate: (waits.length * 1000) / (performance.now() - begun),
      p50: median(waits),
      p99: percentile(waits, 0.99),
    };
  };
  if (!small) for (const work of [alone, call]) await timed(work);
  const rounds = await inRounds(
    async () => ({ best: await timed(alone), ours: await timed(call) }),
    small ? 1 : undefined,
  );
  const of = (figure: 'rate' | 'p50' | 'p99') => median(rounds.map(({ ours }) => ours[figure]));
  return {
    name,
    value: of('rate'),
    unit: '/s',
    best: {
      name: 'the statements alone',
      value: median(rounds.map(({ best }) => best.rate)),
      ratio: median(rounds.map(({ ours, best }) => ours.rate / best.rate)),
    },
    details: {
      p50: of('p50'),
      p99: of('p99'),
      statements: Math.max(...recorded.map(({ length }) => length)),
    },
    wanted: { leastRatio: 0.8 },
    why: 'parameters and rows are turned into what the code works with',
    note: 'one after the other',
  };
}
