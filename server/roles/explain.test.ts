import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { EVERYONE } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { explain } from './explain';

const now = new Date();
const BEFORE = new Date(now.getTime() - 1000);
const LATER = new Date(now.getTime() + 3_600_000);

const viewing = (userId: string | null, id: string) =>
  ({ userId, permission: 'person.view', object: { type: 'person', id }, now }) as const;

test('what is allowed is told with the whole way: who gave it, through what, when and until when', async ({
  db,
  given,
}) => {
  const [user, object, giver] = [await given.user(), await given.user(), await given.user()];
  const group = await given.emptyGroup({ name: 'Painters' });
  await given.membership({
    userId: user.id,
    principalId: group,
    standing: 'manager',
    grantedBy: giver.id,
    grantedAt: BEFORE,
    reason: 'She asked',
  });
  await given.grant({
    principalId: group,
    permission: 'person.view',
    objectId: object.id,
    grantedBy: giver.id,
    expiresAt: LATER,
  });
  const { result, statements } = await recordStatements(() => explain(db, viewing(user.id, object.id)));
  expect(statements).toHaveLength(1);
  expect(result).toMatchObject({
    allowed: true,
    status: 'active',
    objectIsThere: true,
    without: [],
    denials: [],
    smallest: [],
    paths: [
      {
        via: 'grant',
        through: {
          kind: 'group',
          id: group,
          name: 'Painters',
          membership: {
            standing: 'manager',
            by: { id: giver.id, handle: giver.handle },
            at: BEFORE,
            until: null,
            reason: 'She asked',
          },
        },
        given: { by: { id: giver.id, handle: giver.handle }, until: LATER, at: expect.any(Date) },
        moderated: null,
        because: [],
      },
    ],
  });
});

test('by a role, by everyone, by standing, by moderating: each is a way of its own', async ({
  db,
  given,
}) => {
  const [user, object] = [await given.holder('person.view'), await given.user()];
  const group = await given.emptyGroup({ name: 'Poets' });
  await given.membership({ userId: object.id, principalId: group });
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: group });
  await given.grant({ principalId: EVERYONE, permission: 'person.view', objectId: object.id });
  const { allowed, paths } = await explain(db, viewing(user.id, object.id));
  expect(allowed).toBe(true);
  expect(paths.map(({ via, through, moderated }) => [via, through.kind, moderated?.name])).toEqual([
    ['everywhere', 'role', undefined],
    ['grant', 'everyone', undefined],
    ['moderating', 'self', 'Poets'],
  ]);
  const owned = await given.emptyGroup();
  await given.membership({ userId: user.id, principalId: owned, standing: 'owner' });
  const updating = {
    userId: user.id,
    permission: 'group.update',
    object: { type: 'group', id: owned },
    now,
  } as const;
  expect(await explain(db, updating)).toMatchObject({
    allowed: true,
    paths: [{ via: 'standing', through: { kind: 'group', membership: { standing: 'owner' } } }],
  });
});

test('nothing at all: the smallest grant is on that object alone, or everywhere where it is about no object', async ({
  db,
  given,
}) => {
  const [user, object] = [await given.user(), await given.user()];
  const nothing = { allowed: false, paths: [], without: [], denials: [] };
  expect(await explain(db, viewing(user.id, object.id))).toMatchObject({
    ...nothing,
    smallest: [
      {
        kind: 'giveOnObject',
        principalId: user.id,
        permission: 'person.view',
        object: { type: 'person', id: object.id },
      },
    ],
  });
  expect(await explain(db, { userId: user.id, permission: 'jobs.view', now })).toMatchObject({
    ...nothing,
    smallest: [{ kind: 'giveEverywhere', principalId: user.id, permission: 'jobs.view' }],
  });
  expect(await explain(db, viewing(null, object.id))).toMatchObject({
    ...nothing,
    status: null,
    smallest: [{ kind: 'giveOnObject', principalId: EVERYONE }],
  });
});

test('what has expired is told, and does not count', async ({ db, given }) => {
  const [user, object] = [await given.user(), await given.user()];
  const role = await given.role('person.view');
  await given.membership({ userId: user.id, principalId: role, expiresAt: BEFORE });
  await given.grant({
    principalId: user.id,
    permission: 'person.view',
    objectId: object.id,
    expiresAt: BEFORE,
  });
  const { allowed, paths, without, smallest } = await explain(db, viewing(user.id, object.id));
  expect([allowed, paths]).toEqual([false, []]);
  expect(without.map(({ via, because }) => [via, because])).toEqual([
    ['everywhere', ['membershipExpired']],
    ['grant', ['expired']],
  ]);
  expect(smallest).toMatchObject([{ kind: 'giveOnObject' }]);
});

test('a denial is told with who gave it, and taking it back is the smallest step', async ({ db, given }) => {
  const [user, object, giver] = [await given.holder('person.view'), await given.user(), await given.user()];
  const [group, left] = [await given.emptyGroup(), await given.emptyGroup()];
  await given.membership({ userId: user.id, principalId: group });
  await given.membership({ userId: user.id, principalId: left, expiresAt: BEFORE });
  for (const principalId of [group, left])
    await given.deny({ principalId, permission: 'person.view', objectId: object.id, deniedBy: giver.id });
  const { allowed, paths, denials, smallest } = await explain(db, viewing(user.id, object.id));
  expect([allowed, paths.length]).toEqual([false, 1]);
  expect(denials.find(({ through }) => through.id === group)).toMatchObject({
    given: { by: { handle: giver.handle } },
    because: [],
  });
  expect(denials.find(({ through }) => through.id === left)).toMatchObject({
    because: ['membershipExpired'],
  });
  expect(smallest).toEqual([
    { kind: 'removeDenial', principalId: group, permission: 'person.view', objectId: object.id },
  ]);
});

test('who is not active is told so, with what they would have', async ({ db, given }) => {
  const [user, object] = [await given.holder('person.view'), await given.user()];
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, user.id));
  expect(await explain(db, viewing(user.id, object.id))).toMatchObject({
    allowed: false,
    status: 'suspended',
    paths: [{ via: 'everywhere' }],
    smallest: [{ kind: 'activateAccount' }],
  });
});

test('a removed group is told, on either side', async ({ db, given }) => {
  const [user, object] = [await given.user(), await given.user()];
  const [holding, moderated] = [await given.emptyGroup(), await given.emptyGroup()];
  await given.membership({ userId: user.id, principalId: holding });
  await given.membership({ userId: object.id, principalId: moderated });
  await given.grant({ principalId: holding, permission: 'person.view', objectId: object.id });
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: moderated });
  for (const id of [holding, moderated])
    await db.update(groups).set({ removedAt: now }).where(eq(groups.id, id));
  const { allowed, without } = await explain(db, viewing(user.id, object.id));
  expect(allowed).toBe(false);
  expect(without.map(({ via, because }) => [via, because])).toEqual([
    ['grant', ['groupRemoved']],
    ['moderating', ['moderatedGroupRemoved']],
  ]);
  const viewed = {
    userId: user.id,
    permission: 'group.view',
    object: { type: 'group', id: holding },
    now,
  } as const;
  expect(await explain(db, viewed)).toMatchObject({ allowed: false, objectIsThere: false, smallest: [] });
});

test('moderating is told where the person has left, where it is denied, and where standing is not enough', async ({
  db,
  given,
}) => {
  const [user, gone, inside] = [await given.user(), await given.user(), await given.user()];
  const [one, two] = [await given.emptyGroup(), await given.emptyGroup()];
  await given.membership({ userId: gone.id, principalId: one, expiresAt: BEFORE });
  await given.membership({ userId: inside.id, principalId: two });
  await given.membership({ userId: user.id, principalId: two });
  for (const objectId of [one, two])
    await given.grant({ principalId: user.id, permission: 'group.moderate', objectId });
  await given.deny({ principalId: user.id, permission: 'group.moderate', objectId: two });
  expect(await explain(db, viewing(user.id, gone.id))).toMatchObject({
    allowed: false,
    without: [{ via: 'moderating', because: ['notInGroup'] }],
  });
  expect(await explain(db, viewing(user.id, inside.id))).toMatchObject({
    allowed: false,
    without: [{ via: 'moderating', because: ['moderatingDenied'] }],
  });
  const updating = {
    userId: user.id,
    permission: 'group.update',
    object: { type: 'group', id: two },
    now,
  } as const;
  expect(await explain(db, updating)).toMatchObject({
    allowed: false,
    without: [{ via: 'standing', because: ['standingTooLow'] }],
  });
});

test('a permission and an object that do not belong together are refused', async ({ db, given }) => {
  const user = await given.user();
  const asked = {
    userId: user.id,
    permission: 'group.view',
    object: { type: 'person', id: user.id },
    now,
  } as const;
  await expect(explain(db, asked)).rejects.toMatchObject({ reason: 'INPUT_INVALID' });
});
