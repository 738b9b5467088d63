import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { listReachable } from './reachable';

const now = new Date();
const BEFORE = new Date(now.getTime() - 1000);

test('what somebody, their roles and groups, and everyone were given is one list, each object once', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const [group, role] = [await given.emptyGroup(), await given.role()];
  await given.membership({ userId: user.id, principalId: group });
  await given.membership({ userId: user.id, principalId: role });
  const people = [];
  for (let n = 0; n < 6; n++) people.push(await given.user());
  const [own, ofGroup, ofRole, ofAll, over, denied] = people.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const give = (principalId: string, objectId: string, more = {}) =>
    given.grant({ principalId, permission: 'person.endSessions', objectId, ...more });
  await give(user.id, own);
  await give(group, own);
  await give(group, ofGroup);
  await give(role, ofRole);
  await give(SIGNED_IN, ofAll);
  await give(user.id, over, { expiresAt: BEFORE });
  await give(user.id, denied);
  await given.deny({ principalId: group, permission: 'person.endSessions', objectId: denied });
  const ask = { userId: user.id, type: 'person' as const, permissions: ['person.endSessions' as const], now };
  const { result, statements } = await recordStatements(() => listReachable(db, ask));
  expect(statements).toHaveLength(1);
  expect(result.items.map(({ id }) => id)).toEqual([own, ofGroup, ofRole, ofAll].sort());
  expect(result.items[0]).toMatchObject({
    permissions: ['person.endSessions'],
    object: { handle: people[0]?.handle, displayName: people[0]?.displayName },
  });
  // Page by page it is the same list.
  const walked: string[] = [];
  let after: string | undefined;
  do {
    const page = await listReachable(db, { ...ask, after, limit: 2 });
    expect(page.items.length).toBeLessThanOrEqual(2);
    walked.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  expect(walked).toEqual(result.items.map(({ id }) => id));
  // A visitor is everyone alone; somebody who is not active is nobody.
  await give(EVERYONE, ofGroup);
  expect((await listReachable(db, { ...ask, userId: null })).items.map(({ id }) => id)).toEqual([ofGroup]);
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, user.id));
  expect(await listReachable(db, ask)).toEqual({ items: [], next: null });
});

test('any or all of several permissions', async ({ db, given }) => {
  const user = await given.user();
  const [both, first, second] = [await given.user(), await given.user(), await given.user()];
  for (const objectId of [both.id, first.id])
    await given.grant({ principalId: user.id, permission: 'person.note', objectId });
  for (const objectId of [both.id, second.id])
    await given.grant({ principalId: user.id, permission: 'person.warn', objectId });
  const ask = {
    userId: user.id,
    type: 'person' as const,
    permissions: ['person.note', 'person.warn'] as const,
    now,
  };
  const ids = async (more: object) =>
    (await listReachable(db, { ...ask, ...more })).items.map(({ id }) => id);
  expect(await ids({ match: 'any' })).toEqual([both.id, first.id, second.id].sort());
  expect(await ids({ match: 'all' })).toEqual([both.id]);
  // One of them everywhere: the other decides. Both: it is everybody.
  await given.permission({ principalId: user.id, permission: 'person.note' });
  expect(await ids({ match: 'all' })).toEqual([both.id, second.id].sort());
  expect(await ids({ match: 'all', withEverywhere: false })).toEqual([both.id]);
  await given.deny({ principalId: user.id, permission: 'person.note', objectId: second.id });
  expect(await ids({ match: 'all' })).toEqual([both.id]);
  await given.permission({ principalId: user.id, permission: 'person.warn' });
  const everybody = await ids({ match: 'all', limit: 1000 });
  expect(everybody).toEqual(expect.arrayContaining([user.id, both.id, first.id]));
  expect(everybody).not.toContain(second.id);
});

test('with what is held everywhere it is every object, without it those that were given', async ({
  db,
  given,
}) => {
  const user = await given.holder('client.view', 'person.view');
  const other = await given.user();
  await given.grant({ principalId: user.id, permission: 'person.view', objectId: other.id });
  const ask = {
    userId: user.id,
    type: 'person' as const,
    permissions: ['person.view' as const],
    now,
    limit: 1000,
  };
  const all = await listReachable(db, ask);
  expect(all.items.map(({ id }) => id)).toEqual(expect.arrayContaining([user.id, other.id]));
  const some = await listReachable(db, { ...ask, withEverywhere: false });
  expect(some.items.map(({ id }) => id)).toEqual([other.id]);
});

test('groups come by standing, people and cases by moderating a group', async ({ db, given }) => {
  const [user, inside, outside] = [await given.user(), await given.user(), await given.user()];
  const [owned, joined, removed] = [
    await given.emptyGroup(),
    await given.emptyGroup(),
    await given.emptyGroup(),
  ];
  await given.membership({ userId: user.id, principalId: owned, standing: 'owner' });
  await given.membership({ userId: user.id, principalId: joined });
  await given.membership({ userId: user.id, principalId: removed, standing: 'owner' });
  await db.update(groups).set({ removedAt: now }).where(eq(groups.id, removed));
  const listed = async (permissions: readonly ('group.view' | 'group.update')[]) =>
    (await listReachable(db, { userId: user.id, type: 'group', permissions, now })).items.map(({ id }) => id);
  expect(await listed(['group.view'])).toEqual([owned, joined].sort());
  expect(await listed(['group.update'])).toEqual([owned]);

  await given.membership({ userId: inside.id, principalId: joined });
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: joined });
  const ofPerson = await given.bareCase({ personId: inside.id });
  const ofGroup = await given.bareCase({ groupId: joined });
  await given.bareCase({ personId: outside.id });
  const people = await listReachable(db, {
    userId: user.id,
    type: 'person',
    permissions: ['person.view'],
    now,
  });
  expect(people.items.map(({ id }) => id)).toEqual([user.id, inside.id].sort());
  const reports = await listReachable(db, {
    userId: user.id,
    type: 'report',
    permissions: ['report.handle'],
    now,
  });
  expect(reports.items.map(({ id }) => id)).toEqual([ofPerson, ofGroup].sort());
  // What moderating a group does not give.
  const purge = await listReachable(db, {
    userId: user.id,
    type: 'person',
    permissions: ['person.purge'],
    now,
  });
  expect(purge.items).toEqual([]);
});

test('somebody in many groups reads the same, page by page, each object once', async ({ db, given }) => {
  const [user, direct, denied, moderated] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const inGroups: string[] = [];
  for (let n = 0; n < 70; n++) {
    const group = await given.emptyGroup();
    inGroups.push(group);
    await given.membership({ userId: user.id, principalId: group });
  }
  const shared: string[] = [];
  for (let n = 0; n < 6; n++) {
    const { id } = await given.user();
    shared.push(id);
    // By several groups, two permissions each.
    for (const principalId of [inGroups[n * 3] ?? '', inGroups[60 - n] ?? ''])
      for (const permission of ['person.warn', 'person.hide'] as const)
        await given.grant({ principalId, permission, objectId: id });
  }
  const removed = await given.emptyGroup();
  await given.membership({ userId: user.id, principalId: removed });
  await given.grant({ principalId: removed, permission: 'person.warn', objectId: (await given.user()).id });
  await db.update(groups).set({ removedAt: now }).where(eq(groups.id, removed));
  await given.grant({ principalId: user.id, permission: 'person.warn', objectId: direct.id });
  await given.grant({ principalId: user.id, permission: 'person.warn', objectId: denied.id });
  await given.deny({ principalId: inGroups[5] ?? '', permission: 'person.warn', objectId: denied.id });
  const business = await given.emptyGroup();
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: business });
  await given.membership({ userId: moderated.id, principalId: business });
  await given.grant({ principalId: inGroups[9] ?? '', permission: 'person.warn', objectId: moderated.id });

  const permissions = ['person.warn', 'person.hide'] as const;
  const ask = { userId: user.id, type: 'person' as const, permissions, now };
  const walk = async (limit: number) => {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof listReachable<'person'>>> = await listReachable(db, {
        ...ask,
        after,
        limit,
      });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      ids.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    return ids;
  };
  const all = await walk(50);
  expect(all[0]).toBe(moderated.id);
  expect([...all].sort()).toEqual([moderated.id, direct.id, ...shared].sort());
  expect(await walk(3)).toEqual(all);
  expect(await walk(1)).toEqual(all);
  const both = await listReachable(db, { ...ask, match: 'all' });
  expect(both.items.map(({ id }) => id)).toEqual([moderated.id, ...shared].sort());
  // Held everywhere it is everybody, in one statement.
  await given.permission({ principalId: inGroups[0] ?? '', permission: 'person.hide' });
  const everybody = await recordStatements(() => listReachable(db, { ...ask, limit: 1000 }));
  expect(everybody.statements).toHaveLength(1);
  expect(everybody.result.items.map(({ id }) => id)).toEqual(expect.arrayContaining([user.id, denied.id]));
});
