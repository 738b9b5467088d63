import type { Line } from '@/bench/line';
import { inRounds, median, percentile } from '@/bench/rounds';
import type { Connection } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { getPerson } from '@/server/privacy/queries';
import { searchPeople } from '@/server/privacy/search';
import { idOf, SHUT_OUT, VIEWERS } from './million';
import { openMillion } from './million-database';

const CALLS = 300;
/** A third of all, most of them hidden; a third by handle; a name among many; one among few; nobody. */
const QUERIES = ['an', 'p1', 'ada', 'anf', 'zoe gk', 'qzx'];

/**
 * Search and a page by its handle among a million people, at the database, one call after the other. Every statement takes the
 * plan that fits all of its parameters, since that is the one it is left with when it has been used for a while.
 */
export async function search(): Promise<Line[]> {
  const { db, sql } = await openMillion();
  const ask = (n: number, query: string, after?: string) =>
    searchPeople(db, {
      query,
      after,
      viewer: { userId: idOf(n), asStaff: false },
      secrets: ['a secret that only this measurement knows'],
      now: new Date(),
    });
  const anybody = (n: number) => ask(SHUT_OUT + 1 + (n % (VIEWERS - 1)), QUERIES[n % QUERIES.length] ?? 'an');
  for (let n = 0; n < QUERIES.length * 20; n++) await anybody(n);

  const asked = await timed(CALLS, anybody);
  const shutOut = await timed(CALLS, () => ask(SHUT_OUT, 'an'));
  const pages = await walk((after) => ask(SHUT_OUT + 1, 'an', after));
  const line = (name: string, waits: number[]): Line => ({
    name,
    value: percentile(waits, 0.95),
    unit: 'ms',
    wanted: { most: 30 },
    note: `p95 of ${waits.length}; p50 ${median(waits).toFixed(1)} ms`,
  });
  return [
    line('search among a million people', asked),
    line('the same, page after page of "an"', pages),
    line('the same, shut out by almost all who would be found', shutOut),
    await besideItsStatements({ sql, work: () => ask(SHUT_OUT + 1, 'ada') }),
    ...(await byHandle({ db, sql })),
  ];
}

async function timed(calls: number, call: (n: number) => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 0; n < calls; n++) {
    const begun = performance.now();
    await call(n);
    waits.push(performance.now() - begun);
  }
  return waits;
}

/** How long each page took, from the first on. */
async function walk(page: (after: string | undefined) => Promise<{ next: string | null }>) {
  const waits: number[] = [];
  let after: string | undefined;
  for (let n = 0; n < CALLS; n++) {
    const begun = performance.now();
    const { next } = await page(after);
    waits.push(performance.now() - begun);
    if (next === null) break;
    after = next;
  }
  return waits;
}

/** What our code adds to the two statements that it sends: the count of searches, and the search. */
async function besideItsStatements({
  sql,
  work,
}: {
  sql: Connection['sql'];
  work: () => Promise<unknown>;
}): Promise<Line> {
  const { statements } = await recordStatements(work);
  if (statements.length !== 2) throw new Error('a search sends two statements');
  const alone = async () => {
    for (const { text, parameters } of statements)
      await sql.unsafe(
        text,
        parameters.map((value) => value as string),
        { prepare: true },
      );
  };
  await timed(20, alone);
  const rounds = await inRounds(async () => {
    // One person may not ask that often.
    await sql`truncate rate_limits`;
    return {
      ours: 1000 / median(await timed(CALLS, work)),
      best: 1000 / median(await timed(CALLS, alone)),
    };
  });
  return {
    name: 'a search, in process',
    value: median(rounds.map(({ ours }) => ours)),
    unit: '/s',
    best: {
      name: 'its statements alone',
      value: median(rounds.map(({ best }) => best)),
      ratio: median(rounds.map(({ ours, best }) => ours / best)),
    },
    wanted: { leastRatio: 0.8 },
  };
}

/** A page that is shown, and whether the time tells one that is hidden from one that is not there. */
async function byHandle({ db, sql }: Pick<Connection, 'db' | 'sql'>): Promise<Line[]> {
  const handlesOf = async (audience: string) => {
    const rows = await sql`
      select handle from profiles join privacy_settings using (user_id) join users on users.id = user_id
      where profile = ${audience}::audience and status = 'active' order by user_id limit ${CALLS}`;
    return rows.map(({ handle }) => String(handle));
  };
  const handles = {
    shown: await handlesOf('everyone'),
    hidden: await handlesOf('only_me'),
    missing: Array.from({ length: CALLS }, (_, n) => `p${n * 3}-nobody`),
  };
  const viewer = { userId: idOf(SHUT_OUT + 1), asStaff: false };
  const look = (handle: string) =>
    getPerson(db, { handle, viewer, cause: { actorId: null }, now: new Date() }).catch(() => undefined);
  const waits = { shown: [] as number[], hidden: [] as number[], missing: [] as number[] };
  for (let n = 0; n < CALLS; n++)
    for (const kind of ['shown', 'hidden', 'missing', 'missing', 'hidden', 'shown'] as const)
      waits[kind].push(...(await timed(1, () => look(handles[kind][n] ?? ''))));
  const [hidden, missing] = [median(waits.hidden), median(waits.missing)];
  return [
    {
      name: 'a page by its handle, everything joined',
      value: percentile(waits.shown, 0.95),
      unit: 'ms',
      note: `p95; p50 ${median(waits.shown).toFixed(2)} ms`,
    },
    {
      name: 'a hidden page',
      value: hidden,
      unit: 'ms',
      best: { name: 'one that is not there', value: missing, ratio: hidden / missing },
      wanted: { within: [0.9, 1.1] },
    },
  ];
}
