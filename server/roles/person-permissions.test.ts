import { and, eq, inArray } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { principalPermissions } from '@/db/schema/permissions';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from './permissions';

const soon = new Date(Date.now() + 86_400_000).toISOString();
const FOR_GOOD = { expiresAt: null, reason: '' };
const HELD = ['roles.assign', 'person.note', 'jobs.view'] as const;

test('somebody gets a permission for everywhere until a day, once, and signs in anew; it is taken again', async ({
  db,
  given,
  trail,
}) => {
  const actor = await given.holder(...HELD);
  const { permissions } = callerFor(db, actor).roles;
  const person = await given.user();
  const wish = { personId: person.id, permissions: ['person.note', 'jobs.view'] as const };
  const give = { ...wish, permissions: [...wish.permissions], expiresAt: soon, reason: 'On call' };
  const both = await Promise.all([permissions.give(give), permissions.give(give)]);
  expect(both.sort()).toEqual([0, 2]);
  expect(await callerFor(db, person).viewer.current()).toBeNull();
  expect(await permissions.of({ personId: person.id })).toMatchObject([
    { permission: 'jobs.view', expiresAt: new Date(soon), grantedBy: actor.handle, reason: 'On call' },
    { permission: 'person.note' },
  ]);
  const again = await given.session(person);
  // Another end is no rise.
  await permissions.give({ ...give, permissions: ['jobs.view'], expiresAt: null });
  expect((await callerFor(db, again).viewer.me()).handle).toBe(person.handle);
  const take = { personId: person.id, permissions: [...wish.permissions] };
  expect((await Promise.all([permissions.take(take), permissions.take(take)])).sort()).toEqual([0, 2]);
  const at = (permission: string, expiresAt: string | null) => ({ permission, expiresAt });
  expect(await trail(person)).toMatchObject([
    {
      kind: 'permission.given',
      before: { lines: [] },
      after: { principalId: person.id, lines: [at('person.note', soon), at('jobs.view', soon)] },
    },
    {
      kind: 'permission.given',
      before: { lines: [at('jobs.view', soon)] },
      after: { lines: [at('jobs.view', null)] },
    },
    { kind: 'permission.taken', after: { lines: [] } },
  ]);
});

test('not what one lacks, not to who may more, not to oneself, not what is only ever held on one object', async ({
  db,
  given,
}) => {
  const actor = await given.holder(...HELD);
  const { permissions } = callerFor(db, actor).roles;
  const [person, above] = [await given.user(), await given.holder('audit.view')];
  const give = (personId: string, permission: 'jobs.view' | 'jobs.retry', expiresAt: string | null = null) =>
    refusal(permissions.give({ personId, permissions: [permission], expiresAt, reason: '' }));
  expect(await give(person.id, 'jobs.retry')).toEqual({ reason: 'BEYOND_YOURS' });
  expect(await give(above.id, 'jobs.view')).toEqual({ reason: 'ABOVE_YOU' });
  expect(await give(actor.id, 'jobs.view')).toEqual({ reason: 'ABOVE_YOU' });
  expect(await give(crypto.randomUUID(), 'jobs.view')).toEqual({ reason: 'NOT_FOUND' });
  expect(await give(person.id, 'jobs.view', new Date(0).toISOString())).toEqual({ reason: 'INPUT_INVALID' });
  const moderating = { personId: person.id, permissions: ['group.moderate'], ...FOR_GOOD };
  // @ts-expect-error only ever on one group
  expect(await refusal(permissions.give(moderating))).toMatchObject({ reason: 'INPUT_INVALID' });

  // What the giver has until a day is theirs to give until then.
  const forNow = await given.user();
  const expiresAt = new Date(soon);
  for (const permission of ['roles.assign', 'jobs.view'] as const)
    await given.permission({ principalId: forNow.id, permission, expiresAt });
  const theirs = callerFor(db, forNow).roles.permissions;
  const wish = { personId: person.id, permissions: ['jobs.view' as const], reason: '' };
  expect(await refusal(theirs.give({ ...wish, expiresAt: null }))).toEqual({ reason: 'BEYOND_YOURS' });
  expect(await theirs.give({ ...wish, expiresAt: soon })).toBe(1);
  const taking = permissions.take({ personId: above.id, permissions: ['jobs.view'] });
  expect(await refusal(taking)).toEqual({ reason: 'ABOVE_YOU' });
});

test('the last administrator stays one, and another is not made alone', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const given = makeGiven(db);
  const all = [...BUILT_IN_ROLES.administrator];
  const [first, second] = [await given.user(), await given.user()];
  for (const permission of all) await given.permission({ principalId: first.id, permission });
  const { permissions } = callerFor(db, first).roles;
  const take = { personId: first.id, permissions: ['roles.assign' as const] };
  expect(await refusal(permissions.take(take))).toEqual({ reason: 'LAST_ADMIN' });
  // There is nobody to ask yet; then there is.
  expect(await permissions.give({ personId: second.id, permissions: all, ...FOR_GOOD })).toBe(all.length);
  const third = await given.user();
  const most = all.filter((name) => name !== 'roles.assign');
  const give = (...some: Permission[]) =>
    refusal(permissions.give({ personId: third.id, permissions: some, ...FOR_GOOD }));
  expect(await give(...all)).toEqual({ reason: 'SECOND_PERSON_NEEDED' });
  // Nor bit by bit, nor that alone by which one would agree.
  expect(await give('roles.assign')).toEqual({ reason: 'SECOND_PERSON_NEEDED' });
  await permissions.give({ personId: third.id, permissions: most, ...FOR_GOOD });
  expect(await give('roles.assign')).toEqual({ reason: 'SECOND_PERSON_NEEDED' });

  // Of two who lay it down, or give it an end, at the same moment, one stays.
  const theirs = callerFor(db, await given.session(second)).roles.permissions;
  const outcomes = await Promise.allSettled([
    permissions.take(take),
    theirs.take({ personId: second.id, permissions: ['roles.assign'] }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const left = and(
    inArray(principalPermissions.principalId, [first.id, second.id, third.id]),
    eq(principalPermissions.permissionId, PERMISSIONS['roles.assign'].id),
  );
  expect(await db.$count(principalPermissions, left)).toBe(1);
});
