import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { BUILT_IN_ROLES } from './permissions';
import { type Gift, listAbove, refuseAbove, refuseBeyond, refuseBeyondPrincipal } from './within';

const now = new Date();
const SOON = new Date(now.getTime() + 3_600_000);
const LATER = new Date(now.getTime() + 7_200_000);
const BEYOND = { reason: 'BEYOND_YOURS' };
const ABOVE = { reason: 'ABOVE_YOU' };

test('everywhere one gives what one holds everywhere', async ({ db, given }) => {
  const { id: actorId } = await given.holder('jobs.view', 'person.note');
  const give = (...everywhere: Gift['everywhere'] & object) =>
    refuseBeyond(db, { actorId, gift: { everywhere, until: null }, now });
  const { statements } = await recordStatements(() => give('jobs.view', 'person.note'));
  expect(statements).toHaveLength(1);
  await expect(give('jobs.view', 'jobs.retry')).rejects.toMatchObject(BEYOND);
  await give();
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, actorId));
  await expect(give('jobs.view')).rejects.toMatchObject(BEYOND);
});

test('what one is denied somewhere one does not give everywhere, but to whoever is denied the same', async ({
  db,
  given,
}) => {
  const [actor, person, other] = [
    await given.holder('person.note', 'person.warn'),
    await given.user(),
    await given.user(),
  ];
  const give = (permission: 'person.note' | 'person.warn', receiverId?: string) =>
    refuseBeyond(db, {
      ...{ actorId: actor.id, gift: { everywhere: [permission], until: null }, now },
      ...(receiverId !== undefined && { receiverId }),
    });
  const [free, bound] = [await given.role('person.note'), await given.role('person.note')];
  const into = (principalId: string, isTaken?: true) =>
    refuseBeyondPrincipal(db, {
      actorId: actor.id,
      principalId,
      until: null,
      ...(isTaken && { isTaken }),
      now,
    });
  await into(free);
  await give('person.note', other.id);
  for (const principalId of [actor.id, bound])
    await given.deny({ principalId, permission: 'person.note', objectId: person.id });
  await expect(give('person.note', other.id)).rejects.toMatchObject(BEYOND);
  await expect(into(free)).rejects.toMatchObject(BEYOND);
  await give('person.warn', other.id);
  await into(bound);
  // To take it away gives nobody anything.
  await give('person.note');
  await into(free, true);
  await given.deny({ principalId: other.id, permission: 'person.note', objectId: person.id });
  await give('person.note', other.id);
});

test('what is denied to all is denied to whoever gets something as well', async ({ db, given }) => {
  const [actor, person] = [await given.holder('person.note'), await given.user()];
  for (const principalId of [SIGNED_IN, EVERYONE])
    await given.deny({ principalId, permission: 'person.note', objectId: person.id });
  await refuseBeyondPrincipal(db, {
    ...{ actorId: actor.id, principalId: await given.role('person.note'), until: null, now },
  });
});

test('on an object one gives what one may do with it, however that is', async ({ db, given }) => {
  const [actor, person, other] = [await given.holder('client.view'), await given.user(), await given.user()];
  const [owned, moderated] = [await given.emptyGroup(), await given.emptyGroup()];
  await given.membership({ userId: actor.id, principalId: owned, standing: 'owner' });
  await given.membership({ userId: person.id, principalId: moderated });
  await given.grant({ principalId: actor.id, permission: 'group.moderate', objectId: moderated });
  const give = (
    permission: Parameters<typeof given.grant>[0]['permission'],
    type: 'person' | 'group',
    id: string,
  ) =>
    refuseBeyond(db, {
      actorId: actor.id,
      gift: { onObjects: [{ permission, object: { type, id } }], until: null },
      now,
    });
  await give('group.update', 'group', owned);
  await give('group.moderate', 'group', moderated);
  await give('person.note', 'person', person.id);
  for (const call of [
    give('group.update', 'group', moderated),
    give('group.moderate', 'group', owned),
    give('person.note', 'person', other.id),
    give('person.purge', 'person', person.id),
  ])
    await expect(call).rejects.toMatchObject(BEYOND);
  await given.deny({ principalId: actor.id, permission: 'group.update', objectId: owned });
  await expect(give('group.update', 'group', owned)).rejects.toMatchObject(BEYOND);
});

test('whoever may do it to everybody makes somebody a moderator of a group; who lacks one of it does not', async ({
  db,
  given,
}) => {
  const [moderator, less] = [
    await given.holder(...BUILT_IN_ROLES.moderator),
    await given.holder('person.note'),
  ];
  const id = await given.emptyGroup();
  const gift: Gift = {
    onObjects: [{ permission: 'group.moderate', object: { type: 'group', id } }],
    until: null,
  };
  await refuseBeyond(db, { actorId: moderator.id, gift, now });
  await expect(refuseBeyond(db, { actorId: less.id, gift, now })).rejects.toMatchObject(BEYOND);
});

test('nobody gives for longer than they have it', async ({ db, given }) => {
  const [actor, other] = [await given.user(), await given.user()];
  const role = await given.role('jobs.view');
  await given.membership({ userId: actor.id, principalId: role, expiresAt: SOON });
  await given.grant({
    principalId: actor.id,
    permission: 'person.note',
    objectId: other.id,
    expiresAt: SOON,
  });
  const gift = (until: Date | null): Gift => ({
    everywhere: ['jobs.view'],
    onObjects: [{ permission: 'person.note', object: { type: 'person', id: other.id } }],
    until,
  });
  await refuseBeyond(db, { actorId: actor.id, gift: gift(SOON), now });
  for (const until of [LATER, null])
    await expect(refuseBeyond(db, { actorId: actor.id, gift: gift(until), now })).rejects.toMatchObject(
      BEYOND,
    );
});

test('nobody brings anybody into a role or group that gives what they lack', async ({ db, given }) => {
  const [actor, other] = [await given.holder('jobs.view', 'person.note'), await given.user()];
  const [role, group] = [await given.role('jobs.view'), await given.emptyGroup()];
  const into = (principalId: string) =>
    refuseBeyondPrincipal(db, { actorId: actor.id, principalId, until: null, now });
  await given.grant({ principalId: group, permission: 'person.note', objectId: other.id });
  await into(role);
  await into(group);
  await given.grant({ principalId: group, permission: 'person.warn', objectId: other.id });
  await given.permission({ principalId: role, permission: 'jobs.retry' });
  await expect(into(role)).rejects.toMatchObject(BEYOND);
  await expect(into(group)).rejects.toMatchObject(BEYOND);
  // What has ended gives nothing.
  const ended = await given.role();
  await given.permission({ principalId: ended, permission: 'jobs.retry', expiresAt: now });
  await into(ended);
});

test('nobody acts on themselves, nor on who may do something that they may not', async ({ db, given }) => {
  const [admin, moderator, member] = [
    await given.holder(...BUILT_IN_ROLES.administrator),
    await given.holder(...BUILT_IN_ROLES.moderator),
    await given.user(),
  ];
  const act = (actor: { id: string }, person: { id: string }) =>
    refuseAbove(db, { actorId: actor.id, personId: person.id, now });
  await act(admin, moderator);
  await act(moderator, member);
  await expect(act(moderator, admin)).rejects.toMatchObject(ABOVE);
  await expect(act(member, moderator)).rejects.toMatchObject(ABOVE);
  await expect(act(admin, admin)).rejects.toMatchObject(ABOVE);
  // Also on one who is not active just now.
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, admin.id));
  await expect(act(moderator, admin)).rejects.toMatchObject(ABOVE);
  const { result, statements } = await recordStatements(() =>
    listAbove(db, { actorId: moderator.id, personIds: [admin.id, moderator.id, member.id], now }),
  );
  expect(statements).toHaveLength(1);
  expect(result.sort()).toEqual([admin.id, moderator.id].sort());
});

test('a moderator of a group acts on its members, but not on another moderator, nor on who may do anything everywhere', async ({
  db,
  given,
}) => {
  const [actor, member, another, staff, noting, owner] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.holder('jobs.view'),
    await given.user(),
    await given.user(),
  ];
  const group = await given.emptyGroup();
  for (const { id: userId } of [member, another, staff, noting])
    await given.membership({ userId, principalId: group });
  await given.membership({ userId: owner.id, principalId: group, standing: 'owner' });
  for (const { id: principalId } of [actor, another])
    await given.grant({ principalId, permission: 'group.moderate', objectId: group });
  await given.grant({ principalId: noting.id, permission: 'person.note', objectId: actor.id });
  const everybody = [actor, member, another, staff, noting, owner].map(({ id }) => id);
  const above = await listAbove(db, { actorId: actor.id, personIds: everybody, now });
  expect(above.sort()).toEqual([actor.id, another.id, staff.id, noting.id].sort());
  // Whoever may do it to everybody acts on those who moderate.
  const moderator = await given.holder(...BUILT_IN_ROLES.moderator);
  await refuseAbove(db, { actorId: moderator.id, personId: another.id, now });
});
