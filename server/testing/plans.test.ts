import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { users } from '@/db/schema/users';
import { explainProcedure } from './explained';
import { test } from './fixtures';
import { complaintsAbout } from './plan-rules';
import { type Plan, planOf } from './plans';

test('a plan tells by which index a table was read, and how much of it for nothing', async ({
  db,
  given,
}) => {
  const ids = [(await given.user()).id, (await given.user()).id];
  const byKey = await planned(db, 'select id from users where id = $1', [ids[0]]);
  expect(byKey).toMatchObject({ rows: 1, joins: 0, filteredAway: 0, indexes: ['users_pkey'] });
  expect(byKey.scans).toEqual([{ table: 'users', index: 'users_pkey', rowsRead: 1, isWithin: false }]);
  expect(byKey.buffers).toBeGreaterThan(0);

  const byNothing = await planned(db, 'select id from users where id::text = $1', [ids[0]]);
  const all = await db.$count(users);
  expect(byNothing).toMatchObject({ rows: 1, filteredAway: all - 1, indexes: [] });
  expect(byNothing.scans).toEqual([{ table: 'users', index: undefined, rowsRead: all, isWithin: false }]);

  const asked = 'select exists (select from profiles where user_id = users.id) from users where id = $1';
  expect((await planned(db, asked, [ids[0]])).scans).toMatchObject([
    { table: 'users', isWithin: false },
    { table: 'profiles', isWithin: true },
  ]);

  // Of a table with months: by its own name, whichever part was looked at.
  const told = 'select event_id from notifications where user_id = $1 and event_id > $2';
  const id = '00000000-0000-0000-0000-000000000000';
  const parts = await planned(db, told, [ids[0], id]);
  expect(parts.indexes).toEqual(['notifications_pkey']);
  expect(new Set(parts.scans.map(({ table }) => table))).toEqual(new Set(['notifications']));

  const joined = 'select from users join profiles on profiles.user_id = users.id where users.id = any($1)';
  expect(await planned(db, joined, [ids])).toMatchObject({ rows: 2, joins: 1 });
});

test.for([
  ['select id from users order by id limit 2', true],
  ['select count(*) from users', true],
  [
    'select page.id from (select id from users limit 2) as page left join profiles on user_id = page.id',
    true,
  ],
  ['select id from users order by id', false],
  ['select status, count(*) from users group by status', false],
] as const)('whether it is bounded is seen: %s is %s', async ([text, isBounded], { db, given }) => {
  await given.user();
  expect((await planned(db, text)).isBounded).toBe(isBounded);
});

test('what was done for its plan has not happened', async ({ db }) => {
  const count = async () => [await db.$count(users), await db.$count(auditEntries)];
  const before = await count();
  const explained = await explainProcedure(db, { path: 'auth.verifyEmail', size: 1 });
  // Each upon what those before it left: the account is there when its profile comes.
  expect(explained.filter(({ text }) => text.startsWith('insert into "profiles"'))).toMatchObject([
    { plan: { buffers: expect.any(Number) } },
  ]);
  expect(await count()).toEqual(before);
});

test.for([
  ['select id from users where email = $1', ['al@example.test'], []],
  ['select id from users where locale = $1 limit 1', ['en'], ['no index serves what it wants of users']],
  ['select codename from permissions where codename = $1', ['none'], []],
  ['select id from users order by id limit 1 offset 1', [], ['it skips rows by OFFSET']],
  ['select id from (select id from users order by id limit 1 offset 0) as first', [], []],
  ['select id from users order by id', [], ['it lists without a limit']],
  ['select id from users order by id for update', [], []],
] as const)('what is wrong is said: %s', async ([text, parameters, complaints], { db, given }) => {
  await given.user();
  await given.user();
  const plan = await planned(db, text, parameters, true);
  const said = complaintsAbout('a.procedure', [{ text, parameters, plan, durationMs: 0, rows: 0 }]);
  expect(said).toEqual(complaints.map((complaint) => `${complaint}: ${text}`));
});

/** The plan of a statement; with `asAmongMany` as it would be among many rows. */
async function planned(
  db: Database,
  text: string,
  parameters: readonly unknown[] = [],
  asAmongMany = false,
): Promise<Plan> {
  const plan = await db.transaction(async (tx) => {
    if (asAmongMany) await tx.execute(sql`set local enable_seqscan = off`);
    return planOf(tx, { text, parameters });
  });
  if (!plan) throw new Error('this has no plan');
  return plan;
}
