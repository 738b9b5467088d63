import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { objectDenies, objectGrants } from '@/db/schema/permissions';
import { EVERYONE } from '@/db/schema/principals';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { can } from './check';
import { BUILT_IN_ROLES, type Permission } from './permissions';

const DAY = 86_400_000;
const soon = new Date(Date.now() + DAY).toISOString();
const FOR_GOOD = { expiresAt: null, reason: '' };
const HELD = ['roles.assign', 'person.note', 'person.view'] as const;

/** Notes about some people, for some people. */
function notes(receivers: { id: string }[], objects: { id: string }[]) {
  return {
    principalIds: receivers.map(({ id }) => id),
    on: {
      type: 'person' as const,
      objectIds: objects.map(({ id }) => id),
      permissions: ['person.note' as const],
    },
  };
}

async function world(db: Database, given: Given) {
  const actor = await given.holder(...HELD);
  return { actor, api: callerFor(db, actor), receiver: await given.user(), object: await given.user() };
}

const mayNote = (db: Database, receiver: { id: string }, object: { id: string }) =>
  can(db, {
    userId: receiver.id,
    permission: 'person.note',
    object: { type: 'person', id: object.id },
    now: new Date(),
  });

test('a grant is given with an end and a reason, counts at the next statement, and is taken again', async ({
  db,
  given,
  trail,
}) => {
  const { api, receiver, object } = await world(db, given);
  const lines = notes([receiver], [object]);
  expect(await api.roles.grants.give({ ...lines, expiresAt: soon, reason: 'Holidays' })).toBe(1);
  expect(await mayNote(db, receiver, object)).toBe(true);
  expect((await api.roles.grants.of({ principalId: receiver.id })).lines).toMatchObject([
    { permission: 'person.note', objectId: object.id, handle: object.handle, reason: 'Holidays' },
  ]);
  expect(await api.roles.grants.take(lines)).toBe(1);
  expect(await api.roles.grants.take(lines)).toBe(0);
  expect(await mayNote(db, receiver, object)).toBe(false);
  const line = { principalId: receiver.id, permission: 'person.note', objectId: object.id, expiresAt: soon };
  expect(await trail(receiver)).toMatchObject([
    { kind: 'grant.added', before: { lines: [] }, after: { lines: [line] } },
    { kind: 'grant.removed', before: { lines: [line] }, after: { lines: [] } },
  ]);
});

test('sent twice at once, each is one grant, one denial, one entry', async ({ db, given, trail }) => {
  const { api, actor, receiver, object } = await world(db, given);
  const other = callerFor(db, await given.session(actor));
  const lines = notes([receiver], [object]);
  const twice = async (call: (one: typeof api.roles.grants) => Promise<number>) =>
    (await Promise.all([call(api.roles.grants), call(other.roles.grants)])).sort();
  expect(await twice((one) => one.give({ ...lines, ...FOR_GOOD }))).toEqual([0, 1]);
  expect(await twice((one) => one.deny({ ...lines, reason: '' }))).toEqual([0, 1]);
  expect(await twice((one) => one.allow(lines))).toEqual([0, 1]);
  expect(await twice((one) => one.take(lines))).toEqual([0, 1]);
  expect((await trail(receiver)).map(({ kind }) => kind)).toEqual([
    'grant.added',
    'deny.added',
    'deny.removed',
    'grant.removed',
  ]);
});

test('one to many and many to one, with an entry for each who receives', async ({ db, given, trail }) => {
  const { api, receiver, object } = await world(db, given);
  const [another, third] = [await given.user(), await given.user()];
  const many = notes([receiver, another], [object, third]);
  const on = { ...many.on, permissions: ['person.note' as const, 'person.view' as const] };
  expect(await api.roles.grants.give({ ...many, on, ...FOR_GOOD })).toBe(8);
  for (const one of [receiver, another]) {
    const [entry, ...more] = await trail(one);
    expect(entry?.after).toMatchObject({ lines: { length: 4 } });
    expect(more).toEqual([]);
  }
  // One that may not be given, and none is.
  const purging = { ...on, permissions: ['person.note' as const, 'person.purge' as const] };
  const fourth = await given.user();
  expect(
    await refusal(api.roles.grants.give({ principalIds: [fourth.id], on: purging, ...FOR_GOOD })),
  ).toEqual({ reason: 'BEYOND_YOURS' });
  expect(await db.$count(objectGrants, eq(objectGrants.principalId, fourth.id))).toBe(0);
});

test('nobody gives, takes, denies or allows what they lack, nor for longer than they have it', async ({
  db,
  given,
}) => {
  const { api, receiver, object } = await world(db, given);
  const lines = notes([receiver], [object]);
  const purge = { ...lines, on: { ...lines.on, permissions: ['person.purge' as const] } };
  const { grants } = api.roles;
  for (const call of [
    () => grants.give({ ...purge, ...FOR_GOOD }),
    () => grants.take(purge),
    () => grants.deny({ ...purge, reason: '' }),
    () => grants.allow(purge),
  ])
    expect(await refusal(call())).toEqual({ reason: 'BEYOND_YOURS' });

  const forNow = await given.holder('roles.assign');
  const expiresAt = new Date(soon);
  await given.grant({ principalId: forNow.id, permission: 'person.note', objectId: object.id, expiresAt });
  const theirs = callerFor(db, forNow).roles.grants;
  expect(await refusal(theirs.give({ ...lines, ...FOR_GOOD }))).toEqual({ reason: 'BEYOND_YOURS' });
  expect(await theirs.give({ ...lines, expiresAt: soon, reason: '' })).toBe(1);
});

test('nobody acts on who may more than they, and nobody gives themselves anything', async ({ db, given }) => {
  const { api, actor, object } = await world(db, given);
  const above = await given.holder('audit.view');
  const { grants } = api.roles;
  const onAbove = notes([above], [object]);
  const onSelf = notes([actor], [object]);
  for (const call of [
    () => grants.give({ ...onAbove, ...FOR_GOOD }),
    () => grants.take(onAbove),
    () => grants.deny({ ...onAbove, reason: '' }),
    () => grants.allow(onAbove),
    () => grants.give({ ...onSelf, ...FOR_GOOD }),
    () => grants.allow(onSelf),
  ])
    expect(await refusal(call())).toEqual({ reason: 'ABOVE_YOU' });
  // One may lay down what is one's own.
  await given.grant({ principalId: actor.id, permission: 'person.note', objectId: object.id });
  expect(await grants.take(onSelf)).toBe(1);
});

test('what is not there, what has ended and what does not fit is refused', async ({ db, given }) => {
  const { api, receiver, object } = await world(db, given);
  const { grants } = api.roles;
  const group = await given.emptyGroup();
  const removed = await given.emptyGroup({ removedAt: new Date() });
  const NOT_FOUND = { reason: 'NOT_FOUND' };
  const give = (receivers: { id: string }[], objects: { id: string }[]) =>
    refusal(grants.give({ ...notes(receivers, objects), ...FOR_GOOD }));
  // A group is no person, though its id is an object's.
  expect(await give([receiver], [{ id: group }])).toEqual(NOT_FOUND);
  expect(await give([{ id: removed }], [object])).toEqual(NOT_FOUND);
  expect(await give([{ id: crypto.randomUUID() }], [object])).toEqual(NOT_FOUND);
  expect(
    await refusal(
      grants.give({ ...notes([receiver], [object]), expiresAt: new Date(0).toISOString(), reason: '' }),
    ),
  ).toEqual({ reason: 'INPUT_INVALID' });
  const misfit = { type: 'person' as const, objectIds: [object.id], permissions: ['group.moderate'] };
  expect(
    await refusal(
      // @ts-expect-error a permission about groups, on a person
      grants.give({ principalIds: [receiver.id], on: misfit, ...FOR_GOOD }),
    ),
  ).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('whoever gains power by it signs in anew, also in a role or group, but not by an end that is set', async ({
  db,
  given,
}) => {
  const { api, receiver, object } = await world(db, given);
  const { grants } = api.roles;
  const [inGroup, inRole, outside] = [await given.user(), await given.user(), await given.user()];
  const [group, role] = [await given.emptyGroup(), await given.customRole()];
  await given.membership({ userId: inGroup.id, principalId: group });
  await given.membership({ userId: inRole.id, principalId: role });
  await given.membership({ userId: outside.id, principalId: group, expiresAt: new Date(0) });
  const isIn = async (person: { token: string }) => (await callerFor(db, person).viewer.current()) !== null;
  const lines = notes([receiver, { id: group }, { id: role }], [object]);
  await grants.give({ ...lines, ...FOR_GOOD });
  expect(await Promise.all([receiver, inGroup, inRole, outside].map(isIn))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  const again = await given.session(receiver);
  await grants.give({ ...lines, expiresAt: soon, reason: '' });
  await grants.deny({ ...lines, reason: '' });
  expect(await isIn(again)).toBe(true);
  await grants.allow(lines);
  expect(await isIn(again)).toBe(false);
});

test('a denial wins over whatever allows it, is listed from both ends, page by page, and is taken back', async ({
  db,
  given,
}) => {
  const { api, receiver, object } = await world(db, given);
  const { grants } = api.roles;
  const lines = notes([receiver], [object]);
  await grants.give({ ...lines, ...FOR_GOOD });
  await grants.deny({ ...lines, reason: 'Related' });
  expect(await mayNote(db, receiver, object)).toBe(false);
  const expected = {
    permission: 'person.note',
    principal: { kind: 'person', handle: receiver.handle },
    object: { kind: 'person', handle: object.handle },
    reason: 'Related',
  };
  for (const [of, { id }] of [
    ['principal', receiver],
    ['object', object],
  ] as const)
    expect(await grants.denials({ of, id })).toMatchObject({ lines: [expected], next: null });
  await grants.allow(lines);
  expect(await mayNote(db, receiver, object)).toBe(true);

  for (let n = 0; n < 51; n++)
    await given.deny({
      principalId: await given.emptyGroup(),
      permission: 'person.note',
      objectId: object.id,
    });
  const first = await grants.denials({ of: 'object', id: object.id });
  expect(first.lines).toHaveLength(50);
  const rest = await grants.denials({ of: 'object', id: object.id, after: first.next ?? undefined });
  expect([rest.lines.length, rest.next]).toEqual([1, null]);
  const seen = [...first.lines, ...rest.lines].map(({ principal }) => principal.id);
  expect(new Set(seen).size).toBe(
    await db.$count(
      objectDenies,
      and(eq(objectDenies.objectId, object.id), eq(objectDenies.permissionId, 15)),
    ),
  );
});

test('nobody keeps others from what may be done about themselves, nor from a case about them', async ({
  db,
  given,
}) => {
  const held: Permission[] = ['roles.assign', 'person.suspend', 'report.handle'];
  const [actor, colleague] = [await given.holder(...held), await given.user()];
  const { grants } = callerFor(db, actor).roles;
  const caseId = await given.case(actor);
  for (const principalId of [EVERYONE, colleague.id]) {
    const wish = { principalIds: [principalId], reason: '' };
    const suspend = { type: 'person' as const, permissions: ['person.suspend' as const] };
    const handle = { type: 'report' as const, permissions: ['report.handle' as const] };
    for (const on of [
      { ...suspend, objectIds: [colleague.id, actor.id] },
      { ...handle, objectIds: [caseId] },
    ])
      expect(await refusal(grants.deny({ ...wish, on }))).toEqual({ reason: 'ABOVE_YOU' });
  }
});

test('what is denied to everybody administrators take back, and nobody else', async ({ db, given }) => {
  const object = await given.user();
  const lines = { principalIds: [EVERYONE], on: { ...notes([], [object]).on } };
  const admin = await given.holder(...BUILT_IN_ROLES.administrator);
  const other = await given.holder('roles.assign', 'person.note');
  await callerFor(db, admin).roles.grants.deny({ ...lines, reason: '' });
  expect(await mayNote(db, admin, object)).toBe(false);
  expect(await refusal(callerFor(db, other).roles.grants.allow(lines))).toEqual({ reason: 'BEYOND_YOURS' });
  expect(await callerFor(db, admin).roles.grants.allow(lines)).toBe(1);
  expect(await mayNote(db, admin, object)).toBe(true);
});
