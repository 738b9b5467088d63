import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { profiles, users } from '@/db/schema/users';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

type Wish = Parameters<Caller['moderation']['sanctions']['impose']>[0];

const WISH = { rule: 'decency', words: 'Not here, please.' } as const;
const TEXTS = {
  bio: 'A bio',
  pronouns: 'they',
  location: 'Somewhere',
  website: 'https://walrus.example.test/',
};

/** Somebody everything of whom is shown to everybody, and what a moderator does about them. */
async function scene(db: Database, given: Given) {
  const [ada, sam] = [
    await given.holder(...BUILT_IN_ROLES.moderator),
    await given.longHere(await given.user()),
  ];
  await db.update(profiles).set(TEXTS).where(eq(profiles.userId, sam.id));
  const photo = await given.photo(sam);
  await given.privacy(sam, {
    profile: 'everyone',
    photo: 'everyone',
    bio: 'everyone',
    pronouns: 'everyone',
    location: 'everyone',
    website: 'everyone',
  });
  const caseId = await given.case(sam);
  const { sanctions } = callerFor(db, ada).moderation;
  const impose = async (wish: Pick<Wish, 'kind'> & Partial<Wish>) => {
    const id = uuid();
    await sanctions.impose({ id, caseId, ...WISH, ...wish });
    return { end: () => sanctions.end({ id }) };
  };
  return { ada, sam, photo, impose };
}

describe('what is hidden', () => {
  test.for(['bio', 'pronouns', 'location', 'website'] as const)(
    'a %s only its owner and staff see, by the page as by an app, until it ends',
    async (part, { db, given }) => {
      const { ada, sam, impose } = await scene(db, given);
      const other = await given.user();
      await given.contacts(sam, other);
      const client = await given.client({ scopes: ['people.read'] });
      const app = await given.app(other, { client, scopes: ['people.read'] });
      const { handle } = sam;
      const seenBy = async (caller: Caller) => (await caller.profile.byHandle({ handle }))[part];
      const others = [
        callerFor(db, null),
        callerFor(db, await given.user()),
        callerFor(db, other),
        callerFor(db, null, { headers: app.headers }),
      ];
      const { end } = await impose({ kind: 'hiding', hides: [part] });
      for (const caller of others) expect(await seenBy(caller)).toBe('');
      for (const person of [sam, ada]) expect(await seenBy(callerFor(db, person))).toBe(TEXTS[part]);
      const rest = await callerFor(db, null).profile.byHandle({ handle });
      expect(rest).toMatchObject({ ...TEXTS, [part]: '' });
      await end();
      for (const caller of others) expect(await seenBy(caller)).toBe(TEXTS[part]);
    },
  );

  test('a photo is in no list, search or page', async ({ db, given }) => {
    const { sam, photo, impose } = await scene(db, given);
    const other = await given.user();
    await given.contacts(sam, other);
    const caller = callerFor(db, other);
    const photoIds = async () => [
      (await caller.profile.byHandle({ handle: sam.handle })).photo?.id ?? null,
      (await caller.profile.search({ query: sam.handle })).people[0]?.photoId,
      (await caller.contacts.list()).contacts[0]?.photoId,
    ];
    expect(await photoIds()).toEqual([photo.id, photo.id, photo.id]);
    const { end } = await impose({ kind: 'hiding', hides: ['photo'] });
    expect(await photoIds()).toEqual([null, null, null]);
    await end();
    expect(await photoIds()).toEqual([photo.id, photo.id, photo.id]);
  });

  test('that staff see it is in the trail, since others do not', async ({ db, given, trail }) => {
    const { ada, sam, impose } = await scene(db, given);
    await given.privacy(sam, {
      email: 'everyone',
      timeZone: 'everyone',
      lastSeen: 'everyone',
      groups: 'everyone',
    });
    const look = () => callerFor(db, ada).profile.byHandle({ handle: sam.handle });
    const views = async () =>
      (await trail(sam)).filter(({ kind }) => kind === 'profile.viewedByStaff').length;
    await look();
    expect(await views()).toBe(0);
    await impose({ kind: 'hiding', hides: ['bio'] });
    expect((await look()).relation.asStaff).toBe(true);
    expect(await views()).toBe(1);
  });

  test('a message is empty where it lies, and mailed to nobody', async ({ db, given }) => {
    const { ada, sam } = await scene(db, given);
    const other = await given.user();
    const id = await given.message(sam, other, { body: 'Something bad' });
    const beside = await given.message(sam, other, { body: 'Something good' });
    const caseId = await given.case(sam, { subjectKind: 'message', subjectId: id });
    const sanctionId = uuid();
    const { sanctions } = callerFor(db, ada).moderation;
    const hides = [`message:${id}`] as const;
    await sanctions.impose({ id: sanctionId, caseId, kind: 'hiding', hides: [...hides], ...WISH });
    const lying = async () =>
      Object.fromEntries(
        (await callerFor(db, other).messages.list({ folder: 'inbox' })).messages.map((one) => [
          one.id,
          [one.body, one.isHidden],
        ]),
      );
    expect(await lying()).toEqual({ [id]: ['', true], [beside]: ['Something good', false] });
    await sanctions.end({ id: sanctionId });
    expect(await lying()).toEqual({ [id]: ['Something bad', false], [beside]: ['Something good', false] });
    expect(await db.$count(messages, eq(messages.senderId, sam.id))).toBe(2);
  });
});

describe('who is limited', () => {
  async function wishes(db: Database, sam: Person, other: Person) {
    const { privacy } = callerFor(db, sam);
    return {
      write: () => privacy.contact.send({ id: uuid(), toId: other.id, body: 'Good morning' }),
      ask: () => callerFor(db, sam).contacts.ask({ userId: other.id }),
    };
  }

  test('neither writes nor asks, is not offered it, and learns why; afterwards they can', async ({
    db,
    given,
  }) => {
    const { sam, impose } = await scene(db, given);
    const other = await given.user();
    const { write, ask } = await wishes(db, sam, other);
    const relation = async () =>
      (await callerFor(db, sam).profile.byHandle({ handle: other.handle })).relation;
    const { end } = await impose({ kind: 'limit', days: 3 });
    expect(await refusal(write())).toEqual({ reason: 'LIMITED' });
    expect(await refusal(ask())).toEqual({ reason: 'LIMITED' });
    expect(await relation()).toMatchObject({ mayAsk: false, mayMessage: false });
    await end();
    expect(await relation()).toMatchObject({ mayAsk: true, mayMessage: true });
    await write();
    expect(await ask()).toEqual({ became: 'asked' });
  });

  test('is told the same of who is there and of who is not', async ({ db, given }) => {
    const { sam, impose } = await scene(db, given);
    await impose({ kind: 'limit' });
    const { write, ask } = await wishes(db, sam, { ...(await given.user()), id: uuid() });
    expect(await refusal(write())).toEqual({ reason: 'LIMITED' });
    expect(await refusal(ask())).toEqual({ reason: 'LIMITED' });
  });

  test('is not found, by name or address, and seen as before', async ({ db, given }) => {
    const { sam, impose } = await scene(db, given);
    const caller = callerFor(db, await given.user());
    const found = async (query: string) =>
      (await caller.profile.search({ query })).people.map(({ userId }) => userId);
    await given.privacy(sam, { foundByEmailFrom: 'signed_in' });
    expect([await found(sam.handle), await found(sam.email)]).toEqual([[sam.id], [sam.id]]);
    const { end } = await impose({ kind: 'limit', days: 1 });
    expect([await found(sam.handle), await found(sam.email)]).toEqual([[], []]);
    expect(await caller.profile.byHandle({ handle: sam.handle })).toMatchObject({ userId: sam.id });
    await end();
    expect([await found(sam.handle), await found(sam.email)]).toEqual([[sam.id], [sam.id]]);
  });

  test('is free once the date has come, whether or not somebody has noticed', async ({ db, given }) => {
    const { sam } = await scene(db, given);
    await db
      .update(users)
      .set({ limitedUntil: new Date(Date.now() - 1000).toISOString() })
      .where(eq(users.id, sam.id));
    const { write } = await wishes(db, sam, await given.user());
    await write();
  });

  test('what is written while the limit is being set arrived before, or is refused', async ({
    db,
    given,
  }) => {
    for (let n = 0; n < 12; n++) {
      const { sam, impose } = await scene(db, given);
      const other = await given.user();
      const { write } = await wishes(db, sam, other);
      const [, said] = await Promise.all([
        impose({ kind: 'limit' }),
        write().then(
          () => 'arrived',
          (error: unknown) => (error instanceof Error ? error.message : 'failed'),
        ),
      ]);
      const lying = await db.$count(messages, eq(messages.recipientId, other.id));
      expect([said, lying]).toEqual(said === 'arrived' ? ['arrived', 1] : ['LIMITED', 0]);
      expect(await refusal(write())).toEqual({ reason: 'LIMITED' });
    }
  });
});
