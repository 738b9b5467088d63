import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

/** The handles that somebody finds, in the order of the answer, over all pages. */
async function find(db: Database, viewer: Person, query: string) {
  const { profile } = callerFor(db, viewer);
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await profile.search({ query, ...(after !== undefined && { after }) });
    found.push(...page.people.map(({ handle }) => handle));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

describe('what is looked for', () => {
  test.for<[string, string, boolean]>([
    ['Élodie Sørensen', 'elo', true],
    ['Élodie Sørensen', 'SØREN', true],
    ['Élodie Sørensen', 'elodie s', true],
    ['Élodie Sørensen', 'odie', false],
    ['Élodie Sørensen', 'elodie x', false],
    ["Seán O'Neill", 'oneill', true],
    ["Seán O'Neill", 'o’n', true],
    ['Jean-Luc Picard', 'luc pic', true],
    ['Jean-Luc Picard', 'jean l', true],
    ['Straße Weiß', 'strasse', true],
    ['ДМИТРИЙ Иванов', 'дмит', true],
    ['שָׁלוֹם כהן', 'שלום', true],
    ['王小明', '王小', true],
    ['A B', 'a b', true],
    ['Bob Percent', '%', false],
    ['Bob Percent', 'b_', false],
    ['Bob Percent', '--', false],
    ['Bob Percent', 'b', false],
    ['Bob Percent', ' ', false],
    ['Bob Percent', '', false],
  ])('%s is found by "%s": %s', async ([displayName, query, expected], { db, given }) => {
    const [viewer, person] = [await given.user({ displayName: '!!' }), await given.user({ displayName })];
    expect((await find(db, viewer, query)).includes(person.handle)).toBe(expected);
  });

  test('a handle is found by its beginning, with an @ or without, and its dashes are as good as spaces', async ({
    db,
    given,
  }) => {
    const viewer = await given.user();
    await given.user({ handle: 'zora-neale_h', displayName: '!!' });
    for (const query of ['zor', '@zora', 'ZORA-NEALE', 'zora neale_h'])
      expect(await find(db, viewer, query)).toEqual(['zora-neale_h']);
    expect(await find(db, viewer, 'neale')).toEqual([]);
  });

  test('a new name and a new handle are found at once, the old ones no more', async ({ db, given }) => {
    const [viewer, person] = [await given.user(), await given.user({ displayName: 'Quintus Before' })];
    await callerFor(db, person).profile.update({ displayName: 'Quilla After' });
    expect(await find(db, viewer, 'quintus')).toEqual([]);
    expect(await find(db, viewer, 'after')).toEqual([person.handle]);
  });
});

describe('who is found', () => {
  /** A person with a name of their own. */
  async function named(given: Given, name: string) {
    return given.user({ displayName: name });
  }

  test('nobody by who is hidden, not searchable, not active, or has blocked, or is blocked', async ({
    db,
    given,
  }) => {
    const viewer = await given.user();
    const [hidden, quiet, away, blocker, blocked, there] = await Promise.all(
      Array.from({ length: 6 }, () => named(given, 'Wilhelmina')),
    );
    if (!hidden || !quiet || !away || !blocker || !blocked || !there) throw new Error('somebody is missing');
    await given.privacy(hidden, { profile: 'only_me' });
    await given.privacy(quiet, { searchable: false });
    await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, away.id));
    await given.block(blocker, viewer);
    await given.block(viewer, blocked);
    expect(await find(db, viewer, 'wilhelm')).toEqual([there.handle]);
    // And all of them again, once they may be.
    await given.privacy(hidden, { profile: 'signed_in' });
    await given.privacy(quiet, { searchable: true });
    await db.update(users).set({ status: 'active' }).where(eq(users.id, away.id));
    expect((await find(db, viewer, 'wilhelm')).length).toBe(4);
  });

  test('contacts who show themselves to contacts, by contacts alone', async ({ db, given }) => {
    const [viewer, stranger, one, open] = [
      await given.user(),
      await given.user(),
      await named(given, 'Xaverine A'),
      await named(given, 'Xaverine B'),
    ];
    await given.contacts(viewer, one);
    await given.privacy(one, { profile: 'contacts' });
    expect(await find(db, viewer, 'xaver')).toEqual([one.handle, open.handle]);
    expect(await find(db, stranger, 'xaver')).toEqual([open.handle]);
    await given.privacy(one, { searchable: false });
    expect(await find(db, viewer, 'xaver')).toEqual([open.handle]);
  });

  test('staff find as anybody does', async ({ db, given }) => {
    const [staff, hidden] = [await given.holder('profiles.viewAll'), await named(given, 'Yolanthe')];
    await given.privacy(hidden, { profile: 'only_me' });
    expect(await find(db, staff, 'yolan')).toEqual([]);
  });
});

describe('pages', () => {
  test('of twenty, each person once, in the order of what they were found by', async ({ db, given }) => {
    const viewer = await given.user();
    // Each is found by two words and a handle.
    const made = await Promise.all(
      Array.from({ length: 45 }, (_, n) =>
        given.user({ displayName: `Vanja Vanja${n}`, handle: `vanja-${String(n).padStart(2, '0')}` }),
      ),
    );
    const { people, next } = await callerFor(db, viewer).profile.search({ query: 'vanja' });
    expect(people.length).toBe(20);
    expect(next).not.toBeNull();
    const all = await find(db, viewer, 'vanja');
    expect(all.length).toBe(45);
    expect(new Set(all)).toEqual(new Set(made.map(({ handle }) => handle)));
  });

  test('go past any number of people who have blocked the viewer, and tell nothing of them', async ({
    db,
    given,
  }) => {
    const viewer = await given.user();
    const blockers = await given.people(450, (n) => ({ displayName: `Ulrika ${n}` }));
    await given.blockAll(blockers, viewer);
    const shown = await given.user({ displayName: 'Ulrika Zzz' });
    const first = await callerFor(db, viewer).profile.search({ query: 'ulrika' });
    expect(first.people).toEqual([]);
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).not.toMatch(/ulrika/i);
    expect(await find(db, viewer, 'ulrika')).toEqual([shown.handle]);
  });

  test.for(['', 'x', 'W10', Buffer.from('["a","b",-1]').toString('base64url')])(
    'nothing follows what is no page of ours: "%s"',
    async (after, { db, given }) => {
      const viewer = await given.user();
      await given.user({ displayName: 'Tjorven' });
      const { profile } = callerFor(db, viewer);
      expect(await profile.search({ query: 'tjorven', after })).toEqual({ people: [], next: null });
    },
  );
});

describe('by a whole address', () => {
  test('finds who wants that, from whom they want it, and nobody by a part of it', async ({ db, given }) => {
    const [stranger, mate, friend, person] = [
      await given.user(),
      await given.user(),
      await given.user(),
      await given.user(),
    ];
    await given.groupWith(mate, person);
    await given.contacts(friend, person);
    const viewers = { stranger, mate, friend };
    const expected = {
      signed_in: ['stranger', 'mate', 'friend'],
      group_mates: ['mate', 'friend'],
      contacts: ['friend'],
      nobody: [],
    } as const;
    for (const [foundByEmailFrom, finders] of Object.entries(expected)) {
      await given.privacy(person, { foundByEmailFrom: foundByEmailFrom as keyof typeof expected });
      for (const [name, viewer] of Object.entries(viewers))
        expect([foundByEmailFrom, name, await find(db, viewer, ` ${person.email.toUpperCase()}`)]).toEqual([
          foundByEmailFrom,
          name,
          finders.some((finder) => finder === name) ? [person.handle] : [],
        ]);
    }
    await given.privacy(person, { foundByEmailFrom: 'signed_in' });
    expect(await find(db, stranger, person.email.slice(0, -1))).toEqual([]);
    await given.privacy(person, { profile: 'contacts' });
    expect(await find(db, stranger, person.email)).toEqual([]);
    await given.block(friend, person);
    expect(await find(db, friend, person.email)).toEqual([]);
  });
});

test('addresses are not walked through: sixty in ten minutes, found or not, and then no more', async ({
  db,
  given,
}) => {
  const { profile } = callerFor(db, await given.user());
  const asked = Array.from({ length: 65 }, (_, n) => profile.search({ query: `nobody-${n}@example.test` }));
  const answers = await Promise.allSettled(asked);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(60);
  expect(await refusal(profile.search({ query: 'nobody@example.test' }))).toMatchObject({
    reason: 'RATE_LIMITED',
  });
  expect(await profile.search({ query: 'nobody' })).toEqual({ people: [], next: null });
});

test('an app finds whom its person finds, with the scope for it', async ({ db, given }) => {
  const [staff, friend, hidden] = [
    await given.holder('profiles.viewAll'),
    await given.user({ displayName: 'Odalys Friend' }),
    await given.user({ displayName: 'Odalys Hidden' }),
  ];
  await given.contacts(staff, friend);
  await given.privacy(friend, { profile: 'contacts' });
  await given.privacy(hidden, { profile: 'only_me' });
  const client = await given.client({ scopes: ['people.read', 'profile.read'] });
  const search = async (scope: 'people.read' | 'profile.read') => {
    const { headers } = await given.app(staff, { client, scopes: [scope] });
    return callerFor(db, null, { headers }).profile.search({ query: 'odalys' });
  };
  expect((await search('people.read')).people.map(({ handle }) => handle)).toEqual([friend.handle]);
  expect(await refusal(search('profile.read'))).toEqual({ reason: 'SCOPE_REQUIRED' });
});

test('the photo stands in a line where it may be seen', async ({ db, given }) => {
  const [viewer, person] = [await given.user(), await given.user({ displayName: 'Photine' })];
  const { id: photoId } = await given.photo(person);
  const { profile } = callerFor(db, viewer);
  const line = { userId: person.id, handle: person.handle, displayName: 'Photine', photoId };
  expect((await profile.search({ query: 'photine' })).people).toEqual([line]);
  await given.privacy(person, { photo: 'contacts' });
  expect((await profile.search({ query: 'photine' })).people).toEqual([{ ...line, photoId: null }]);
});
