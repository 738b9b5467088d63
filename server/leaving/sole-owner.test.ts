import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { deleteAccountOf } from './commands';
import { erase } from './testing/erase-with';

const SOLE_OWNER = { reason: 'SOLE_OWNER' };
const PAST = new Date(Date.now() - 1000);

test('whoever alone answers for a group with others in it names a successor before they leave', async ({
  db,
  given,
}) => {
  const [person, member, second] = [await given.user(), await given.user(), await given.user()];
  const groupId = await given.group({ owners: [person], members: [member] }, { name: 'Walruses' });
  await given.group({ owners: [person, second], members: [member] });
  await given.group({ owners: [person] });
  const { account } = callerFor(db, person);
  const wish = { handle: person.handle, keepsMessages: false };
  expect(await account.deletionImpact()).toMatchObject({
    blockers: ['SOLE_OWNER'],
    ownedAlone: [{ groupId, name: 'Walruses' }],
  });
  expect(await refusal(account.scheduleDeletion(wish))).toEqual(SOLE_OWNER);
  expect(await refusal(account.deleteNow(wish))).toEqual(SOLE_OWNER);
  // Away for a while is no end: they come back to it.
  await account.deactivate({ returnOn: null });
  const paused = callerFor(db, await given.session(person)).account;
  expect(await refusal(paused.deleteNow(wish))).toEqual(SOLE_OWNER);
  await paused.reactivate();

  const back = callerFor(db, await given.session(person));
  await back.groups.setStanding({ groupId, personId: member.id, standing: 'owner' });
  expect(await back.account.deletionImpact()).toMatchObject({ blockers: [], ownedAlone: [] });
  await back.account.scheduleDeletion(wish);
  // From now on the group rests on the other one.
  expect(await refusal(callerFor(db, member).groups.leave({ groupId }))).toEqual({ reason: 'LAST_OWNER' });
});

test('nobody is kept who is suspended, nor whom an operator deletes', async ({ db, given }) => {
  const [suspended, person] = [await given.suspended(await given.user()), await given.user()];
  for (const owner of [suspended, person])
    await given.group({ owners: [owner], members: [await given.user()] });
  const session = await given.session(suspended);
  expect(await callerFor(db, session).account.deletionImpact()).toMatchObject({ blockers: [] });
  await callerFor(db, session).account.deleteNow({ handle: suspended.handle, keepsMessages: false });
  await deleteAccountOf(db, { email: person.email, cause: { actorId: null }, now: new Date() });
});

test('an erasure takes along the groups that nobody else is in, and no other', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  const [own, shared] = [
    await given.group({ owners: [person] }),
    await given.group({ owners: [person, other] }),
  ];
  await given.groupInvitation(shared, await given.user(), person);
  await given.leaving(person, { dueAt: PAST });
  await erase(db, person);
  const removed = async (id: string) => {
    const [group] = await db.select({ at: groups.removedAt }).from(groups).where(eq(groups.id, id));
    return group?.at !== null;
  };
  expect([await removed(own), await removed(shared)]).toEqual([true, false]);
  const isTheirs = and(eq(memberships.principalId, shared), eq(memberships.userId, person.id));
  expect(await db.$count(memberships, isTheirs)).toBe(0);
});
