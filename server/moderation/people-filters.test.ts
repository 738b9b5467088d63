import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { searchWords } from '@/db/schema/search';
import { profiles, users } from '@/db/schema/users';
import type { Reach } from '@/server/roles/reach';
import { test } from '@/server/testing/fixtures';
import { ListPeopleInput, PERSON_SORTS, type PersonFlag } from './people-inputs';
import { listPeople } from './people-list';

const EVERYONE: Reach = { everyone: true };
const NOBODY = '00000000-0000-7000-8000-000000000001';
const FLAGS: PersonFlag[][] = [
  [],
  ['limited'],
  ['openCase'],
  ['sanctioned'],
  ['passkey'],
  ['passkey', 'limited'],
  ['limited', 'openCase', 'sanctioned', 'passkey'],
];

test('however the filters are put together, a list has those whom each of them leaves', {
  timeout: 180_000,
}, async ({ db, given }) => {
  const [role, group, elsewhere] = [await given.role(), await given.emptyGroup(), await given.emptyGroup()];
  const before = new Date('2020-01-01T12:00:00Z');
  const people: { id: string; traits: Set<string> }[] = [];
  for (let n = 0; n < 16; n++) {
    const { id } = await given.user({ displayName: 'Put Together' });
    const traits = new Set([...(n < 14 ? ['role', 'group'] : []), ...(n % 8 === 5 ? [] : ['active'])]);
    if (n % 7 !== 6) {
      traits.add('limited');
      await db.update(users).set({ limitedUntil: 'infinity' }).where(eq(users.id, id));
    }
    if (n % 4 !== 3) {
      traits.add('openCase');
      await given.case({ id });
    }
    if (n % 3 !== 2) {
      traits.add('sanctioned');
      await given.sanction({ id }, await given.case({ id }, { state: 'resolved' }), { kind: 'limit' });
    }
    if (n % 5 !== 4) {
      traits.add('passkey');
      await db.insert(passkeys).values(passkeyOf(id));
    }
    if (n % 6 !== 1) {
      traits.add('before');
      await db.update(users).set({ createdAt: before }).where(eq(users.id, id));
    }
    if (!traits.has('active')) await db.update(users).set({ status: 'suspended' }).where(eq(users.id, id));
    if (n < 14) await given.membership({ userId: id, principalId: role });
    if (n < 14) await given.membership({ userId: id, principalId: group });
    if (n % 2) await given.membership({ userId: id, principalId: elsewhere });
    if (n % 2) traits.add('elsewhere');
    people.push({ id, traits });
  }
  const reaches: [Reach, string[]][] = [
    [EVERYONE, []],
    [{ everyone: false, groupIds: [group, elsewhere] }, ['group or elsewhere']],
    [{ everyone: false, groupIds: [elsewhere] }, ['elsewhere']],
  ];
  for (const { traits } of people)
    if (traits.has('group') || traits.has('elsewhere')) traits.add('group or elsewhere');

  let n = 0;
  for (const [reach, within] of reaches)
    for (const text of [undefined, 'together'])
      for (const inRole of [undefined, role])
        for (const inGroup of [undefined, group])
          for (const state of [undefined, 'active', 'suspended'] as const)
            for (const createdUntil of [undefined, '2020-01-01'])
              for (const flags of FLAGS) {
                const sort = PERSON_SORTS[n++ % PERSON_SORTS.length];
                const given = { text, inRole, inGroup, state, createdUntil, flags, sort };
                const wanted = [
                  ...within,
                  ...flags,
                  ...(inRole ? ['role'] : []),
                  // Of a group that is not theirs a moderator learns nothing, not even of their own people.
                  ...(inGroup ? [isTheirs(reach, inGroup) ? 'group' : 'nobody'] : []),
                  ...(state === 'active' ? ['active'] : []),
                  ...(createdUntil ? ['before'] : []),
                ];
                const expected = people.filter(
                  ({ traits }) =>
                    wanted.every((trait) => traits.has(trait)) &&
                    !(state === 'suspended' && traits.has('active')),
                );
                const listed = new Set(await idsOf(db, given, reach));
                const found = people.filter(({ id }) => listed.has(id));
                expect({ given, found: found.map(({ id }) => id) }).toEqual({
                  given,
                  found: expected.map(({ id }) => id),
                });
              }
});

test('in a group a text finds members, also where it finds many others', async ({ db, given }) => {
  const [group, other] = [await given.emptyGroup(), await given.user()];
  const [wanted, member] = [await given.user({ displayName: 'Zzyzx' }), await given.user()];
  for (const { id } of [wanted, member]) await given.membership({ userId: id, principalId: group });
  const find = () => idsOf(db, { text: 'zzy', inGroup: group }, EVERYONE);
  expect(await find()).toEqual([wanted.id]);
  const words = Array.from({ length: 6000 }, (_, n) => ({
    userId: other.id,
    word: `zzy${n}`,
    listed: true,
  }));
  await db.insert(searchWords).values(words);
  expect(await find()).toEqual([wanted.id]);
});

test('who has no profile any more is in no list, and the next page goes on after them', async ({
  db,
  given,
}) => {
  const group = await given.emptyGroup();
  const ids: string[] = [];
  for (let n = 0; n < 52; n++) {
    const { id } = await given.user();
    await given.membership({ userId: id, principalId: group });
    ids.push(id);
  }
  await db.delete(profiles).where(eq(profiles.userId, ids[3] ?? ''));
  const { after: _, ...filter } = ListPeopleInput.parse({ inGroup: group, sort: 'oldest' });
  const first = await listPeople(db, {
    filter,
    viewerId: NOBODY,
    reach: EVERYONE,
    held: [],
    now: new Date(),
  });
  expect(first.people).toHaveLength(49);
  const after = first.next ?? undefined;
  const second = await listPeople(db, {
    filter: { ...filter, after },
    viewerId: NOBODY,
    reach: EVERYONE,
    held: [],
    now: new Date(),
  });
  expect([second.people.length, second.next]).toEqual([2, null]);
});

function isTheirs(reach: Reach, group: string) {
  return reach.everyone || reach.groupIds.includes(group);
}

async function idsOf(db: Database, asked: Record<string, unknown>, reach: Reach) {
  const { after: _, ...filter } = ListPeopleInput.parse(asked);
  const page = await listPeople(db, {
    filter,
    viewerId: NOBODY,
    reach,
    held: ['person.view', 'person.viewSecurity'],
    now: new Date(),
  });
  return page.people.map(({ userId }) => userId);
}

function passkeyOf(userId: string): typeof passkeys.$inferInsert {
  return {
    id: userId,
    userId,
    credentialId: userId,
    publicKey: '',
    counter: 0,
    aaguid: '',
    name: '',
    backupEligible: false,
    backedUp: false,
    createdAt: new Date(),
  };
}
