import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { can, canDo, type Question, requireCan } from './check';
import { checkMany } from './check-many';

const now = new Date();
const BEFORE = new Date(now.getTime() - 1000);
const LATER = new Date(now.getTime() + 3_600_000);

/** Whether somebody may see the page of a person. */
const viewing = (userId: string | null, personId: string): Question<'person'> => ({
  userId,
  permission: 'person.view',
  object: { type: 'person', id: personId },
  now,
});

test('nobody may do what nobody gave them', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  expect(await can(db, viewing(user.id, other.id))).toBe(false);
  expect(await can(db, viewing(null, other.id))).toBe(false);
  await expect(requireCan(db, viewing(user.id, other.id))).rejects.toMatchObject({ reason: 'NOT_FOUND' });
});

test('a grant on one object is for that object, that permission and its time', async ({ db, given }) => {
  const [user, one, two] = [await given.user(), await given.user(), await given.user()];
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: one.id, expiresAt: LATER });
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: two.id, expiresAt: BEFORE });
  expect(await can(db, viewing(user.id, one.id))).toBe(true);
  expect(await can(db, viewing(user.id, two.id))).toBe(false);
  expect(await can(db, { ...viewing(user.id, one.id), now: LATER })).toBe(false);
  expect(
    await can(db, {
      userId: user.id,
      permission: 'person.note',
      object: { type: 'person', id: one.id },
      now,
    }),
  ).toBe(false);
  await requireCan(db, viewing(user.id, one.id));
});

test('what a role or a person holds everywhere counts for every object of the type', async ({
  db,
  given,
}) => {
  const [holder, own, other] = [await given.holder('person.view'), await given.user(), await given.user()];
  await given.permission({ principalId: own.id, permission: 'person.view' });
  expect(await can(db, viewing(holder.id, other.id))).toBe(true);
  expect(await can(db, viewing(own.id, other.id))).toBe(true);
  // Never everywhere, however it came into the table.
  const groupId = await given.emptyGroup();
  await given.permission({ principalId: own.id, permission: 'group.moderate' });
  const moderating = {
    userId: own.id,
    permission: 'group.moderate',
    object: { type: 'group', id: groupId },
    now,
  } as const;
  expect(await can(db, moderating)).toBe(false);
});

test('groups and roles give what they were given, for as long as somebody is in them', async ({
  db,
  given,
}) => {
  const [user, late, other] = [await given.user(), await given.user(), await given.user()];
  const [group, role] = [await given.emptyGroup(), await given.role()];
  await given.membership({ userId: user.id, principalId: group });
  await given.membership({ userId: late.id, principalId: role, expiresAt: BEFORE });
  await given.grant({ principalId: group, permission: 'person.view', objectId: other.id });
  await given.grant({ principalId: role, permission: 'person.view', objectId: other.id });
  expect(await can(db, viewing(user.id, other.id))).toBe(true);
  expect(await can(db, viewing(late.id, other.id))).toBe(false);
});

test('standing in a group is enough for what the catalogue says, and for no more', async ({ db, given }) => {
  const group = await given.emptyGroup();
  const at = async (standing: 'member' | 'manager' | 'owner') => {
    const { id: userId } = await given.user();
    await given.membership({ userId, principalId: group, standing });
    const ask = { userId, object: { type: 'group', id: group }, now } as const;
    return Promise.all(
      (['group.view', 'group.manageMembers', 'group.remove', 'group.moderate'] as const).map((permission) =>
        can(db, { ...ask, permission }),
      ),
    );
  };
  expect(await at('member')).toEqual([true, false, false, false]);
  expect(await at('manager')).toEqual([true, true, false, false]);
  expect(await at('owner')).toEqual([true, true, true, false]);
});

test('who moderates a group may act on its people and its cases, and on nobody else', async ({
  db,
  given,
}) => {
  const [moderator, inside, outside] = [await given.user(), await given.user(), await given.user()];
  const group = await given.emptyGroup();
  await given.grant({ principalId: moderator.id, permission: 'group.moderate', objectId: group });
  await given.membership({ userId: inside.id, principalId: group });
  await given.membership({ userId: outside.id, principalId: group, expiresAt: BEFORE });
  const [ofPerson, ofGroup, elsewhere] = [
    await given.bareCase({ personId: inside.id }),
    await given.bareCase({ groupId: group }),
    await given.bareCase({ personId: outside.id }),
  ];
  const handling = (id: string) =>
    can(db, { userId: moderator.id, permission: 'report.handle', object: { type: 'report', id }, now });
  expect(await can(db, viewing(moderator.id, inside.id))).toBe(true);
  expect(await can(db, viewing(moderator.id, outside.id))).toBe(false);
  expect(await Promise.all([ofPerson, ofGroup, elsewhere].map(handling))).toEqual([true, true, false]);
  // Not what moderating a group does not give.
  const purging = { ...viewing(moderator.id, inside.id), permission: 'person.purge' } as const;
  expect(await canDo(db, purging)).toBe(false);
  await given.deny({ principalId: moderator.id, permission: 'group.moderate', objectId: group });
  expect(await can(db, viewing(moderator.id, inside.id))).toBe(false);
});

test('a denial wins over everything', async ({ db, given }) => {
  const [user, other] = [await given.holder('person.view'), await given.user()];
  const group = await given.emptyGroup();
  await given.membership({ userId: user.id, principalId: group });
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: other.id });
  await given.deny({ principalId: group, permission: 'person.view', objectId: other.id });
  expect(await can(db, viewing(user.id, other.id))).toBe(false);
  expect(await can(db, viewing(user.id, user.id))).toBe(true);
});

test('only an active account may anything', async ({ db, given }) => {
  const [user, other] = [await given.holder('person.view'), await given.user()];
  await given.grant({ principalId: EVERYONE, permission: 'person.view', objectId: other.id });
  for (const status of ['suspended', 'deactivated', 'leaving', 'erasing'] as const) {
    await db.update(users).set({ status }).where(eq(users.id, user.id));
    expect(await can(db, viewing(user.id, other.id))).toBe(false);
  }
  await db.update(users).set({ status: 'active' }).where(eq(users.id, user.id));
  expect(await can(db, viewing(user.id, other.id))).toBe(true);
});

test('a removed group counts for nothing, neither as one that holds nor as what is held', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const group = await given.emptyGroup();
  await given.membership({ userId: user.id, principalId: group, standing: 'owner' });
  await given.membership({ userId: other.id, principalId: group });
  await given.grant({ principalId: group, permission: 'person.view', objectId: other.id });
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: group });
  const owning = {
    userId: user.id,
    permission: 'group.update',
    object: { type: 'group', id: group },
    now,
  } as const;
  const noting = { ...viewing(user.id, other.id), permission: 'person.note' } as const;
  const all = async () => [
    await can(db, viewing(user.id, other.id)),
    await can(db, owning),
    await canDo(db, noting),
  ];
  expect(await all()).toEqual([true, true, true]);
  await db.update(groups).set({ removedAt: now }).where(eq(groups.id, group));
  expect(await all()).toEqual([false, false, false]);
});

test('a visitor is everyone, and nobody else', async ({ db, given }) => {
  const [shown, forMembers] = [await given.user(), await given.user()];
  await given.grant({ principalId: EVERYONE, permission: 'person.view', objectId: shown.id });
  await given.grant({ principalId: SIGNED_IN, permission: 'person.view', objectId: forMembers.id });
  const user = await given.user();
  expect(await can(db, viewing(null, shown.id))).toBe(true);
  expect(await can(db, viewing(null, forMembers.id))).toBe(false);
  expect(await can(db, viewing(user.id, shown.id))).toBe(true);
  expect(await can(db, viewing(user.id, forMembers.id))).toBe(true);
});

test('an object that is not there, or is of another type, is nobody`s to do anything with', async ({
  db,
  given,
}) => {
  const user = await given.holder('person.view', 'group.view');
  const missing = { type: 'person', id: '01900000-0000-7000-8000-00000000dead' } as const;
  expect(await can(db, { ...viewing(user.id, user.id), object: missing })).toBe(false);
  expect(
    await can(db, { userId: user.id, permission: 'group.view', object: { type: 'group', id: user.id }, now }),
  ).toBe(false);
  expect(
    await canDo(db, {
      userId: user.id,
      permission: 'group.view',
      object: { type: 'person', id: user.id },
      now,
    }),
  ).toBe(false);
});

test('somebody in more groups than are asked one by one gets the same answers', async ({ db, given }) => {
  const [user, shown, hidden] = [await given.user(), await given.user(), await given.user()];
  let last = '';
  for (let n = 0; n < 70; n++) {
    last = await given.emptyGroup();
    await given.membership({ userId: user.id, principalId: last });
  }
  await given.grant({ principalId: last, permission: 'person.view', objectId: shown.id });
  await given.permission({ principalId: last, permission: 'person.note' });
  const noting = { ...viewing(user.id, hidden.id), permission: 'person.note' } as const;
  expect(await can(db, viewing(user.id, shown.id))).toBe(true);
  expect(await can(db, viewing(user.id, hidden.id))).toBe(false);
  expect(await canDo(db, noting)).toBe(true);
  await given.deny({ principalId: last, permission: 'person.view', objectId: shown.id });
  expect(await can(db, viewing(user.id, shown.id))).toBe(false);
});

test('a check is one statement, and what was taken is gone at the next', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  const group = await given.emptyGroup();
  await given.membership({ userId: user.id, principalId: group });
  await given.grant({ principalId: group, permission: 'person.view', objectId: other.id });
  const { result, statements } = await recordStatements(() => can(db, viewing(user.id, other.id)));
  expect([result, statements.length]).toEqual([true, 1]);
  await given.noMembership({ userId: user.id, principalId: group });
  expect(await can(db, viewing(user.id, other.id))).toBe(false);
});

test('all permissions on many objects come in one statement, as the check has them one by one', async ({
  db,
  given,
}) => {
  const user = await given.holder('group.view');
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) ids.push(await given.emptyGroup());
  const [owned = '', managed = '', granted = '', denied = '', removed = ''] = ids;
  await given.membership({ userId: user.id, principalId: owned, standing: 'owner' });
  await given.membership({ userId: user.id, principalId: managed, standing: 'manager' });
  await given.grant({ principalId: SIGNED_IN, permission: 'group.moderate', objectId: granted });
  await given.deny({ principalId: user.id, permission: 'group.view', objectId: denied });
  await db.update(groups).set({ removedAt: now }).where(eq(groups.id, removed));
  const { result, statements } = await recordStatements(() =>
    checkMany(db, { userId: user.id, type: 'group', ids, now }),
  );
  expect(statements).toHaveLength(1);
  const may = (id: string) => [...(result.get(id) ?? [])].sort();
  expect(may(owned)).toEqual(['group.manageMembers', 'group.remove', 'group.update', 'group.view']);
  expect(may(managed)).toEqual(['group.manageMembers', 'group.view']);
  expect(may(granted)).toEqual(['group.moderate', 'group.view']);
  expect(may(denied)).toEqual([]);
  expect(may(removed)).toEqual([]);
  await expect(
    checkMany(db, { userId: user.id, type: 'group', ids: Array.from({ length: 51 }, () => owned), now }),
  ).rejects.toThrow(RangeError);
});
