import { and, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;
const NOT_FOUND = { reason: 'NOT_FOUND' };
const NOT_ALLOWED = { reason: 'NOT_ALLOWED' };
const LAST_OWNER = { reason: 'LAST_OWNER' };
const BEYOND = { reason: 'BEYOND_YOURS' };
const CANNOT_CONTACT = { reason: 'CANNOT_CONTACT' };

async function house(given: Given, wish: Parameters<Given['group']>[1] = {}) {
  const [owner, manager, member, other] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const groupId = await given.group({ owners: [owner], managers: [manager], members: [member] }, wish);
  return { owner, manager, member, other, groupId };
}

async function placesIn(db: Database, groupId: string) {
  const rows = await db
    .select({ userId: memberships.userId, standing: memberships.standing })
    .from(memberships)
    .where(eq(memberships.principalId, groupId));
  return Object.fromEntries(rows.map(({ userId, standing }) => [userId, standing]));
}

test('a group is made once, belongs to who made it, and is changed and removed by its owners alone', async ({
  db,
  given,
}) => {
  const maker = await given.holder('groups.create');
  const [api, groupId] = [callerFor(db, maker), uuid()];
  const values = {
    name: 'Walruses',
    description: 'On ice',
    visibility: 'signed_in',
    joining: 'open',
  } as const;
  await Promise.all([api.groups.create({ groupId, ...values }), api.groups.create({ groupId, ...values })]);
  expect(await placesIn(db, groupId)).toEqual({ [maker.id]: 'owner' });
  const other = await given.holder('groups.create');
  expect(await refusal(callerFor(db, other).groups.create({ groupId, ...values }))).toEqual({
    reason: 'ALREADY_THERE',
  });

  const [manager, member] = [await given.user(), await given.user()];
  await given.membership({ userId: manager.id, principalId: groupId, standing: 'manager' });
  await given.membership({ userId: member.id, principalId: groupId });
  for (const person of [manager, member, other]) {
    const { groups: theirs } = callerFor(db, person);
    expect(await refusal(theirs.update({ groupId, name: 'Mine' }))).toEqual(NOT_ALLOWED);
    expect(await refusal(theirs.remove({ groupId }))).toEqual(NOT_ALLOWED);
  }
  await api.groups.update({ groupId, name: 'Seals', visibility: 'members' });
  expect(await callerFor(db, member).groups.get({ groupId })).toMatchObject({
    name: 'Seals',
    description: 'On ice',
    visibility: 'members',
    standing: 'member',
    may: { update: false, manageMembers: false, remove: false, handle: false, join: null },
  });
  await api.groups.remove({ groupId });
  for (const person of [maker, member, other])
    expect(await refusal(callerFor(db, person).groups.get({ groupId }))).toEqual(NOT_FOUND);
  expect(await refusal(api.groups.remove({ groupId }))).toEqual(NOT_FOUND);
});

test('somebody is invited, learns of it, and comes in as what they were invited to; twice is once', async ({
  db,
  given,
  notices,
  trail,
}) => {
  const { owner, other, groupId } = await house(given, { visibility: 'members', name: 'Walruses' });
  const [api, theirs] = [callerFor(db, owner), callerFor(db, other)];
  expect(await refusal(theirs.groups.get({ groupId }))).toEqual(NOT_FOUND);
  const wish = { groupId, handle: `@${other.handle}`, standing: 'manager' } as const;
  await Promise.all([api.groups.invite(wish), api.groups.invite(wish)]);
  const notice = { type: 'groups.invited', actorId: owner.id, groupId };
  expect(await notices(other)).toMatchObject([notice]);

  const seen = await theirs.groups.get({ groupId });
  const invitation = { kind: 'invited', standing: 'manager', by: owner.displayName };
  // What is for members alone stays so until they are one.
  expect(seen).toMatchObject({ name: 'Walruses', standing: null, invitation, members: null });
  expect(await refusal(theirs.groups.members({ groupId }))).toEqual(NOT_ALLOWED);
  expect((await theirs.groups.mine({})).invitations).toMatchObject([
    { groupId, name: 'Walruses', ...invitation },
  ]);
  await Promise.all([
    theirs.groups.invitations.accept({ groupId }),
    theirs.groups.invitations.accept({ groupId }),
  ]);
  expect(await placesIn(db, groupId)).toMatchObject({ [other.id]: 'manager' });
  expect(await theirs.groups.mine({})).toMatchObject({
    groups: [{ groupId, standing: 'manager' }],
    invitations: [],
  });
  expect(await trail(other)).toMatchObject([
    { kind: 'group.invited', actorId: owner.id, after: { groupId, standing: 'manager' } },
    { kind: 'group.joined', actorId: other.id, after: { groupId, standing: 'manager', by: owner.id } },
  ]);
  // It stays theirs, and they are signed in still: nothing in it is power over others.
  expect(await theirs.viewer.me()).toMatchObject({ userId: other.id });
});

test('an invitation can be declined, taken back, and ends by itself', async ({ db, given }) => {
  const { owner, manager, member, other, groupId } = await house(given);
  const theirs = callerFor(db, other).groups.invitations;
  await given.groupInvitation(groupId, other, owner);
  await theirs.decline({ groupId });
  await theirs.decline({ groupId });
  expect(await refusal(theirs.accept({ groupId }))).toEqual(NOT_FOUND);

  await given.groupInvitation(groupId, other, owner, { standing: 'owner' });
  const withdraw = (person: { token: string }) =>
    callerFor(db, person).groups.invitations.withdraw({ groupId, personId: other.id });
  // Who is more than a member is not a manager’s business.
  for (const person of [manager, member]) expect(await refusal(withdraw(person))).toEqual(NOT_ALLOWED);
  await withdraw(owner);
  await withdraw(owner);
  expect(await refusal(theirs.accept({ groupId }))).toEqual(NOT_FOUND);

  await given.groupInvitation(groupId, other, owner, { expiresAt: new Date(Date.now() - 1) });
  expect(await refusal(theirs.accept({ groupId }))).toEqual(NOT_FOUND);
  expect(await callerFor(db, other).groups.mine({})).toMatchObject({ invitations: [] });
  await sweep(db, { now: new Date() });
  expect(await db.$count(groupInvitations, eq(groupInvitations.groupId, groupId))).toBe(0);
  expect(await placesIn(db, groupId)).not.toHaveProperty(other.id);
});

test('whom one may not ask is not invited, nor told apart from who is not there', async ({ db, given }) => {
  const { owner, manager, member, groupId } = await house(given);
  const [blocks, blocked, shy, away] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.paused(await given.user()),
  ];
  await given.block(blocks, owner);
  await given.block(owner, blocked);
  await given.privacy(shy, { contactRequestsFrom: 'nobody' });
  const invite = (handle: string, who = owner, standing: 'member' | 'manager' = 'member') =>
    callerFor(db, who).groups.invite({ groupId, handle, standing });
  for (const { handle } of [blocks, blocked, shy, away, owner, { handle: 'nobody-at-all' }])
    expect(await refusal(invite(handle))).toEqual(CANNOT_CONTACT);
  // A contact can be.
  await given.contacts(owner, shy);
  expect(await invite(shy.handle)).toEqual({ became: 'invited', personId: shy.id });
  expect(await invite(manager.handle)).toMatchObject({ became: 'member' });
  const other = await given.user();
  expect(await refusal(invite(other.handle, member))).toEqual(NOT_ALLOWED);
  expect(await refusal(invite(other.handle, manager, 'manager'))).toEqual(NOT_ALLOWED);
  expect(await refusal(invite(other.handle, other))).toEqual(NOT_ALLOWED);
  await db.update(users).set({ limitedUntil: 'infinity' }).where(eq(users.id, manager.id));
  expect(await refusal(invite(other.handle, manager))).toEqual({ reason: 'LIMITED' });
});

test('into a group that was given something lets in who may do all of it, then and when it is accepted', async ({
  db,
  given,
}) => {
  const subject = await given.user();
  const [owner, manager, other] = [await given.holder('person.note'), await given.user(), await given.user()];
  const groupId = await given.group({ owners: [owner], managers: [manager] });
  await given.grant({ principalId: groupId, permission: 'person.note', objectId: subject.id });
  await given.grant({ principalId: groupId, permission: 'person.warn', objectId: subject.id });
  const invite = (who: { token: string }) =>
    callerFor(db, who).groups.invite({ groupId, handle: other.handle });
  // The manager is in the group and has it by that; the owner as well. For longer than they, nobody.
  await db
    .update(memberships)
    .set({ expiresAt: new Date(Date.now() + DAY) })
    .where(and(eq(memberships.userId, manager.id), eq(memberships.principalId, groupId)));
  expect(await refusal(invite(manager))).toEqual(BEYOND);
  await invite(owner);

  const theirs = callerFor(db, other);
  await db
    .update(memberships)
    .set({ standing: 'member' })
    .where(and(eq(memberships.userId, owner.id), eq(memberships.principalId, groupId)));
  expect(await refusal(theirs.groups.invitations.accept({ groupId }))).toEqual({ reason: 'INVITATION_OVER' });
  // A grant of the group to manage its members is no longer enough either: they have left, and so lack one of the two.
  await given.noMembership({ userId: owner.id, principalId: groupId });
  await given.grant({ principalId: owner.id, permission: 'group.manageMembers', objectId: groupId });
  expect(await refusal(theirs.groups.invitations.accept({ groupId }))).toEqual({ reason: 'INVITATION_OVER' });
  await given.grant({ principalId: owner.id, permission: 'person.warn', objectId: subject.id });
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, owner.id));
  expect(await refusal(theirs.groups.invitations.accept({ groupId }))).toEqual({ reason: 'INVITATION_OVER' });
  await db.update(users).set({ status: 'active' }).where(eq(users.id, owner.id));
  await theirs.groups.invitations.accept({ groupId });
  expect(await placesIn(db, groupId)).toMatchObject({ [other.id]: 'member' });
});

test('whoever gains power by a group proves who they are, and is signed out everywhere else', async ({
  db,
  given,
}) => {
  const subject = await given.user();
  const [owner, late, now] = [await given.user(), await given.user(), await given.user()];
  const groupId = await given.group({ owners: [owner] });
  await given.grant({ principalId: groupId, permission: 'person.note', objectId: subject.id });
  for (const person of [late, now]) await given.groupInvitation(groupId, person, owner);
  const stale = await given.session(late, { now: new Date(Date.now() - 600_000) });
  expect(await refusal(callerFor(db, stale).groups.invitations.accept({ groupId }))).toEqual({
    reason: 'STEP_UP_REQUIRED',
  });
  const elsewhere = await given.session(now);
  await callerFor(db, now).groups.invitations.accept({ groupId });
  expect(await callerFor(db, now).viewer.me()).toMatchObject({ userId: now.id });
  expect(await refusal(callerFor(db, elsewhere).profile.me())).toEqual({ reason: 'SESSION_ENDED' });
  // Let in by somebody else, they are signed out altogether.
  await db.delete(groupInvitations).where(eq(groupInvitations.userId, late.id));
  await given.groupInvitation(groupId, late, null);
  await callerFor(db, owner).groups.requests.admit({ groupId, personId: late.id });
  expect(await refusal(callerFor(db, late).profile.me())).toEqual({ reason: 'SESSION_ENDED' });
});

test('one comes into an open group, and asks where somebody lets one in, or where it gives what one lacks', async ({
  db,
  given,
  trail,
}) => {
  const { owner, manager, member, other, groupId } = await house(given, { joining: 'open' });
  const join = (person: { token: string }, id = groupId) =>
    callerFor(db, person).groups.join({ groupId: id });
  expect(await Promise.all([join(other), join(other)])).toEqual([{ became: 'member' }, { became: 'member' }]);
  expect((await trail(other)).map(({ kind }) => kind)).toEqual(['group.joined']);
  const [asks, goes, given2] = [await given.user(), await given.user(), await given.user()];
  await given.grant({ principalId: groupId, permission: 'person.note', objectId: owner.id });
  expect(await join(given2)).toEqual({ became: 'asked' });

  await callerFor(db, owner).groups.update({ groupId, joining: 'request' });
  for (const person of [asks, goes]) expect(await join(person)).toEqual({ became: 'asked' });
  expect(await join(asks)).toEqual({ became: 'asked' });
  const { invitations } = await callerFor(db, manager).groups.invitations.list({ groupId });
  expect(invitations.map(({ userId }) => userId).sort()).toEqual([asks.id, goes.id, given2.id].sort());
  expect(await refusal(callerFor(db, member).groups.invitations.list({ groupId }))).toEqual(NOT_ALLOWED);
  const { requests } = callerFor(db, manager).groups;
  await requests.admit({ groupId, personId: asks.id });
  await requests.admit({ groupId, personId: asks.id });
  await requests.refuse({ groupId, personId: given2.id });
  await callerFor(db, goes).groups.requests.withdraw({ groupId });
  expect(await refusal(requests.admit({ groupId, personId: goes.id }))).toEqual(NOT_FOUND);
  expect(await refusal(requests.admit({ groupId, personId: given2.id }))).toEqual(NOT_FOUND);
  expect(await placesIn(db, groupId)).toMatchObject({ [other.id]: 'member', [asks.id]: 'member' });
  // Inviting who asks lets them in.
  expect(await join(goes)).toEqual({ became: 'asked' });
  expect(await callerFor(db, manager).groups.invite({ groupId, handle: goes.handle })).toMatchObject({
    became: 'member',
  });

  const closed = await given.group({ owners: [owner] });
  const secret = await given.group({ owners: [owner] }, { joining: 'open', visibility: 'members' });
  const stranger = await given.user();
  expect(await refusal(join(stranger, closed))).toEqual(NOT_ALLOWED);
  expect(await refusal(join(stranger, secret))).toEqual(NOT_FOUND);
});

test('an owner says what the others are, and steps down only for another one', async ({
  db,
  given,
  trail,
}) => {
  const { owner, manager, member, other, groupId } = await house(given);
  const set = (who: { token: string }, { id }: { id: string }, standing: 'member' | 'manager' | 'owner') =>
    callerFor(db, who).groups.setStanding({ groupId, personId: id, standing });
  for (const who of [manager, member, other])
    expect(await refusal(set(who, member, 'owner'))).toEqual(NOT_ALLOWED);
  expect(await refusal(set(owner, owner, 'member'))).toEqual(LAST_OWNER);
  expect(await refusal(set(owner, other, 'member'))).toEqual(NOT_FOUND);
  await Promise.all([set(owner, member, 'owner'), set(owner, member, 'owner')]);
  expect(await trail(member)).toMatchObject([
    {
      kind: 'group.memberChanged',
      before: { groupId, standing: 'member', expiresAt: null },
      after: { groupId, standing: 'owner', expiresAt: null },
    },
  ]);
  await set(owner, owner, 'manager');
  expect(await refusal(set(owner, manager, 'member'))).toEqual(NOT_ALLOWED);
  expect(await placesIn(db, groupId)).toEqual({
    [owner.id]: 'manager',
    [manager.id]: 'manager',
    [member.id]: 'owner',
  });
  // Whoever may change it by a grant, and not remove it, makes nobody who may.
  await given.grant({ principalId: other.id, permission: 'group.update', objectId: groupId });
  expect(await refusal(set(other, manager, 'owner'))).toEqual(BEYOND);
  // An administrator names a successor where nobody is left who could.
  const staff = await given.holder('group.view', 'group.update', 'group.manageMembers', 'group.remove');
  await set(staff, manager, 'owner');
});

test('an owner whose account is about to go, or is suspended, or whose place ends, is none to rely on', async ({
  db,
  given,
}) => {
  for (const other of [
    await given.leaving(await given.user()),
    await given.suspended(await given.user()),
    { ...(await given.user()), expiresAt: new Date(Date.now() + DAY) },
  ]) {
    const owner = await given.user();
    const groupId = await given.group({ owners: [owner] });
    const expiresAt = 'expiresAt' in other ? other.expiresAt : null;
    await given.membership({ userId: other.id, principalId: groupId, standing: 'owner', expiresAt });
    expect(await refusal(callerFor(db, owner).groups.leave({ groupId }))).toEqual(LAST_OWNER);
  }
  // A pause is its person’s to end.
  const [owner, paused] = [await given.user(), await given.paused(await given.user())];
  const groupId = await given.group({ owners: [owner, paused] });
  expect(await callerFor(db, owner).groups.leave({ groupId })).toEqual({ isGone: false });
});

test('one leaves, and the last one takes the group along; managers take out members, owners anybody', async ({
  db,
  given,
  trail,
}) => {
  const { owner, manager, member, other, groupId } = await house(given);
  const remove = (who: { token: string }, { id }: { id: string }) =>
    callerFor(db, who).groups.removeMember({ groupId, personId: id });
  const leave = (who: { token: string }) => callerFor(db, who).groups.leave({ groupId });
  const second = await given.user();
  await given.membership({ userId: second.id, principalId: groupId, standing: 'manager' });
  for (const whom of [owner, second]) expect(await refusal(remove(manager, whom))).toEqual(NOT_ALLOWED);
  for (const who of [member, other]) expect(await refusal(remove(who, second))).toEqual(NOT_ALLOWED);
  expect(await refusal(remove(owner, owner))).toEqual({ reason: 'INPUT_INVALID' });
  await remove(manager, member);
  await remove(manager, member);
  await remove(owner, second);
  expect(await trail(member)).toMatchObject([
    { kind: 'group.memberRemoved', actorId: manager.id, before: { groupId, standing: 'member' } },
  ]);
  expect(await refusal(leave(owner))).toEqual(LAST_OWNER);
  expect(await leave(manager)).toEqual({ isGone: false });
  expect(await leave(manager)).toEqual({ isGone: false });
  expect(await leave(owner)).toEqual({ isGone: true });
  expect(await refusal(callerFor(db, owner).groups.get({ groupId }))).toEqual(NOT_FOUND);
});

test('a removed group is cleared away after a month, with its places and grants', async ({ db, given }) => {
  const { owner, groupId } = await house(given);
  const kept = await given.group({ owners: [owner] });
  await given.grant({ principalId: groupId, permission: 'person.note', objectId: owner.id });
  await given.grant({ principalId: owner.id, permission: 'group.moderate', objectId: groupId });
  for (const id of [groupId, kept]) await callerFor(db, owner).groups.remove({ groupId: id });
  const monthAgo = new Date(Date.now() - 31 * DAY);
  await db.update(groups).set({ removedAt: monthAgo }).where(eq(groups.id, groupId));
  await sweep(db, { now: new Date() });
  expect(await db.$count(groups, eq(groups.id, groupId))).toBe(0);
  expect(await placesIn(db, groupId)).toEqual({});
  expect(await placesIn(db, kept)).toEqual({ [owner.id]: 'owner' });
});

test('of several that are cleared away together the trail says who answered for those that were reported, and of no other', async ({
  db,
  given,
  trail,
}) => {
  const [owner, other, member] = [await given.user(), await given.user(), await given.user()];
  const monthAgo = { removedAt: new Date(Date.now() - 31 * DAY) };
  const reported = await given.group({ owners: [owner], members: [member] }, monthAgo);
  const unreported = await given.group({ owners: [other], members: [member] }, monthAgo);
  await given.groupCase(reported);
  await sweep(db, { now: new Date() });
  for (const id of [reported, unreported]) {
    expect(await db.$count(groups, eq(groups.id, id))).toBe(0);
    expect(await placesIn(db, id)).toEqual({});
  }
  const before = { groupId: reported, standing: 'owner' };
  expect(await trail(owner)).toMatchObject([{ kind: 'group.memberRemoved', actorId: null, before }]);
  for (const person of [other, member]) expect(await trail(person)).toEqual([]);
});
