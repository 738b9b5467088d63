import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const NOT_FOUND = { reason: 'NOT_FOUND' };

test('people of a group are shown, and counted, as far as who looks sees them', async ({ db, given }) => {
  const [owner, plain, viewer] = [
    await given.user({ displayName: 'Owner' }),
    await given.user({ displayName: 'Plain' }),
    await given.user({ displayName: 'Viewer' }),
  ];
  const [hidden, shy] = [await given.user(), await given.user({ displayName: 'Shy' })];
  const [blocks, blocked, paused] = [
    await given.user(),
    await given.user(),
    await given.paused(await given.user()),
  ];
  await given.privacy(hidden, { profile: 'only_me' });
  await given.privacy(shy, { groups: 'contacts' });
  await given.block(blocks, viewer);
  await given.block(viewer, blocked);
  const groupId = await given.group({
    owners: [owner],
    members: [plain, hidden, shy, blocks, blocked, paused],
  });
  const api = callerFor(db, viewer).groups;
  const seen = async () => {
    const { members } = await api.members({ groupId });
    return {
      names: members.map(({ displayName }) => displayName),
      counted: (await api.get({ groupId })).members,
    };
  };
  // From outside, what somebody shows of their groups decides as well.
  expect(await seen()).toEqual({ names: ['Owner', 'Plain'], counted: { count: 2, isMore: false } });
  await given.membership({ userId: viewer.id, principalId: groupId });
  expect(await seen()).toEqual({
    names: ['Owner', 'Plain', 'Viewer', 'Shy'],
    counted: { count: 4, isMore: false },
  });
  // Staff see of people here no more than anybody.
  const staff = await given.holder('profiles.viewAll', 'group.view');
  const { members } = await callerFor(db, staff).groups.members({ groupId });
  expect(members.map(({ userId }) => userId)).not.toContain(hidden.id);
});

test('members come page by page, owners first, each once, however many are hidden', async ({ db, given }) => {
  const viewer = await given.user();
  const crowd = await given.people(620, (n) => ({ displayName: `Walrus ${n}` }));
  // More in a row than one page looks at.
  const hiding = crowd.slice(0, 560);
  await given.blockAll(hiding, viewer);
  const groupId = await given.group({
    owners: crowd.slice(-1),
    managers: crowd.slice(-3, -1),
    members: crowd.slice(0, -3),
  });
  const api = callerFor(db, viewer).groups;
  const found: { userId: string; standing: string }[] = [];
  let page = await api.members({ groupId });
  found.push(...page.members);
  while (page.next) {
    page = await api.members({ groupId, after: page.next });
    found.push(...page.members);
  }
  expect(found.map(({ standing }) => standing).slice(0, 4)).toEqual([
    'owner',
    'manager',
    'manager',
    'member',
  ]);
  expect(new Set(found.map(({ userId }) => userId))).toEqual(new Set(crowd.slice(560).map(({ id }) => id)));
  expect(found).toHaveLength(60);
});

test('a group for its members is none for others; what moderators hid has no name but for its owners', async ({
  db,
  given,
}) => {
  const [owner, member, other] = [await given.user(), await given.user(), await given.user()];
  const [moderator, staff] = [await given.user(), await given.holder('group.view')];
  const groupId = await given.group(
    { owners: [owner], members: [member] },
    { name: 'Walruses', description: 'On ice', visibility: 'members' },
  );
  await given.grant({ principalId: moderator.id, permission: 'group.moderate', objectId: groupId });
  const get = (person: { token: string }) => callerFor(db, person).groups.get({ groupId });
  const theirs = callerFor(db, other).groups;
  for (const call of [
    () => get(other),
    () => theirs.members({ groupId }),
    () => theirs.invitations.list({ groupId }),
    () => theirs.update({ groupId, name: 'Mine' }),
    () => theirs.setStanding({ groupId, personId: owner.id, standing: 'member' }),
    () => theirs.removeMember({ groupId, personId: owner.id }),
    () => theirs.invite({ groupId, handle: member.handle }),
  ])
    expect(await refusal(call())).toEqual(NOT_FOUND);
  for (const person of [owner, member, moderator, staff])
    expect(await get(person)).toMatchObject({ name: 'Walruses', isHidden: false, members: { count: 2 } });
  // A denial wins over a standing, for all but what one is.
  await given.deny({ principalId: member.id, permission: 'group.view', objectId: groupId });
  expect(await refusal(get(member))).toEqual(NOT_FOUND);

  await db
    .update(groups)
    .set({ visibility: 'signed_in', hiddenAt: new Date() })
    .where(eq(groups.id, groupId));
  expect(await refusal(get(other))).toEqual(NOT_FOUND);
  const second = await given.user();
  await given.membership({ userId: second.id, principalId: groupId });
  expect(await get(second)).toMatchObject({ name: '', description: '', isHidden: true });
  expect(await callerFor(db, second).groups.mine({})).toMatchObject({
    groups: [{ name: '', isHidden: true }],
  });
  for (const person of [owner, moderator, staff])
    expect(await get(person)).toMatchObject({ name: 'Walruses', isHidden: true });
});

test('my groups come by name, page by page, with the invitations of people I have not blocked', async ({
  db,
  given,
}) => {
  const [person, friend, foe] = [
    await given.user(),
    await given.user({ displayName: 'Mia' }),
    await given.user(),
  ];
  const names = Array.from({ length: 103 }, (_, n) => `Group ${String(n).padStart(3, '0')}`);
  for (const name of names.toReversed()) await given.group({ members: [person] }, { name });
  const [kind, unkind] = [await given.group({ owners: [friend] }), await given.group({ owners: [foe] })];
  await given.groupInvitation(kind, person, friend);
  await given.groupInvitation(unkind, person, foe);
  await given.block(person, foe);
  await given.group({ members: [person] }, { name: 'Gone', removedAt: new Date() });
  const api = callerFor(db, person).groups;
  const first = await api.mine({});
  expect(first.invitations).toMatchObject([
    { groupId: kind, kind: 'invited', by: 'Mia', standing: 'member' },
  ]);
  const second = await api.mine({ after: first.next ?? undefined });
  expect([...first.groups, ...second.groups].map(({ name }) => name)).toEqual(names);
  expect(second).toMatchObject({ invitations: [], next: null });
});

test('staff list every group by name, or those that they moderate, and who answers for each', async ({
  db,
  given,
}) => {
  const staff = await given.holder('group.view');
  const [owner, gone, moderator] = [
    await given.user(),
    await given.suspended(await given.user()),
    await given.user(),
  ];
  const ids = new Map<string, string>();
  for (let n = 0; n < 60; n++) {
    const name = `Herd ${String(n).padStart(2, '0')}`;
    ids.set(name, await given.group({ owners: [n === 7 ? gone : owner] }, { name, visibility: 'members' }));
  }
  await given.group({ owners: [owner] }, { name: 'Herd that went', removedAt: new Date() });
  const api = callerFor(db, staff).groups;
  const first = await api.list({ text: 'HERD ' });
  expect(first.groups).toHaveLength(50);
  expect(first.groups[7]).toMatchObject({ name: 'Herd 07', members: 1, isMore: false, owners: 0 });
  expect(first.groups[8]).toMatchObject({ owners: 1, visibility: 'members', isHidden: false });
  const second = await api.list({ text: 'HERD ', after: first.next ?? undefined });
  expect([...first.groups, ...second.groups].map(({ name }) => name)).toEqual([...ids.keys()]);
  expect(second.next).toBeNull();

  const groupId = ids.get('Herd 33') ?? '';
  const scoped = callerFor(db, moderator).groups;
  expect(await refusal(scoped.list({}))).toEqual({ reason: 'NOT_ALLOWED' });
  await given.grant({ principalId: moderator.id, permission: 'group.moderate', objectId: groupId });
  expect((await scoped.list({})).groups.map((one) => one.groupId)).toEqual([groupId]);
  expect(await scoped.get({ groupId })).toMatchObject({ name: 'Herd 33', standing: null });
});

test('on a profile stand the groups that exist for who looks; a removed one makes nobody closer', async ({
  db,
  given,
}) => {
  const [person, member, other] = [
    await given.longHere(await given.user()),
    await given.longHere(await given.user()),
    await given.longHere(await given.user()),
  ];
  await given.privacy(person, { profile: 'everyone', groups: 'everyone', messagesFrom: 'group_mates' });
  const people = { members: [person, member] };
  await given.group(people, { name: 'Seals', visibility: 'members' });
  await given.group(people, { name: 'Walruses' });
  await given.group(people, { name: 'Hidden', hiddenAt: new Date() });
  const removed = await given.group({ members: [person, other] }, { name: 'Gone' });
  const look = (viewer: { token: string } | null) =>
    callerFor(db, viewer).profile.byHandle({ handle: person.handle });
  expect((await look(other)).relation).toMatchObject({ kind: 'group_mate', mayMessage: true });
  await db.update(groups).set({ removedAt: new Date() }).where(eq(groups.id, removed));
  const names = async (viewer: { token: string } | null) =>
    (await look(viewer)).groups.map(({ name }) => name);
  expect(await names(member)).toEqual(['Seals', 'Walruses']);
  expect(await names(person)).toEqual(['Seals', 'Walruses']);
  expect(await names(other)).toEqual(['Walruses']);
  // That there is a group is for who is signed in.
  expect(await names(null)).toEqual([]);
  expect((await look(other)).relation).toMatchObject({ kind: 'signed_in', mayMessage: false });
});
