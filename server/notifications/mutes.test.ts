import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const NOT_FOUND = { reason: 'NOT_FOUND' };

test('whoever is seen can be muted, whoever has written as well, and nobody else', async ({ db, given }) => {
  const [me, seen, hidden, writer] = [
    await given.user(),
    await given.user({ displayName: 'Seen' }),
    await given.user(),
    await given.user(),
  ];
  await given.privacy(hidden, { profile: 'only_me' });
  await given.privacy(writer, { profile: 'only_me' });
  await given.message(writer, me);
  const { add, list, remove } = callerFor(db, me).notifications.mutes;
  const person = (id: string) => ({ kind: 'person' as const, id });
  expect(await refusal(add(person(hidden.id)))).toEqual(NOT_FOUND);
  expect(await refusal(add(person(me.id)))).toEqual(NOT_FOUND);
  await add(person(seen.id));
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await add({ ...person(writer.id), until });
  expect((await list({})).mutes).toEqual([
    { kind: 'person', id: writer.id, name: null, handle: null, until },
    { kind: 'person', id: seen.id, name: 'Seen', handle: seen.handle, until: null },
  ]);
  // Who hides since can still be unmuted.
  await given.privacy(seen, { profile: 'only_me' });
  expect((await list({})).mutes.map(({ name }) => name)).toEqual([null, null]);
  await remove(person(seen.id));
  await remove(person(seen.id));
  expect((await list({})).mutes.map(({ id }) => id)).toEqual([writer.id]);
});

test('a group that exists for somebody can be muted, by its name as far as they see it', async ({
  db,
  given,
}) => {
  const [me, owner] = [await given.user(), await given.user()];
  const mine = await given.group({ owners: [owner], members: [me] }, { name: 'Mine', visibility: 'members' });
  const secret = await given.group({ owners: [owner] }, { visibility: 'members' });
  const { add, list } = callerFor(db, me).notifications.mutes;
  expect(await refusal(add({ kind: 'group', id: secret }))).toEqual(NOT_FOUND);
  await add({ kind: 'group', id: mine });
  expect((await list({})).mutes).toEqual([
    { kind: 'group', id: mine, name: 'Mine', handle: null, until: null },
  ]);
});

test('a mute decides about every channel but a locked one, until its time is over', async ({ db, given }) => {
  const [me, other] = [await given.user(), await given.user()];
  const api = callerFor(db, me).notifications;
  const object = { kind: 'person' as const, id: other.id };
  await api.mutes.add({ ...object, until: new Date(Date.now() + 3_600_000).toISOString() });
  const soon = new Date(Date.now() + 60_000).toISOString().slice(0, 16);
  const later = new Date(Date.now() + 7_200_000).toISOString().slice(0, 16);
  const ask = async (at: string) =>
    (await api.simulate({ type: 'messages.received', at, object })).map(({ outcome }) => outcome);
  expect(await ask(soon)).toEqual(['off', 'off', 'off']);
  expect(await ask(later)).toEqual(['now', 'now', 'now']);
  const [, email] = await api.simulate({ type: 'moderation.action', at: soon, object });
  expect(email).toEqual({ channel: 'email', outcome: 'now', rule: 'locked' });
});

test('an id counts however it is written', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const api = callerFor(db, mia).notifications;
  await api.mutes.add({ kind: 'person', id: noah.id.toUpperCase() });
  expect((await api.mutes.list({})).mutes).toMatchObject([{ kind: 'person', id: noah.id }]);
  await api.mutes.remove({ kind: 'person', id: noah.id.toUpperCase() });
  expect((await api.mutes.list({})).mutes).toEqual([]);
});

test('the history says whether it was muted in the inbox', async ({ db, given }) => {
  const [me, other] = [await given.user(), await given.user()];
  const { mutes, preferences } = callerFor(db, me).notifications;
  const whom = { kind: 'person', id: other.id } as const;
  await mutes.add({ ...whom, from: 'inbox' });
  await mutes.remove(whom);
  const { entries } = await preferences.history({});
  expect(entries.map(({ means }) => means)).toEqual(['settings', 'inbox']);
});

test('a time that is over or a year away is refused', async ({ db, given }) => {
  const [me, other] = [await given.user(), await given.user()];
  const { add } = callerFor(db, me).notifications.mutes;
  for (const days of [-1, 400]) {
    const until = new Date(Date.now() + days * 86_400_000).toISOString();
    expect(await refusal(add({ kind: 'person', id: other.id, until }))).toEqual({ reason: 'INPUT_INVALID' });
  }
});

test('mutes come page by page, and those whose time is over are none', async ({ db, given }) => {
  const me = await given.user();
  const people = await given.people(60, () => ({ displayName: 'Al' }));
  for (const { id } of people) await given.muted(me, `person:${id}`);
  await given.muted(me, `group:${me.id}`, { until: new Date(Date.now() - 1000) });
  const { list } = callerFor(db, me).notifications.mutes;
  const first = await list({});
  expect(first.mutes).toHaveLength(50);
  const second = await list({ after: first.next ?? undefined });
  expect(second.next).toBeNull();
  const ids = [...first.mutes, ...second.mutes].map(({ id }) => id);
  expect(ids.toSorted()).toEqual(people.map(({ id }) => id).toSorted());
});
