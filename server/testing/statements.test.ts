import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import { callerFor } from './callers';
import { CookieJar } from './cookie-jar';
import { crowd, crowdAround } from './crowd';
import { createTestDatabase } from './database';
import { type Explained, explainProcedure } from './explained';
import { makeGiven } from './factories';
import { complaintsAbout } from './plan-rules';
import { PATHS, PROCEDURES, procedureAt } from './procedures';

const SIZES = [1, 50] as const;
const databases = new Map<number, Database>();

beforeAll(async () => {
  const made = await Promise.all(SIZES.map(() => createTestDatabase()));
  for (const [at, size] of SIZES.entries()) {
    const db = made[at]?.connection.db;
    if (db) await crowd(db, size);
    if (db) databases.set(size, db);
  }
  return () => Promise.all(made.map((database) => database.drop()));
});

test('every procedure has an entry, and every entry a procedure', () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual([...PATHS].sort());
});

describe.each(PATHS)('%s', (path) => {
  test('sends as many statements among 50 rows as beside one, none twice, those it may, and each by an index', async () => {
    const [beside1, among50] = await Promise.all([statementsOf(path), explained(path)]);
    expect(textsOf(among50)).toEqual(textsOf(beside1));
    expect(repeated(among50)).toEqual([]);
    // Exactly, so that what was won is not lost again, and a call that does nothing is noticed.
    expect(among50).toHaveLength(procedureAt(path).statements);
    expect(complaintsAbout(path, among50)).toEqual([]);
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

test('a statement sent twice with the same parameters is noticed, with others it is not', () => {
  const sent = (parameter: unknown) => ({
    text: 'select $1',
    parameters: [parameter],
    durationMs: 1,
    rows: 1,
  });
  expect(repeated([sent('a'), sent('b')])).toEqual([]);
  expect(repeated([sent('a'), sent('a')])).toEqual(['select $1']);
});

/** What one call of a procedure sends where there is one row of everything. */
async function statementsOf(path: string): Promise<Statement[]> {
  const db = databaseOf(1);
  const given = makeGiven(db);
  const { actor, about, cookies, headers = {}, services = {}, call } = await procedureAt(path).example(given);
  await crowdAround(db, actor ?? about ?? (await given.user()), 1);
  const api = callerFor(db, actor, { cookies: new CookieJar(cookies), headers, services });
  return (await recordStatements(() => call(api))).statements;
}

/** The same among fifty, and how PostgreSQL would carry it out among many. */
function explained(path: string): Promise<Explained[]> {
  return explainProcedure(databaseOf(50), { path, size: 50, asAmongMany: true });
}

function databaseOf(size: (typeof SIZES)[number]): Database {
  const db = databases.get(size);
  if (!db) throw new Error('there is no database of this size');
  return db;
}

function textsOf(statements: Statement[]) {
  return statements.map(({ text }) => text);
}

/** The texts of the statements that went out more than once with the same parameters. */
function repeated(statements: Statement[]) {
  const seen = new Set<string>();
  return statements.flatMap(({ text, parameters }) => {
    const both = JSON.stringify([text, parameters]);
    if (seen.has(both)) return [text];
    seen.add(both);
    return [];
  });
}
