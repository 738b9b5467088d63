import { eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { notificationEvents } from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import { findRoleByKey } from '@/server/roles/queries';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { type Given, makeGiven, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

type Wish = Parameters<Caller['moderation']['users']['act']>[0];

const moderator = (given: Given) => given.holder(...BUILT_IN_ROLES.moderator);

/** People, each with the id of what is about to be done. */
const wished = (people: { id: string }[]) =>
  people.map(({ id: personId }) => ({ personId, sanctionId: uuid() }));

function act(db: Database, by: Person, wish: Pick<Wish, 'people'> & Partial<Wish>) {
  return callerFor(db, by).moderation.users.act({
    kind: 'suspension',
    rule: 'spam',
    words: { en: 'Please do not.', fr: 'Merci d’arrêter.' },
    days: 7,
    ...wish,
  });
}

async function statusesOf(db: Database, people: { id: string }[]) {
  const rows = await db
    .select({ id: users.id, status: users.status, limitedUntil: users.limitedUntil })
    .from(users)
    .where(
      inArray(
        users.id,
        people.map(({ id }) => id),
      ),
    );
  const of = new Map(rows.map((row) => [row.id, row]));
  return people.map(({ id }) => of.get(id)?.status);
}

describe('several people at once', () => {
  test('are suspended in the words of their language, signed out, told by mail, each with a case and an entry', async ({
    db,
    given,
    trail,
    jobs,
  }) => {
    const ada = await moderator(given);
    const [ben, eve] = [await given.session(await given.user()), await given.user({ locale: 'fr' })];
    const people = wished([ben, eve]);
    const results = await act(db, ada, { people });
    expect(results).toEqual(
      people.map(({ personId: id, sanctionId }) => ({ id, result: 'done', sanctionId })),
    );
    expect(await statusesOf(db, [ben, eve])).toEqual(['suspended', 'suspended']);
    expect(await db.$count(sessions, eq(sessions.userId, ben.id))).toBe(0);
    for (const [who, words] of [
      [ben, 'Please do not.'],
      [eve, 'Merci d’arrêter.'],
    ] as const) {
      const [row] = await db.select().from(sanctions).where(eq(sanctions.personId, who.id));
      expect(row).toMatchObject({ kind: 'suspension', rule: 'spam', words, actedBy: ada.id, endedAt: null });
      const [found] = await db.select().from(cases).where(eq(cases.personId, who.id));
      expect(found).toMatchObject({
        id: row?.caseId,
        state: 'resolved',
        outcome: 'acted',
        resolvedBy: ada.id,
      });
      const events = await db
        .select()
        .from(caseEvents)
        .where(eq(caseEvents.caseId, row?.caseId ?? ''));
      expect(events.map(({ kind }) => kind).toSorted()).toEqual(['acted', 'opened']);
      const entries = (await trail(who)).filter(({ kind }) => kind === 'sanction.imposed');
      expect(entries).toMatchObject([{ actorId: ada.id, after: { sanction: row?.id, kind: 'suspension' } }]);
      const mine = (await jobs()).filter(({ payload }) => payload.sanctionId === row?.id);
      expect(mine.map(({ name }) => name)).toEqual(['sanction.end']);
      expect(await db.$count(notificationEvents, eq(notificationEvents.objectId, row?.id ?? ''))).toBe(1);
    }
  });

  test('sent twice at the same moment it is done once', async ({ db, given, trail }) => {
    const ada = await moderator(given);
    const [ben, eve] = [await given.user(), await given.user()];
    const people = wished([ben, eve]);
    const both = await Promise.all([
      act(db, ada, { people, kind: 'limit' }),
      act(db, ada, { people: people.toReversed(), kind: 'limit' }),
    ]);
    for (const results of both) expect(results.map(({ result }) => result)).toEqual(['done', 'done']);
    for (const who of [ben, eve]) {
      expect(await db.$count(sanctions, eq(sanctions.personId, who.id))).toBe(1);
      expect(await db.$count(cases, eq(cases.personId, who.id))).toBe(1);
      expect((await trail(who)).filter(({ kind }) => kind === 'sanction.imposed')).toHaveLength(1);
    }
    const ids = people.map(({ sanctionId }) => sanctionId);
    expect(await db.$count(notificationEvents, inArray(notificationEvents.objectId, ids))).toBe(2);
  });

  test('by two moderators at the same moment it is done by one of them', async ({ db, given }) => {
    const [ada, bob] = [await moderator(given), await moderator(given)];
    const people = [await given.user(), await given.user(), await given.user()];
    const [one, two] = await Promise.all([
      act(db, ada, { people: wished(people) }),
      act(db, bob, { people: wished(people.toReversed()) }),
    ]);
    const told = [...one, ...two].map(({ result }) => result).toSorted();
    expect(told).toEqual(['IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'done', 'done', 'done']);
  });

  test('about whom nothing can be done is told of each, before and after, and the rest is done', async ({
    db,
    given,
  }) => {
    const ada = await moderator(given);
    const [ben, above, already, taken] = [
      await given.user(),
      await given.holder('roles.assign'),
      await given.user(),
      await given.user(),
    ];
    const missing = { id: '00000000-0000-7000-8000-000000000001' };
    await given.actedOn(already, ada, { kind: 'suspension' });
    await given.case(taken, { claimedBy: (await moderator(given)).id, claimedAt: new Date() });
    const people = [ben, above, ada, already, taken, missing];
    const expected = ['done', 'ABOVE_YOU', 'YOURSELF', 'IN_FORCE', 'CASE_TAKEN', 'NOT_FOUND'];
    const api = callerFor(db, ada).moderation.users;
    const before = await api.startActing({ ids: people.map(({ id }) => id), kind: 'suspension' });
    expect(before.people.map(({ result }) => result)).toEqual(expected);
    expect(before.locales).toEqual(['en']);
    expect(await statusesOf(db, [ben])).toEqual(['active']);
    const results = await act(db, ada, { people: wished(people) });
    expect(results.map(({ result }) => result)).toEqual(expected);
    expect(await statusesOf(db, [ben, above, ada, taken])).toEqual([
      'suspended',
      'active',
      'active',
      'active',
    ]);
    expect(await db.$count(sanctions, eq(sanctions.personId, taken.id))).toBe(0);
  });

  test('an open case about somebody is decided by it, also one that is one’s own', async ({ db, given }) => {
    const ada = await moderator(given);
    const [free, own] = [await given.user(), await given.user()];
    const ids = [await given.case(free), await given.case(own, { claimedBy: ada.id, claimedAt: new Date() })];
    await act(db, ada, { people: wished([free, own]), kind: 'limit' });
    const rows = await db
      .select()
      .from(cases)
      .where(inArray(cases.personId, [free.id, own.id]));
    expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const row of rows)
      expect(row).toMatchObject({ state: 'resolved', outcome: 'acted', rule: 'spam', claimedBy: null });
  });

  test('who moderates a group acts on its people, and neither on others nor on who moderates it too', async ({
    db,
    given,
  }) => {
    const [owner, member, stranger] = [await given.user(), await given.user(), await given.user()];
    const group = await given.groupWith(owner);
    const peer = await given.moderating(await given.user(), group);
    for (const { id } of [member, peer])
      await given.membership({ userId: id, principalId: group, grantedAt: new Date() });
    const mod = await given.moderating(await given.session(await given.user()), group);
    const results = await act(db, mod, { people: wished([member, stranger, peer, mod]), kind: 'limit' });
    expect(results.map(({ result }) => result)).toEqual(['done', 'NOT_FOUND', 'ABOVE_YOU', 'YOURSELF']);
    const api = callerFor(db, mod).moderation.users;
    const letter = { kind: 'limit', rule: 'spam', words: { en: 'No.' }, days: 7 } as const;
    expect(await refusal(api.previewActing({ personId: stranger.id, ...letter }))).toEqual({
      reason: 'NOT_FOUND',
    });
  });

  test('who may limit and not suspend does the one and not the other', async ({ db, given }) => {
    const ada = await given.holder('report.handle', 'person.limit');
    const ben = await given.user();
    expect(await act(db, ada, { people: wished([ben]) })).toMatchObject([{ result: 'NOT_ALLOWED' }]);
    expect(await act(db, ada, { people: wished([ben]), kind: 'limit' })).toMatchObject([{ result: 'done' }]);
  });

  test('an id that is another’s is refused, and nothing is done', async ({ db, given }) => {
    const [ada, bob] = [await moderator(given), await moderator(given)];
    const [ben, eve] = [await given.user(), await given.user()];
    const [sent] = wished([ben]);
    if (!sent) throw new Error('nobody was wished');
    await act(db, ada, { people: [sent] });
    const THERE = { reason: 'ALREADY_THERE' };
    expect(await refusal(act(db, bob, { people: [sent, ...wished([eve])] }))).toEqual(THERE);
    const moved = [{ ...sent, personId: eve.id }];
    expect(await refusal(act(db, ada, { people: moved }))).toEqual(THERE);
    expect(await statusesOf(db, [eve])).toEqual(['active']);
    const INVALID = { reason: 'INPUT_INVALID' };
    const twice = [...wished([eve]), ...wished([eve])];
    expect(await refusal(act(db, ada, { people: twice }))).toMatchObject(INVALID);
    expect(await refusal(act(db, ada, { people: wished([eve]), words: { en: ' ' } }))).toMatchObject(INVALID);
  });

  test('the mail is the one that they get, in their language', async ({ db, given }) => {
    const ada = await moderator(given);
    const eve = await given.user({ locale: 'fr' });
    const wish = { kind: 'limit', rule: 'spam', words: { en: 'Do not.', fr: 'Arrêtez.' }, days: 7 } as const;
    const letter = await callerFor(db, ada).moderation.users.previewActing({ personId: eve.id, ...wish });
    expect(letter.locale).toBe('fr');
    expect(letter.text).toContain('Arrêtez.');
  });

  test('what was done is taken back, of those for whom it still can be', async ({ db, given, trail }) => {
    const ada = await moderator(given);
    const people = [await given.user(), await given.user()];
    const done = await act(db, ada, { people: wished(people) });
    const ids = done.flatMap(({ sanctionId }) => sanctionId ?? []);
    const api = callerFor(db, ada).moderation.users;
    const over = await Promise.all([api.takeBack({ ids }), api.takeBack({ ids: [...ids, uuid()] })]);
    expect(over).toEqual([2, 2]);
    expect(await statusesOf(db, people)).toEqual(['active', 'active']);
    for (const who of people)
      expect((await trail(who)).filter(({ kind }) => kind === 'sanction.ended')).toHaveLength(1);
  });

  test('takes as many statements for thirty as for two', async ({ db, given }) => {
    const ada = await moderator(given);
    const crowd = await Promise.all(Array.from({ length: 32 }, () => given.user()));
    for (const { id } of [...crowd.slice(0, 1), ...crowd.slice(2, 10)]) await given.case({ id });
    const count = async (people: { id: string }[]) =>
      (await recordStatements(() => act(db, ada, { people: wished(people) }))).statements.length;
    expect(await count(crowd.slice(2))).toBe(await count(crowd.slice(0, 2)));
  });
});

test('of those who would be the last administrators none is suspended, and the rest is', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const given = makeGiven(db);
  const role = await findRoleByKey(db, 'administrator');
  const admin = async (expiresAt: Date | null) => {
    const person = await given.session(await given.user());
    await given.membership({ userId: person.id, principalId: role?.id ?? '', expiresAt });
    return person;
  };
  const forNow = await admin(new Date(Date.now() + 86_400_000));
  const [one, two, ben] = [await admin(null), await admin(null), await given.user()];
  const results = await act(db, forNow, { people: wished([one, ben, two]) });
  expect(results.map(({ result }) => result)).toEqual(['LAST_ADMIN', 'done', 'LAST_ADMIN']);
  expect(await act(db, forNow, { people: wished([one]) })).toMatchObject([{ result: 'done' }]);
  expect(await act(db, forNow, { people: wished([two]) })).toMatchObject([{ result: 'LAST_ADMIN' }]);
});

test('several are put into a role, and whom it is refused for is told', async ({ db, given, trail }) => {
  const ada = await given.holder('roles.assign', 'jobs.view');
  const [ben, eve, above] = [await given.user(), await given.user(), await given.holder('audit.view')];
  const api = callerFor(db, ada).moderation.users;
  const wish = { roleId: await given.customRole({}, ['jobs.view']), expiresAt: null, reason: 'On call' };
  const ids = [ben, above, ada, eve].map(({ id }) => id);
  const results = await api.assignRole({ ...wish, ids });
  expect(results.map(({ result }) => result)).toEqual(['done', 'ABOVE_YOU', 'YOURSELF', 'done']);
  await api.assignRole({ ...wish, ids });
  for (const who of [ben, eve])
    expect((await trail(who)).filter(({ kind }) => kind === 'role.granted')).toHaveLength(1);
  const beyond = await given.customRole({}, ['audit.view']);
  expect(await api.assignRole({ ...wish, roleId: beyond, ids: [ben.id] })).toEqual([
    { id: ben.id, result: 'BEYOND_YOURS' },
  ]);
  const checked = await callerFor(db, await given.holder('person.view')).moderation.users.check({
    ids: [ben.id, above.id],
  });
  expect(checked.map(({ result }) => result)).toEqual(['ABOVE_YOU', 'ABOVE_YOU']);
});
