import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { can } from './check';
import { listHolders, listShared } from './holders';

const now = new Date();
const BEFORE = new Date(now.getTime() - 1000);
const LATER = new Date(now.getTime() + 3_600_000);

test('everybody who may reach a person is listed once, with every way they come to it', async ({
  db,
  given,
}) => {
  const object = { type: 'person' as const, id: (await given.user()).id };
  const [own, inGroup, moderator, late, denied] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const everywhere = await given.holder('person.view');
  const [group, about] = [
    await given.emptyGroup({ name: 'Painters' }),
    await given.emptyGroup({ name: 'Poets' }),
  ];
  const give = (principalId: string, more = {}) =>
    given.grant({ principalId, permission: 'person.view', objectId: object.id, ...more });
  await give(own.id, { expiresAt: LATER });
  await give(late.id, { expiresAt: BEFORE });
  await give(denied.id);
  await give(group);
  await given.deny({ principalId: denied.id, permission: 'person.view', objectId: object.id });
  for (const userId of [inGroup.id, own.id]) await given.membership({ userId, principalId: group });
  await given.membership({ userId: object.id, principalId: about });
  await given.grant({ principalId: moderator.id, permission: 'group.moderate', objectId: about });

  const ask = { object, permissions: ['person.view' as const], now };
  const { result, statements } = await recordStatements(() => listHolders(db, ask));
  expect(statements).toHaveLength(1);
  const ways = Object.fromEntries(
    result.people.map(({ id, ways }) => [
      id,
      ways.map(({ via, principal }) => [via, principal?.name ?? null]),
    ]),
  );
  expect(ways).toEqual({
    [own.id]: expect.arrayContaining([
      ['grant', null],
      ['shared', 'Painters'],
    ]),
    [inGroup.id]: [['shared', 'Painters']],
    [moderator.id]: [['moderating', 'Poets']],
    [everywhere.id]: [['everywhere', null]],
  });
  expect(result.people[0]).toMatchObject({ handle: own.handle, displayName: own.displayName });
  expect(result.people[0]?.ways.find(({ via }) => via === 'grant')?.expiresAt).toEqual(LATER);

  // Whoever is listed may, and page by page it is the same list.
  for (const { id } of result.people)
    expect(await can(db, { userId: id, permission: 'person.view', object, now })).toBe(true);
  const walked: string[] = [];
  let after: string | undefined;
  do {
    const page = await listHolders(db, { ...ask, after, limit: 1 });
    walked.push(...page.people.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  expect(walked).toEqual(result.people.map(({ id }) => id));

  // Only active people, and no group that was removed.
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, moderator.id));
  await db.update(groups).set({ removedAt: now }).where(eq(groups.id, group));
  expect((await listHolders(db, ask)).people.map(({ id }) => id).sort()).toEqual(
    [own.id, everywhere.id].sort(),
  );
});

test('of a group its people are listed by what they are in it', async ({ db, given }) => {
  const [owner, member] = [await given.user(), await given.user()];
  const group = await given.emptyGroup();
  await given.membership({ userId: owner.id, principalId: group, standing: 'owner' });
  await given.membership({ userId: member.id, principalId: group });
  const object = { type: 'group' as const, id: group };
  const { people } = await listHolders(db, { object, now });
  const of = (id: string) => people.find((one) => one.id === id)?.ways.map(({ permission }) => permission);
  expect(of(owner.id)).toEqual(['group.view', 'group.update', 'group.manageMembers', 'group.remove']);
  expect(of(member.id)).toEqual(['group.view']);
  const { people: updaters } = await listHolders(db, { object, permissions: ['group.update'], now });
  expect(updaters.map(({ id }) => id)).toEqual([owner.id]);
});

test('groups, roles and everyone are listed apart, with what they were given', async ({ db, given }) => {
  const object = { type: 'group' as const, id: await given.emptyGroup() };
  const [user, group, role] = [
    await given.user(),
    await given.emptyGroup({ name: 'Gardeners' }),
    await given.role(),
  ];
  const removed = await given.emptyGroup({ removedAt: now });
  for (const principalId of [user.id, group, role, removed, SIGNED_IN])
    await given.grant({ principalId, permission: 'group.view', objectId: object.id });
  await given.grant({
    principalId: group,
    permission: 'group.update',
    objectId: object.id,
    expiresAt: BEFORE,
  });
  const lines = await listShared(db, { object, now });
  expect(lines.map(({ principalId, kind, permission }) => ({ principalId, kind, permission }))).toEqual([
    { principalId: SIGNED_IN, kind: 'signed_in', permission: 'group.view' },
    { principalId: group, kind: 'group', permission: 'group.view' },
    { principalId: role, kind: 'role', permission: 'group.view' },
  ]);
  expect(lines[1]?.groupName).toBe('Gardeners');
});
