import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { principals } from '@/db/schema/principals';
import { blocks, privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { MAX_BLOCKS } from './rules';

test('a block ends contact and questions, and nothing tells the blocked person', async ({
  db,
  given,
  trail,
}) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await given.contacts(mia, noah);
  await given.contactRequest(noah, mia);
  const asMia = callerFor(db, mia);
  await asMia.privacy.blocks.add({ userId: noah.id });
  const next = { contacts: null, asked: null, askedBy: null };
  const empty = { contacts: [], asked: [], askedBy: [], next };
  expect(await asMia.contacts.list()).toEqual(empty);
  expect(await callerFor(db, noah).contacts.list()).toEqual(empty);
  expect(await asMia.privacy.blocks.list()).toMatchObject([{ userId: noah.id, handle: noah.handle }]);
  expect(await callerFor(db, noah).privacy.blocks.list()).toEqual([]);
  expect(await trail(noah)).toEqual([]);
  expect((await trail(mia)).map(({ kind }) => kind)).toEqual(['person.blocked']);
});

test('the page of who blocked me is not there', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await callerFor(db, mia).privacy.blocks.add({ userId: noah.id });
  expect(await refusal(callerFor(db, noah).profile.byHandle({ handle: mia.handle }))).toEqual({
    reason: 'NOT_FOUND',
  });
  expect(await callerFor(db, mia).profile.byHandle({ handle: noah.handle })).toMatchObject({
    relation: { blocked: true, mayAsk: false, mayMessage: false },
  });
});

test('twice blocked is once, and unblocked brings nothing back', async ({ db, given, trail }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  await given.contacts(mia, noah);
  const asMia = callerFor(db, mia);
  await Promise.all([1, 2, 3].map(() => asMia.privacy.blocks.add({ userId: noah.id })));
  await asMia.privacy.blocks.remove({ userId: noah.id });
  await asMia.privacy.blocks.remove({ userId: noah.id });
  expect((await trail(mia)).map(({ kind }) => kind)).toEqual(['person.blocked', 'person.unblocked']);
  expect((await asMia.contacts.list()).contacts).toEqual([]);
});

test('who is not there, and who hides, are blocked without a word about them', async ({ db, given }) => {
  const [mia, hidden] = [await given.user(), await given.user()];
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, hidden.id));
  const asMia = callerFor(db, mia);
  expect(await asMia.privacy.blocks.add({ userId: uuid() })).toBeUndefined();
  expect(await asMia.privacy.blocks.add({ userId: hidden.id })).toBeUndefined();
  const listed = await asMia.privacy.blocks.list();
  expect(listed).toMatchObject([{ userId: hidden.id, handle: '', displayName: '' }]);
});

test('nobody blocks themselves', async ({ db, given }) => {
  const mia = await given.user();
  expect(await refusal(callerFor(db, mia).privacy.blocks.add({ userId: mia.id }))).toEqual({
    reason: 'CANNOT_CONTACT',
  });
});

test('1000 people can be blocked, and one who is blocked already says nothing of the limit', async ({
  db,
  given,
}) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const ids = Array.from({ length: MAX_BLOCKS }, () => uuid());
  await db.insert(principals).values(ids.map((id) => ({ id, kind: 'user' as const })));
  await db
    .insert(users)
    .values(
      ids.map((id) => ({ id, email: `${id}@example.test`, createdAt: new Date(), locale: 'en' as const })),
    );
  await db.insert(blocks).values(ids.map((id) => ({ blockerId: mia.id, blockedId: id, at: new Date() })));
  const asMia = callerFor(db, mia);
  expect(await refusal(asMia.privacy.blocks.add({ userId: noah.id }))).toEqual({
    reason: 'TOO_MANY_BLOCKS',
  });
  expect(await db.$count(blocks, eq(blocks.blockerId, mia.id))).toBe(MAX_BLOCKS);
  await asMia.privacy.blocks.add({ userId: ids[0] ?? '' });
});
