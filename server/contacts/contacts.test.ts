import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { contactRequests, contacts, privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const CANNOT = { reason: 'CANNOT_CONTACT' };

test('asked and accepted, two people are contacts of each other', async ({ db, given, trail }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const [asMia, asNoah] = [callerFor(db, mia), callerFor(db, noah)];
  expect(await asMia.contacts.ask({ userId: noah.id })).toEqual({ became: 'asked' });
  expect(await asMia.contacts.list()).toMatchObject({ asked: [{ userId: noah.id }], contacts: [] });
  expect(await asNoah.contacts.list()).toMatchObject({
    askedBy: [{ userId: mia.id, handle: mia.handle, displayName: mia.displayName }],
  });
  await asNoah.contacts.accept({ userId: mia.id });
  for (const [api, other] of [
    [asMia, noah],
    [asNoah, mia],
  ] as const)
    expect(await api.contacts.list()).toMatchObject({
      contacts: [{ userId: other.id, handle: other.handle }],
      asked: [],
      askedBy: [],
    });
  expect((await trail(noah)).map(({ kind }) => kind)).toEqual(['contact.asked']);
  expect((await trail(mia)).map(({ kind }) => kind)).toEqual(['contact.accepted']);
});

test('who asks somebody that asked them is their contact at once', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await callerFor(db, mia).contacts.ask({ userId: noah.id });
  expect(await callerFor(db, noah).contacts.ask({ userId: mia.id })).toEqual({ became: 'contact' });
  expect((await callerFor(db, mia).contacts.list()).contacts).toHaveLength(1);
  expect(await db.$count(contactRequests, eq(contactRequests.fromId, mia.id))).toBe(0);
});

test('asked twice there is one question, one entry in the trail and one notice', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const ask = () => callerFor(db, mia).contacts.ask({ userId: noah.id });
  await Promise.all([ask(), ask(), ask()]);
  expect(await db.$count(contactRequests, eq(contactRequests.fromId, mia.id))).toBe(1);
  expect(await trail(noah)).toHaveLength(1);
  expect(await notices(noah)).toMatchObject([{ type: 'contacts.asked', actorId: mia.id }]);
});

describe('who was declined', () => {
  test('is not told, and asks in vain as if nothing had happened', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    const [asMia, asNoah] = [callerFor(db, mia), callerFor(db, noah)];
    await asMia.contacts.ask({ userId: noah.id });
    const before = await asMia.contacts.list();
    await asNoah.contacts.decline({ userId: mia.id });
    expect(await asMia.contacts.list()).toEqual(before);
    expect((await asNoah.contacts.list()).askedBy).toEqual([]);
    await asMia.contacts.withdraw({ userId: noah.id });
    expect((await asMia.contacts.list()).asked).toEqual([]);
    expect(await asMia.contacts.ask({ userId: noah.id })).toEqual({ became: 'asked' });
    expect((await asMia.contacts.list()).asked).toHaveLength(1);
    expect((await asNoah.contacts.list()).askedBy).toEqual([]);
    expect(await refusal(asNoah.contacts.accept({ userId: mia.id }))).toEqual({ reason: 'NOT_FOUND' });
  });

  test('can ask again after 90 days', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    const long = { askedAt: ago(91), declinedAt: ago(90.1) };
    await given.contactRequest(mia, noah, long);
    await callerFor(db, mia).contacts.ask({ userId: noah.id });
    expect((await callerFor(db, noah).contacts.list()).askedBy).toHaveLength(1);
  });

  test('not a day before', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    await given.contactRequest(mia, noah, { askedAt: ago(91), declinedAt: ago(89) });
    await callerFor(db, mia).contacts.ask({ userId: noah.id });
    expect((await callerFor(db, noah).contacts.list()).askedBy).toEqual([]);
  });

  test('becomes a contact when the other one asks', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    await given.contactRequest(mia, noah, { declinedAt: new Date() });
    expect(await callerFor(db, noah).contacts.ask({ userId: mia.id })).toEqual({ became: 'contact' });
  });

  test('cannot ask again by blocking and unblocking', async ({ db, given }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    await given.contactRequest(mia, noah, { declinedAt: new Date() });
    const asMia = callerFor(db, mia);
    await asMia.privacy.blocks.add({ userId: noah.id });
    await asMia.privacy.blocks.remove({ userId: noah.id });
    await asMia.contacts.ask({ userId: noah.id });
    expect((await callerFor(db, noah).contacts.list()).askedBy).toEqual([]);
  });
});

test('a question ends after 90 days, for both, and is swept', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await given.contactRequest(mia, noah, { askedAt: ago(90.1) });
  expect((await callerFor(db, mia).contacts.list()).asked).toEqual([]);
  expect((await callerFor(db, noah).contacts.list()).askedBy).toEqual([]);
  expect(await refusal(callerFor(db, noah).contacts.accept({ userId: mia.id }))).toEqual({
    reason: 'NOT_FOUND',
  });
  const declined = await given.user();
  await given.contactRequest(declined, noah, { askedAt: ago(91), declinedAt: ago(89) });
  await sweep(db, { now: new Date() });
  const left = await db.select().from(contactRequests).where(eq(contactRequests.toId, noah.id));
  expect(left.map(({ fromId }) => fromId)).toEqual([declined.id]);
});

test('what is taken back cannot be accepted', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await callerFor(db, mia).contacts.ask({ userId: noah.id });
  await callerFor(db, mia).contacts.withdraw({ userId: noah.id });
  expect(await refusal(callerFor(db, noah).contacts.accept({ userId: mia.id }))).toEqual({
    reason: 'NOT_FOUND',
  });
  expect(await db.$count(contacts, eq(contacts.userId, noah.id))).toBe(0);
});

test('accepted again, nothing happens a second time', async ({ db, given, trail }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await given.contactRequest(mia, noah);
  await callerFor(db, noah).contacts.accept({ userId: mia.id });
  await callerFor(db, noah).contacts.accept({ userId: mia.id });
  expect(await trail(mia)).toHaveLength(1);
});

test('a contact can be removed from either side', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await given.contacts(mia, noah);
  await callerFor(db, noah).contacts.remove({ userId: mia.id });
  expect((await callerFor(db, mia).contacts.list()).contacts).toEqual([]);
  expect((await callerFor(db, noah).contacts.list()).contacts).toEqual([]);
});

test('a contact who hides or pauses has neither name nor page in the list, and can be removed', async ({
  db,
  given,
}) => {
  const [mia, hidden, paused] = [await given.user(), await given.user(), await given.user()];
  await given.contacts(mia, hidden);
  await given.contacts(mia, paused);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, hidden.id));
  await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, paused.id));
  const { contacts: listed } = await callerFor(db, mia).contacts.list();
  expect(listed).toHaveLength(2);
  for (const line of listed) expect(line).toMatchObject({ handle: '', displayName: '', photoId: null });
  await callerFor(db, mia).contacts.remove({ userId: paused.id });
  expect((await callerFor(db, mia).contacts.list()).contacts).toHaveLength(1);
});

test('somebody can ask 50 people a day', async ({ db, given }) => {
  const mia = await given.user();
  const nobody = '00000000-0000-7000-8000-00000000dead';
  const ask = () => callerFor(db, mia).contacts.ask({ userId: nobody });
  for (let n = 0; n < 50; n++) expect(await refusal(ask())).toEqual(CANNOT);
  expect(await refusal(ask())).toMatchObject({ reason: 'RATE_LIMITED' });
});

describe('a list of more than a hundred', () => {
  type List = 'contacts' | 'asked' | 'askedBy';

  /** Somebody with so many in each of the lists; whom they have, newest first, several of each moment. */
  async function withMany(db: Database, given: Given, size: number) {
    const me = await given.user();
    const people = await given.people(size, (n) => ({ displayName: `One of many ${n}` }));
    const start = Date.now() - DAY;
    const lines = people.map(({ id }, n) => ({ id, at: new Date(start + Math.floor(n / 7)) }));
    await db
      .insert(contacts)
      .values(lines.map(({ id, at }) => ({ userId: me.id, contactId: id, since: at })));
    await db.insert(contactRequests).values(
      lines.flatMap(({ id, at }) => [
        { fromId: me.id, toId: id, askedAt: at },
        { fromId: id, toId: me.id, askedAt: at },
      ]),
    );
    return { me, ids: lines.map(({ id }) => id).toReversed() };
  }

  test.for<[List, number, number[]]>([
    ['contacts', 100, [100]],
    ['contacts', 101, [100, 1]],
    ['contacts', 215, [100, 100, 15]],
    ['asked', 215, [100, 100, 15]],
    ['askedBy', 215, [100, 100, 15]],
  ])(
    '%s, of %i, has its pages, each person once and newest first',
    async ([list, size, sizes], { db, given }) => {
      const { me, ids } = await withMany(db, given, size);
      const api = callerFor(db, me).contacts;
      const first = await api.list();
      const pages = [first[list]];
      let after = first.next[list];
      while (after) {
        const page = await api.more({ list, after });
        pages.push(page.people);
        after = page.next;
      }
      expect(pages.map((people) => people.length)).toEqual(sizes);
      expect(pages.flat().map(({ userId }) => userId)).toEqual(ids);
    },
  );

  test('goes on where it was, though the last one shown is gone and others came', async ({ db, given }) => {
    const { me, ids } = await withMany(db, given, 103);
    const api = callerFor(db, me).contacts;
    const { next } = await api.list();
    if (!next.contacts) throw new Error('there are more');
    await api.remove({ userId: next.contacts.userId });
    await given.contacts(me, await given.user());
    const { people, next: end } = await api.more({ list: 'contacts', after: next.contacts });
    expect(people.map(({ userId }) => userId)).toEqual(ids.slice(100));
    expect(end).toBeNull();
  });

  test('is one’s own, wherever one goes on, and shows nobody who hides', async ({ db, given }) => {
    const { me, ids } = await withMany(db, given, 101);
    const [last = ''] = ids.slice(-1);
    await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, last));
    const after = { since: new Date().toISOString(), userId: last };
    for (const list of ['contacts', 'asked', 'askedBy'] as const)
      expect(await callerFor(db, await given.user()).contacts.more({ list, after })).toEqual({
        people: [],
        next: null,
      });
    const mine = callerFor(db, me).contacts;
    for (const list of ['asked', 'askedBy'] as const)
      expect(await mine.list()).toMatchObject({ [list]: { length: 100 }, next: { [list]: null } });
    const { contacts: next } = (await mine.list()).next;
    if (!next) throw new Error('there are more');
    expect((await mine.more({ list: 'contacts', after: next })).people).toMatchObject([
      { handle: '', displayName: '' },
    ]);
  });

  test.for(['', 'yesterday', '2026-01-01', '0000-01-01T00:00:00.000Z', '-000001-01-01T00:00:00.000Z'])(
    'goes on after no moment that is none: "%s"',
    async (since, { db, given }) => {
      const me = await given.user();
      const after = { since, userId: me.id };
      expect(await refusal(callerFor(db, me).contacts.more({ list: 'contacts', after }))).toMatchObject({
        reason: 'INPUT_INVALID',
      });
    },
  );
});
