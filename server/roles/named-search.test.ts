import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

const ALL = ['person', 'role', 'group', 'client', 'report'] as const;

test('people are found by handle and words of their name, the others by name, everything by its id', async ({
  db,
  given,
}) => {
  const actor = await given.holder('roles.assign');
  const { search } = callerFor(db, actor).roles.grants;
  const find = async (text: string, kinds: (typeof ALL)[number][] = [...ALL]) =>
    (await search({ text, kinds })).map(({ id }) => id);
  const person = await given.user({ displayName: 'Ébène Zorglub', handle: 'zorglub-the-first' });
  const role = await given.customRole({ name: 'Zorglub night shift' });
  const group = await given.emptyGroup({ name: 'Zorglub readers' });
  const removed = await given.emptyGroup({ name: 'Zorglub writers', removedAt: new Date() });
  const report = await given.bareCase({ personId: person.id });
  expect(await find('zorgl')).toEqual([group, person.id, role]);
  expect(await find('@zorglub-the')).toEqual([person.id]);
  expect(await find('ebene')).toEqual([person.id]);
  expect(await find('zorgl', ['role'])).toEqual([role]);
  expect(await find('ZORGLUB R', ['group'])).toEqual([group]);
  expect(await find('readers', ['group'])).toEqual([]);
  expect(await find(report)).toEqual([report]);
  expect(await find(report, ['person'])).toEqual([]);
  expect(await find(person.id.toUpperCase())).toEqual([person.id]);
  expect(await find(removed)).toEqual([]);
  // What a pattern would be is text here.
  expect(await find('%')).toEqual([]);
  expect(await find('zorg%b')).toEqual([]);
  // Without a text the roles can be chosen from, and nobody is listed.
  const first = await search({ text: '', kinds: ['person', 'role'] });
  expect(first.length).toBeGreaterThan(0);
  expect(first.every(({ kind }) => kind === 'role')).toBe(true);
});

test('an explanation has the names of those whom it is about, and its smallest steps are what it takes', async ({
  db,
  given,
}) => {
  const actor = await given.holder('roles.assign', 'person.note', 'group.view');
  const { roles } = callerFor(db, actor);
  const [person, object] = [await given.user(), await given.user()];
  const ask = {
    personId: person.id,
    about: { type: 'person', permission: 'person.note', objectId: object.id },
  } as const;
  const before = await roles.explain(ask);
  expect(before).toMatchObject({
    allowed: false,
    person: { handle: person.handle },
    object: { handle: object.handle },
    smallest: [{ kind: 'giveOnObject', permission: 'person.note', object: { id: object.id } }],
  });
  const on = { type: 'person' as const, objectIds: [object.id], permissions: ['person.note' as const] };
  await roles.grants.give({ principalIds: [person.id], on, expiresAt: null, reason: 'Holidays' });
  expect(await roles.explain(ask)).toMatchObject({
    allowed: true,
    paths: [{ via: 'grant', given: { by: { handle: actor.handle }, reason: 'Holidays' } }],
    smallest: [],
  });

  const everywhere = { ...ask, about: { ...ask.about, objectId: null } };
  expect((await roles.explain(everywhere)).smallest).toMatchObject([{ kind: 'giveEverywhere' }]);
  const site = { personId: null, about: { type: 'site', permission: 'jobs.view' } } as const;
  expect(await roles.explain(site)).toMatchObject({ allowed: false, person: null, object: null });
  const nobody = { ...ask, personId: crypto.randomUUID() };
  await expect(roles.explain(nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const misfit = { type: 'person', permission: 'group.view', objectId: object.id } as const;
  // @ts-expect-error a permission about groups, on a person
  await expect(roles.explain({ ...ask, about: misfit })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
