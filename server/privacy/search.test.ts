import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { callerFor, SECRET, servicesFor } from '@/server/testing/callers';
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

  test('go past any number of people who have blocked the viewer', async ({ db, given }) => {
    const viewer = await given.user();
    const blockers = await given.people(450, (n) => ({ displayName: `Ulrika ${n}` }));
    await given.blockAll(blockers, viewer);
    const shown = await given.user({ displayName: 'Ulrika Zzz' });
    const first = await callerFor(db, viewer).profile.search({ query: 'ulrika' });
    expect(first.people).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(await find(db, viewer, 'ulrika')).toEqual([shown.handle]);
  });

  test('what a page ends with tells nothing of those who hide: neither as text nor by its length', async ({
    db,
    given,
  }) => {
    const viewer = await given.user();
    await given.people(21, (n) => ({ displayName: `Tabitha Shown ${n}` }));
    await given.blockAll(await given.people(201, (n) => ({ displayName: `Tabea ${n}` })), viewer);
    const { profile } = callerFor(db, viewer);
    // After one person of twenty, after nobody of two hundred, and the same again.
    const asked = ['tabitha', 'tabea', 'tabea'];
    const ends = await Promise.all(asked.map(async (query) => (await profile.search({ query })).next ?? ''));
    expect(ends.map((end) => end.length)).toEqual([600, 600, 600]);
    expect(new Set(ends).size).toBe(3);
    for (const end of ends) expect(Buffer.from(end, 'base64url').toString('latin1')).not.toMatch(/tab/i);
  });

  describe('go on for the same person and the same question alone', () => {
    const INVALID = { reason: 'INPUT_INVALID' };

    /** Somebody who has looked at the first page of two. */
    async function reader(db: Database, given: Given) {
      const viewer = await given.user();
      await given.people(21, (n) => ({ displayName: `Tjorven ${n}` }));
      const { next } = await callerFor(db, viewer).profile.search({ query: 'tjorven' });
      if (next === null) throw new Error('there is a second page');
      return { viewer, next };
    }

    test.for(['', 'x', 'W10', Buffer.from('["a","b",-1]').toString('base64url'), 'A'.repeat(600)])(
      'what is no page of ours is refused: "%s"',
      async (after, { db, given }) => {
        const { profile } = callerFor(db, await given.user());
        for (const query of ['tjorven', 't', 'somebody@example.test'])
          expect(await refusal(profile.search({ query, after }))).toEqual(INVALID);
      },
    );

    test('another person, and another question', async ({ db, given }) => {
      const { viewer, next } = await reader(db, given);
      const mine = callerFor(db, viewer).profile;
      const theirs = callerFor(db, await given.user()).profile;
      expect(await refusal(theirs.search({ query: 'tjorven', after: next }))).toEqual(INVALID);
      for (const query of ['tjorve', 'TJORVEN', 'tjorven ', 'somebody@example.test'])
        expect(await refusal(mine.search({ query, after: next }))).toEqual(INVALID);
      expect((await mine.search({ query: 'tjorven', after: next })).people).not.toEqual([]);
    });

    test('changed anywhere, cut, or written in another way', async ({ db, given }) => {
      const { viewer, next } = await reader(db, given);
      const { profile } = callerFor(db, viewer);
      const bytes = Buffer.from(next, 'base64url');
      const changed = [0, 11, 12, 13, 300, 413, 430, 433, 434, bytes.length - 1].map((at) => {
        const copy = Buffer.from(bytes);
        copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
        return copy.toString('base64url');
      });
      for (const after of [...changed, next.slice(0, -4), `${next}AAAA`, `${next}=`, ` ${next}`, `${next}.`])
        expect(await refusal(profile.search({ query: 'tjorven', after }))).toEqual(INVALID);
    });

    test('at every instance with the secret, also when it is an earlier one by now', async ({
      db,
      given,
    }) => {
      const { viewer, next } = await reader(db, given);
      const at = (secret: string, previousSecrets: string[]) => {
        const signIn = { ...servicesFor(db).signIn, previousSecrets };
        return callerFor(db, viewer, { services: { secret, signIn } }).profile;
      };
      const page = { query: 'tjorven', after: next };
      const { people } = await callerFor(db, viewer).profile.search(page);
      expect(people.length).toBeGreaterThan(0);
      const newer = 'another secret, which is just as long as the other';
      const rotated = at(newer, ['one of the year before, long enough as well', SECRET]);
      expect((await rotated.search(page)).people).toEqual(people);
      expect(await refusal(at(newer, []).search(page))).toEqual(INVALID);
    });
  });

  test('end well after the longest word there is', async ({ db, given }) => {
    const viewer = await given.user();
    // Of 80 characters, each of four bytes.
    await given.people(21, () => ({ displayName: '𠮷'.repeat(80) }));
    expect((await find(db, viewer, '𠮷𠮷')).length).toBe(21);
  });
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

test.for<[string, string]>([
  ['a NUL', 'tjor\0ven'],
  ['half a character', 'tjor\uD800ven'],
])('%s is in no name, and is told of', async ([, query], { db, given }) => {
  const { profile } = callerFor(db, await given.user());
  expect(await refusal(profile.search({ query }))).toMatchObject({
    reason: 'INPUT_INVALID',
    problems: { query: 'forbiddenCharacters' },
  });
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
