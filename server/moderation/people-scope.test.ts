import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

test('whoever moderates a group learns of no other one that only its members see', async ({ db, given }) => {
  const person = await given.user();
  const theirs = await given.group({ members: [person] }, { visibility: 'members' });
  const open = await given.group({ members: [person] }, { visibility: 'signed_in' });
  const hidden = await given.group({ members: [person] }, { visibility: 'signed_in', hiddenAt: new Date() });
  const secret = await given.group({ owners: [person] }, { visibility: 'members' });
  await given.case(person);
  const moderator = await given.moderating(await given.session(await given.user()), theirs);
  const { users: api, reports } = callerFor(db, moderator).moderation;
  const { groups } = await api.get({ handle: person.handle });
  expect(groups.map(({ id }) => id).toSorted()).toEqual([theirs, open].toSorted());
  const found = async (group: string) => [
    (await api.list({ inGroup: group })).people.length,
    (await reports.list({ group })).cases.length,
  ];
  expect(await found(theirs)).toEqual([1, 1]);
  for (const group of [open, hidden, secret]) expect(await found(group)).toEqual([0, 0]);
  const everywhere = callerFor(db, await given.holder('person.view')).moderation.users;
  expect((await everywhere.get({ handle: person.handle })).groups).toHaveLength(4);
});
