import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { median } from '@/bench/rounds';
import { type Connection, type Database, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { recordStatements, type Statement } from '@/db/recorder';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { can } from '@/server/roles/check';
import { checkMany } from '@/server/roles/check-many';
import { syncPermissions } from '@/server/roles/commands';
import { listHolders } from '@/server/roles/holders';
import { listReachable } from '@/server/roles/reachable';
import { CROWD, seedCrowd } from '@/server/seed-crowd';
import { pagesOf } from './plan';

const PEOPLE = 1_000_000;
/** Of the database, for its pages: what a server for so many people has, and not the 128 MB of one that nobody has set up. */
const MEMORY = '2GB';
/** A round of each; a page costs as much as ten checks. */
const CHECK_CALLS = 300;
const PAGE_CALLS = 50;
const ROUNDS = 3;
/** Of one round: on a busy machine there are fewer calls in it. */
const MOST_MS = 1000;
/** What reads more pages than that is a plan gone wrong, and its time is not waited for. */
const MOST_BUFFERS = 5000;

type Work = (n: number) => Promise<unknown>;

/**
 * Permissions among a million people, three million memberships and ten million grants: what one check and the first page of each
 * list cost, in pages read and in time, beside the very same statement sent through the driver alone.
 */
export async function permissions(): Promise<Line[]> {
  const { connection, loaded } = await openCrowd(PEOPLE);
  return [loaded, ...(await measurePermissions(connection))];
}

async function measurePermissions({ db, sql }: Connection): Promise<Line[]> {
  const ids = await findIds(sql);
  const { ordinary, inManyGroups, withManyGrants, givenToMany, others, groups } = ids;
  const now = new Date();
  const other = (n: number) => others[n % others.length] ?? ordinary;
  const group = (n: number) => groups[n % groups.length] ?? ordinary;
  const viewing = (userId: string, id: (n: number) => string) => (n: number) =>
    can(db, { userId, permission: 'person.view', object: { type: 'person', id: id(n) }, now });
  const checks: [string, Work, number?][] = [
    ['ordinary people, a person', (n) => viewing(other(n + 7), other)(n), 60],
    [
      'ordinary people, a group',
      (n) =>
        can(db, {
          userId: other(n),
          permission: 'group.update',
          object: { type: 'group', id: group(n) },
          now,
        }),
      60,
    ],
    ['somebody with 100 000 grants', viewing(withManyGrants, other), 60],
    ['an object with 50 000 grants', (n) => viewing(other(n), () => givenToMany)(n), 60],
    ['somebody in 1000 groups', viewing(inManyGroups, other), 60],
  ];
  const reaching = (userId: string) => () =>
    listReachable(db, { userId, type: 'person', permissions: ['person.view'], now });
  // Of what moderating a group does not give, or that alone would fill the page.
  const reachingByGroups = () =>
    listReachable(db, { userId: inManyGroups, type: 'person', permissions: ['person.viewEmail'], now });
  const reachingForAll = () =>
    listReachable(db, {
      userId: inManyGroups,
      type: 'person',
      permissions: ['person.view', 'person.viewEmail', 'person.warn'],
      match: 'all',
      now,
    });
  const holding = (id: string) => () =>
    listHolders(db, { object: { type: 'person', id }, permissions: ['person.view'], now });
  const pages: [string, Work, number?][] = [
    ['what ordinary people may reach', (n) => reaching(other(n))(), 600],
    ['what somebody with 100 000 grants may reach', reaching(withManyGrants), 600],
    ['what somebody in 1000 groups may reach', reachingByGroups, 600],
    ['the same, with all of three permissions', reachingForAll, 600],
    ['who may reach an ordinary person', (n) => holding(other(n))(), 600],
    ['who may reach an object with 50 000 grants', holding(givenToMany), 600],
    ['who may reach somebody in 1000 groups', holding(inManyGroups), 600],
    [
      'everything on fifty objects',
      (n) =>
        checkMany(db, { userId: other(n), type: 'person', ids: others.slice(n % 100, (n % 100) + 50), now }),
      600,
    ],
  ];
  const asked: Asked[] = [
    ...checks.map(([name, work, most]) => ({
      name: `check: ${name}`,
      work,
      most,
      mostMs: 0.3,
      calls: CHECK_CALLS,
    })),
    ...pages.map(([name, work, most]) => ({ name, work, most, calls: PAGE_CALLS })),
  ];
  const counted: Counted[] = [];
  for (const one of asked) counted.push(await count(db, one));
  const lines: Line[] = [await least(sql)];
  for (const one of counted) {
    lines.push(one.line);
    if (one.isReasonable) lines.push(await time(sql, one));
  }
  return lines;
}

/** An empty database of its own, with everybody in it. */
async function openCrowd(people: number): Promise<{ connection: Connection; loaded: Line }> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const dataDir = await makeTemporaryDirectory();
  const { url, stop } = await startEmbeddedDatabase({ dataDir, memory: MEMORY, log });
  atEnd(stop);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  const connection = openDatabase(url, { max: 1, applicationName: 'foyer bench' });
  atEnd(() => connection.end());
  await syncPermissions(connection.db, { now: new Date() });
  const begun = performance.now();
  const made = await seedCrowd(url, { people, seed: 1, log });
  await connection.sql`set plan_cache_mode = force_generic_plan`;
  return {
    connection,
    loaded: {
      name: `${people} people with groups and grants, loaded`,
      value: (performance.now() - begun) / 1000,
      unit: 's',
      wanted: { most: 300 },
      note: `${made?.memberships} memberships, ${made?.grants} grants`,
    },
  };
}

/** Those who stand out, and a few hundred who do not. */
async function findIds(sql: Connection['sql']) {
  const person = async (n: number) => {
    const [row] = await sql`select id from users where email = ${`person-1-${n}@example.test`}`;
    return String(row?.id);
  };
  const others = await sql`
    select id from users where status = 'active' and created_at > '2026-01-01T01:00:00Z' and created_at < '2026-01-01T01:10:00Z' order by id limit 300`;
  const groups = await sql`select id from groups order by id limit 300`;
  return {
    ordinary: await person(CROWD.ordinary),
    inManyGroups: await person(CROWD.inManyGroups),
    withManyGrants: await person(CROWD.withManyGrants),
    givenToMany: await person(CROWD.givenToMany),
    others: others.map(({ id }) => String(id)),
    groups: groups.map(({ id }) => String(id)),
  };
}

interface Asked {
  name: string;
  work: Work;
  /** Buffers at most. */
  most?: number | undefined;
  /** Of the time of one call. */
  mostMs?: number;
  calls: number;
}

type Counted = Asked & { line: Line; statements: Statement[][]; isReasonable: boolean };

/**
 * The pages of the call that reads most of twenty. It comes before any time is taken: a plan gone wrong is told within a
 * second, and not after hundreds of calls.
 */
async function count(db: Database, asked: Asked): Promise<Counted> {
  const { name, work, most } = asked;
  let buffers = 0;
  const endToEnd = new Set<string>();
  const statements: Statement[][] = [];
  for (let n = 0; n < 20; n++) {
    const recorded = await recordStatements(() => work(n));
    let sum = 0;
    for (const statement of recorded.statements) {
      const read = await pagesOf(db, statement);
      sum += read.buffers;
      for (const table of read.endToEnd) endToEnd.add(table);
    }
    buffers = Math.max(buffers, sum);
    statements.push(recorded.statements);
  }
  const counts = new Set(statements.map(({ length }) => length));
  const notes = [
    `statements: ${[...counts].join(' or ')}`,
    ...[...endToEnd].map((table) => `${table} is read from end to end`),
  ];
  process.stderr.write(`${buffers} buffers  ${name}; ${notes.join('; ')}\n`);
  const line: Line = {
    name,
    value: buffers,
    unit: 'buffers',
    isBudget: true,
    // Whatever the limit, no large table is read as a whole.
    wanted: { most: endToEnd.size > 0 ? 0 : (most ?? MOST_BUFFERS) },
    note: notes.join('; '),
  };
  return { ...asked, line, statements, isReasonable: buffers <= MOST_BUFFERS && endToEnd.size === 0 };
}

/** The time of a call beside that of its statements alone. */
async function time(sql: Connection['sql'], counted: Counted): Promise<Line> {
  const { name, work, statements, calls, mostMs } = counted;
  const alone: Work = async (n) => {
    for (const { text, parameters } of statements[n % statements.length] ?? [])
      await sql.unsafe(
        text,
        parameters.map((value) => value as string),
        { prepare: true },
      );
  };
  const ours: number[] = [];
  const best: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await middleOf(calls, (n) => work(n % statements.length)));
    best.push(await middleOf(calls, alone));
  }
  const [ms, least] = [median(ours), median(best)];
  return {
    name: `${name}, p50`,
    value: ms,
    unit: 'ms',
    best: { name: 'the same through the driver', value: least, ratio: least / ms },
    ...(mostMs !== undefined && { wanted: { most: mostMs } }),
  };
}

/** The way to the database and back, without any work there: below it no statement can be. */
async function least(sql: Connection['sql']): Promise<Line> {
  const value = await middleOf(CHECK_CALLS, () => sql.unsafe('select $1::int', [1], { prepare: true }));
  return { name: 'a statement that does nothing, p50', value, unit: 'ms' };
}

async function middleOf(calls: number, work: Work): Promise<number> {
  const waits: number[] = [];
  const until = performance.now() + MOST_MS;
  for (let n = 0; n < calls && (n < 20 || performance.now() < until); n++) {
    const begun = performance.now();
    await work(n);
    waits.push(performance.now() - begun);
  }
  return median(waits);
}
