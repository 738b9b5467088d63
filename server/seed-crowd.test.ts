import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '@/db/client';
import { memberships, objectGrants } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { can } from './roles/check';
import { seedCrowd } from './seed-crowd';
import { createTestDatabase } from './testing/database';
import { makeGiven } from './testing/factories';

const quiet = () => undefined;

test('a crowd is the same for the same number, another for another, and made once', async () => {
  const [one, two, three] = [
    await createTestDatabase(),
    await createTestDatabase(),
    await createTestDatabase(),
  ];
  try {
    const made = await seedCrowd(one.url, { people: 300, seed: 1, log: quiet });
    expect(made?.people).toBe(300);
    expect(made?.memberships).toBeGreaterThan(800);
    expect(made?.grants).toBeGreaterThan(2500);
    expect(await seedCrowd(one.url, { people: 300, seed: 1, log: quiet })).toBeUndefined();
    await seedCrowd(two.url, { people: 300, seed: 1, log: quiet });
    await seedCrowd(three.url, { people: 300, seed: 2, log: quiet });
    const [first, second, other] = await Promise.all(
      [one, two, three].map(({ connection }) => digest(connection.db)),
    );
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  } finally {
    await Promise.all([one, two, three].map((database) => database.drop()));
  }
});

test('what was taken away to be fast is there again, and the rules hold for the crowd', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    const before = await constraints(db);
    await seedCrowd(database.url, { people: 300, seed: 3, log: quiet });
    expect(await constraints(db)).toEqual(before);
    // Triggers write again: whoever comes now can be given something on.
    const [user, other] = [await makeGiven(db).user(), await makeGiven(db).user()];
    const given = makeGiven(db);
    await given.grant({ principalId: user.id, permission: 'person.view', objectId: other.id });
    const object = { type: 'person' as const, id: other.id };
    expect(await can(db, { userId: user.id, permission: 'person.view', object, now: new Date() })).toBe(true);
    expect(await db.$count(users)).toBe(302);
    const [orphan] = await db.execute(sql`
      select 1 from users left join securables using (id) where securables.type is distinct from 'person'`);
    expect(orphan).toBeUndefined();
  } finally {
    await database.drop();
  }
});

async function digest(db: Database) {
  const [row] = await db.execute<{ places: string; grants: string; people: string }>(sql`select
    (select md5(string_agg(${memberships.userId}::text || ${memberships.principalId} || ${memberships.standing}, ',' order by ${memberships.userId}, ${memberships.principalId})) from ${memberships}) as places,
    (select md5(string_agg(${objectGrants.principalId}::text || ${objectGrants.objectId} || ${objectGrants.permissionId}, ',' order by ${objectGrants.principalId}, ${objectGrants.objectId}, ${objectGrants.permissionId})) from ${objectGrants}) as grants,
    (select md5(string_agg(${users.id}::text || ${users.email}, ',' order by ${users.id})) from ${users}) as people`);
  return row;
}

async function constraints(db: Database) {
  const keys = await db.execute<Record<string, unknown>>(sql`
    select conrelid::regclass::text as "table", conname, convalidated, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('f', 'p', 'u') order by 1, 2`);
  const indexes = await db.execute<Record<string, unknown>>(
    sql`select tablename, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`,
  );
  return { keys: [...keys], indexes: [...indexes] };
}
