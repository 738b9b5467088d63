import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { randomToken } from '@/server/auth/tokens';
import { addJob } from '@/server/jobs/queue';
import { type Canary, dumpDatabase, findCanaries } from './canaries';
import { test } from './fixtures';

const TOKEN = randomToken();
const WORDS = 'a canary / with spaces & signs';
const CODE = '318204';

describe('whatever holds a secret is found', () => {
  const planted: [how: string, value: string, text: string][] = [
    ['as it is', WORDS, `before ${WORDS} after`],
    ['inside of JSON', WORDS, JSON.stringify({ deep: [{ down: WORDS }] })],
    ['percent-encoded', WORDS, `/page?secret=${encodeURIComponent(WORDS)}`],
    ['in hexadecimal', WORDS, `\\x${Buffer.from(WORDS).toString('hex')}`],
    ['in hexadecimal of capitals', WORDS, Buffer.from(WORDS).toString('hex').toUpperCase()],
    ['the bytes of a token in hexadecimal', TOKEN, Buffer.from(TOKEN, 'base64url').toString('hex')],
    ['the bytes of a token in base64', TOKEN, Buffer.from(TOKEN, 'base64url').toString('base64')],
    ...[0, 1, 2].map((length): [string, string, string] => [
      `in base64, ${length} bytes into a group`,
      WORDS,
      Buffer.from(`${'x'.repeat(length)}${WORDS} and more`).toString('base64'),
    ]),
    ['in base64url', WORDS, Buffer.from(`?>${WORDS}`).toString('base64url')],
    ['a code by itself', CODE, `{"code":"${CODE}"}`],
    ['a code in a sentence', CODE, `the code ${CODE}, for instance`],
    ['a code in base64', CODE, Buffer.from(CODE).toString('base64')],
  ];
  test.for(planted)('%s', ([, value, text]) => {
    const places = [
      { name: 'here', text },
      { name: 'there', text: 'nothing' },
    ];
    expect(findCanaries([{ name: 'it', value }], places)).toEqual(['it in here']);
  });

  test('and what only looks like it is not', () => {
    const places = ['2026-01-01T00:00:00.318204+00', 'a318204f', '1318204', '#318204', 'another canary'];
    const looked = places.map((text) => ({ name: text, text }));
    const secrets = [TOKEN, WORDS, CODE].map((value) => ({ name: value, value }));
    expect(findCanaries(secrets, looked)).toEqual([]);
  });
});

test('every column of every table is looked at, those of the queue as well', async ({ db, given }) => {
  await db.execute(sql`create schema aside`);
  await db.execute(sql`create table aside.planted (words text, list text[], facts jsonb, bytes bytea)`);
  const user = await given.user();
  await given.event(user);
  const canaries: Canary[] = [
    'aside.planted.words',
    'aside.planted.list',
    'aside.planted.facts',
    'aside.planted.bytes',
    'public.security_events.details',
    'public.profiles.bio',
    'graphile_worker._private_jobs.payload',
    'graphile_worker._private_jobs.last_error',
  ].map((name) => ({ name, value: randomToken() }));
  const [words = '', list = '', facts = '', bytes = '', details = '', bio = '', payload = '', error = ''] =
    canaries.map(({ value }) => value);
  await db.execute(sql`insert into aside.planted values (
    ${words}, array['x', ${list}], jsonb_build_object('a', jsonb_build_array(${facts}::text)),
    convert_to(${bytes}, 'UTF8'))`);
  await db.execute(sql`update security_events set details = jsonb_build_object('name', ${details}::text)`);
  await db.execute(sql`update profiles set bio = ${bio} where user_id = ${user.id}`);
  await addJob(db, { name: 'sweep', payload: {} });
  await db.execute(sql`update graphile_worker._private_jobs
    set payload = json_build_object('a', ${payload}::text), last_error = ${error}`);
  const dump = await dumpDatabase(db);
  expect(findCanaries(canaries, dump).sort()).toEqual(
    canaries.map(({ name }) => `${name} in ${name}`).sort(),
  );
  expect(dump.map(({ name }) => name).sort()).toEqual(await columnsOf(db));
});

/** As the catalogue of PostgreSQL itself has them, whatever `information_schema` shows. */
async function columnsOf(db: Database) {
  const rows = await db.execute<{ name: string }>(sql`
    select format('%s.%s.%s', nspname, relname, attname) as name
    from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and attnum > 0 and not attisdropped
    and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg_toast%'`);
  return rows.map(({ name }) => name).sort();
}
