import { beforeAll, describe, expect, test } from 'vitest';
import { sumOf } from '@/bench/queries/cost';
import { loadPeople } from '@/bench/queries/load-people';
import { readBudgets } from '@/bench/queries/measured';
import { type Connection, openDatabase } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import { callerFor } from './callers';
import { CookieJar } from './cookie-jar';
import { crowd, crowdAround } from './crowd';
import { createTestDatabase } from './database';
import { explainProcedure } from './explained';
import { makeGiven } from './factories';
import { complaintsAbout } from './plan-rules';
import { COSTED, costedAt, PATHS, PROCEDURES, pathOf, procedureAt } from './procedures';
import { repeated } from './repeated';

const PEOPLE = 1000;
const quiet = () => undefined;
/** Where there are a thousand people, with all that people have; and where there are fifty, for whoever has fifty of everything. */
let among: { thousand: Connection; fifty: Connection };
/** Tidies among the thousand, for which a request would have too little time on a slow disk. */
let tidying: Connection;

beforeAll(async () => {
  const [thousand, fifty] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await loadPeople(thousand.connection, { databaseUrl: thousand.url, people: PEOPLE, log: quiet });
  await crowd(fifty.connection.db, 50);
  among = { thousand: thousand.connection, fifty: fifty.connection };
  tidying = openDatabase(thousand.url, {
    max: 1,
    limits: { statement: 60_000 },
    applicationName: 'foyer test',
  });
  return async () => {
    await tidying.end();
    await Promise.all([thousand.drop(), fifty.drop()]);
  };
}, 120_000);

test('every procedure has an entry, and every entry a procedure', () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual([...PATHS].sort());
});

describe.each(COSTED)('%s', (path) => {
  test('sends as many statements beside 50 rows as beside 5, none twice, those it may, each by an index, and within its budget', async () => {
    const [beside5, beside50] = await Promise.all([
      explainProcedure(among.thousand.db, { path }),
      explainProcedure(among.fifty.db, { path, size: 50, asAmongMany: true }),
    ]);
    expect(textsOf(beside50)).toEqual(textsOf(beside5));
    expect(repeated(beside50)).toEqual([]);
    // Exactly, so that what was won is not lost again, and a call that does nothing is noticed.
    expect(beside50).toHaveLength(costedAt(path).statements);
    expect(complaintsAbout(pathOf(path), beside50)).toEqual([]);
    // What was undone is taken away: among a thousand people the next would look at little else.
    await tidying.sql`vacuum (parallel 0)`;
    const { [path]: budget } = await readBudgets();
    expect(sumOf(beside5).buffers).toBeLessThanOrEqual(budget?.few ?? 0);
  });
});

test.each([
  ['viewer.me', 1, 'one statement finds session and person'],
  ['profile.me', 2, 'and one more the profile'],
  ['profile.byHandle', 1, 'what everybody may see takes one'],
  ['auth.signIn.password', 4, 'the attempt, both limits counted, both taken back, the ticket'],
])('%s takes %i: %s', async (path, count) => {
  expect(await statementsOf(path)).toHaveLength(count);
});

/** What one call of a procedure sends for whoever has one of everything. */
async function statementsOf(path: string): Promise<Statement[]> {
  const { db } = among.thousand;
  const given = makeGiven(db);
  const { actor, about, cookies, headers = {}, services = {}, call } = await procedureAt(path).example(given);
  await crowdAround(db, actor ?? about ?? (await given.user()), 1);
  const api = callerFor(db, actor, { cookies: new CookieJar(cookies), headers, services });
  return (await recordStatements(() => call(api))).statements;
}

function textsOf(statements: Statement[]) {
  return statements.map(({ text }) => text);
}
