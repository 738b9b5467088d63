import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { groupInvitations, groups } from '@/db/schema/groups';
import { departures } from '@/db/schema/leaving';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';

const TRIES = 8;

async function several(given: Given, size: number) {
  const people: Person[] = [];
  while (people.length < size) people.push(await given.user());
  return people;
}

/** What became of calls that were made at the same moment: `ok`, or why not. */
async function together(calls: Promise<unknown>[]) {
  const settled = await Promise.allSettled(calls);
  return settled.map((call) =>
    call.status === 'fulfilled' ? 'ok' : String(call.reason instanceof Error ? call.reason.message : ''),
  );
}

function owners(db: Database, groupId: string) {
  return db.$count(memberships, and(eq(memberships.principalId, groupId), eq(memberships.standing, 'owner')));
}

/** As many at once as there are connections: more would only wait for one, and be told that they waited too long on a slow machine. */
const AT_ONCE = 10;

/** All of them, so many at the same moment. */
async function inWaves(people: Person[], act: (person: Person, n: number) => Promise<unknown>) {
  const said: string[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE)
    said.push(
      ...(await together(people.slice(from, from + AT_ONCE).map((person, n) => act(person, from + n)))),
    );
  return said;
}

test('fifty owners who leave, step down and take each other out leave one', async ({ db, given }) => {
  const people = await several(given, 50);
  const groupId = await given.group({ owners: people, members: [await given.user()] });
  const said = await inWaves(people, (person, n) => {
    const { groups: api } = callerFor(db, person);
    if (n % 3 === 0) return api.leave({ groupId });
    if (n % 3 === 1) return api.setStanding({ groupId, personId: person.id, standing: 'member' });
    return api.removeMember({ groupId, personId: people[(n + 1) % 50]?.id ?? '' });
  });
  expect(await owners(db, groupId)).toBeGreaterThanOrEqual(1);
  expect(said.filter((one) => !/^(ok|LAST_OWNER|NOT_ALLOWED|NOT_FOUND)$/.test(one))).toEqual([]);

  const alike = await several(given, 50);
  const left = await given.group({ owners: alike, members: [await given.user()] });
  const answers = await inWaves(alike, (person) => callerFor(db, person).groups.leave({ groupId: left }));
  expect(answers.filter((one) => one === 'ok')).toHaveLength(49);
  expect(answers.filter((one) => one === 'LAST_OWNER')).toHaveLength(1);
  expect(await owners(db, left)).toBe(1);
});

test('accepted and taken back at once: in the group, or not', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const [owner, other] = [await given.user(), await given.user()];
    const groupId = await given.group({ owners: [owner] });
    await given.groupInvitation(groupId, other, owner);
    const [accepted, withdrawn] = await together([
      callerFor(db, other).groups.invitations.accept({ groupId }),
      callerFor(db, owner).groups.invitations.withdraw({ groupId, personId: other.id }),
    ]);
    expect(withdrawn).toBe('ok');
    expect(['ok', 'NOT_FOUND']).toContain(accepted);
    expect(await db.$count(memberships, eq(memberships.principalId, groupId))).toBe(
      accepted === 'ok' ? 2 : 1,
    );
    expect(await db.$count(groupInvitations, eq(groupInvitations.groupId, groupId))).toBe(0);
  }
});

test('invited while the group is removed: nothing is left open', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const [owner, second, other] = [await given.user(), await given.user(), await given.user()];
    const groupId = await given.group({ owners: [owner, second] });
    const [invited] = await together([
      callerFor(db, owner).groups.invite({ groupId, handle: other.handle }),
      callerFor(db, second).groups.remove({ groupId }),
    ]);
    expect(['ok', 'NOT_FOUND']).toContain(invited);
    expect(await db.$count(groupInvitations, eq(groupInvitations.groupId, groupId))).toBe(0);
  }
});

test('one owner leaves Foyer and the other the group at once: somebody answers for it', async ({
  db,
  given,
}) => {
  const kinds = new Set<string>();
  for (let n = 0; n < TRIES; n++) {
    const [one, other] = [await given.user(), await given.user()];
    const groupId = await given.group({ owners: [one, other], members: [await given.user()] });
    const deletes = () =>
      callerFor(db, one).account.scheduleDeletion({ handle: one.handle, keepsMessages: false });
    const leaves = () => callerFor(db, other).groups.leave({ groupId });
    // Whoever comes second is refused; both orders.
    const [first, second] = await together(n % 2 === 0 ? [deletes(), leaves()] : [leaves(), deletes()]);
    const said = [first, second].sort();
    expect([
      ['LAST_OWNER', 'ok'],
      ['SOLE_OWNER', 'ok'],
    ]).toContainEqual(said);
    kinds.add(said.join());
    const [left] = await db
      .select({ id: memberships.userId })
      .from(memberships)
      .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, 'active')))
      .where(and(eq(memberships.principalId, groupId), eq(memberships.standing, 'owner')));
    expect(left).toBeDefined();
  }
  expect(kinds.size).toBeGreaterThan(0);
});

test('two owners delete their accounts at once, and a third becomes an owner meanwhile', async ({
  db,
  given,
}) => {
  for (let n = 0; n < TRIES; n++) {
    const [one, other, third] = [await given.user(), await given.user(), await given.user()];
    const shared = await given.group({ owners: [one, other], members: [third] });
    const more = await given.group({ owners: [third], members: [one, other] });
    const away = (person: Person) =>
      callerFor(db, person).account.deleteNow({ handle: person.handle, keepsMessages: false });
    const said = await together([
      away(one),
      away(other),
      callerFor(db, third).groups.setStanding({ groupId: more, personId: one.id, standing: 'owner' }),
    ]);
    expect(said.filter((answer) => !/^(ok|SOLE_OWNER)$/.test(answer))).toEqual([]);
    expect(said.slice(0, 2).filter((answer) => answer === 'SOLE_OWNER')).toHaveLength(1);
    const away2 = await db.$count(departures, eq(departures.userId, said[0] === 'ok' ? one.id : other.id));
    expect(away2).toBe(1);
    const live = await db
      .select({ id: groups.id })
      .from(groups)
      .innerJoin(memberships, and(eq(memberships.principalId, groups.id), eq(memberships.standing, 'owner')))
      .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, 'active')))
      .where(eq(groups.id, shared));
    expect(live).toHaveLength(1);
  }
});
