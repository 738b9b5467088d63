import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { median } from '@/bench/rounds';
import { type Connection, openDatabase } from '@/db/client';
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
import { buffersOf } from './plan';

const PEOPLE = 1_000_000;
const CALLS = 300;
const ROUNDS = 3;

type Work = (n: number) => Promise<unknown>;
type Db = Connection['db'];

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
    ['somebody in 1000 groups', viewing(inManyGroups, other)],
  ];
  const reaching = (userId: string) => () =>
    listReachable(db, { userId, type: 'person', permissions: ['person.view'], now });
  // Of what moderating a group does not give, or that alone would fill the page.
  const reachingByGroups = () =>
    listReachable(db, { userId: inManyGroups, type: 'person', permissions: ['person.viewEmail'], now });
  const holding = (id: string) => () =>
    listHolders(db, { object: { type: 'person', id }, permissions: ['person.view'], now });
  const pages: [string, Work, number?][] = [
    ['what ordinary people may reach', (n) => reaching(other(n))(), 600],
    ['what somebody with 100 000 grants may reach', reaching(withManyGrants), 600],
    ['what somebody in 1000 groups may reach', reachingByGroups, 600],
    ['who may reach an ordinary person', (n) => holding(other(n))(), 600],
    ['who may reach an object with 50 000 grants', holding(givenToMany), 600],
    ['who may reach somebody in 1000 groups', holding(inManyGroups), 600],
    [
      'everything on fifty objects',
      (n) =>
        checkMany(db, { userId: other(n), type: 'person', ids: others.slice(n % 100, (n % 100) + 50), now }),
    ],
  ];
  const lines: Line[] = [];
  for (const [name, work, most] of checks)
    lines.push(...(await measure({ db, sql, name: `check: ${name}`, work, most, mostMs: 0.3 })));
  for (const [name, work, most] of pages) lines.push(...(await measure({ db, sql, name, work, most })));
  return lines;
}

/** An empty database of its own, with everybody in it. */
async function openCrowd(people: number): Promise<{ connection: Connection; loaded: Line }> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
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

/** The pages of the call that reads most of twenty, and the time of a call beside that of its statements alone. */
async function measure(given: {
  db: Db;
  sql: Connection['sql'];
  name: string;
  work: Work;
  most?: number | undefined;
  mostMs?: number;
}): Promise<Line[]> {
  const { sql, name, work, most, mostMs } = given;
  let buffers = 0;
  const all: Statement[][] = [];
  for (let n = 0; n < 20; n++) {
    const { statements } = await recordStatements(() => work(n));
    let sum = 0;
    for (const statement of statements) sum += await buffersOf(sql, statement);
    buffers = Math.max(buffers, sum);
    all.push(statements);
  }
  const counts = new Set(all.map(({ length }) => length));
  const alone: Work = async (n) => {
    for (const { text, parameters } of all[n % all.length] ?? [])
      await sql.unsafe(
        text,
        parameters.map((value) => value as string),
        { prepare: true },
      );
  };
  const ours: number[] = [];
  const best: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await middleOf((n) => work(n % all.length)));
    best.push(await middleOf(alone));
  }
  const [ms, least] = [median(ours), median(best)];
  return [
    {
      name,
      value: buffers,
      unit: 'buffers',
      isBudget: true,
      ...(most !== undefined && { wanted: { most } }),
      note: `statements: ${[...counts].join(' or ')}`,
    },
    {
      name: `${name}, p50`,
      value: ms,
      unit: 'ms',
      best: { name: 'the same through the driver', value: least, ratio: least / ms },
      ...(mostMs !== undefined && { wanted: { most: mostMs } }),
    },
  ];
}

async function middleOf(work: Work): Promise<number> {
  const waits: number[] = [];
  for (let n = 0; n < CALLS; n++) {
    const begun = performance.now();
    await work(n);
    waits.push(performance.now() - begun);
  }
  return median(waits);
}
