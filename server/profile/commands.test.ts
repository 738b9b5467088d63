import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { profiles, users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('saves what changed, answers the whole, and leaves in the trail which fields, not what they say', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user({ displayName: 'Ada' });
  const api = callerFor(db, user, { ip: '198.51.100.30' });
  const changes = {
    displayName: 'Ada King',
    bio: '<b>hello</b>\n\n*x*',
    website: 'example.org',
    timeZone: 'Asia/Tokyo',
    locale: 'fr' as const,
  };
  const saved = { ...changes, website: 'https://example.org/' };
  const answer = await api.profile.update(changes);
  expect(answer).toEqual({ ...answer, ...saved, id: user.id, handle: user.handle, email: user.email });
  expect(await api.profile.me()).toEqual(answer);
  expect(await trail(user)).toMatchObject([
    {
      kind: 'profile.updated',
      actorId: user.id,
      ip: '198.51.100.30',
      before: null,
      after: { fields: expect.arrayContaining(Object.keys(saved)) },
    },
  ]);
});

test('saving the same again changes nothing and tells nothing', async ({ db, given, trail }) => {
  const user = await given.user();
  const { profile } = callerFor(db, user);
  const answer = await profile.update({ pronouns: 'she/her' });
  const [before] = await db.select().from(profiles).where(eq(profiles.userId, user.id));
  expect(await profile.update({ pronouns: ' she/her ' })).toEqual(answer);
  expect(await profile.update({})).toEqual(answer);
  expect(await db.select().from(profiles).where(eq(profiles.userId, user.id))).toEqual([before]);
  expect(await trail(user)).toHaveLength(1);
});

test('a field can be emptied, and the time zone unset', async ({ db, given }) => {
  const { profile } = callerFor(db, await given.user({ timeZone: 'Europe/Paris' }));
  await profile.update({ bio: 'something', website: 'https://example.org', location: 'Here' });
  const emptied = { bio: '', website: '', location: '', timeZone: null };
  expect(await profile.update(emptied)).toMatchObject(emptied);
});

test('four saves at once all count', async ({ db, given, trail }) => {
  const user = await given.user();
  const save = (bio: string) => callerFor(db, user).profile.update({ bio });
  await Promise.all(['one', 'two', 'three', 'four'].map(save));
  const entries = await trail(user);
  expect(entries).toHaveLength(4);
  for (const { after } of entries) expect(after).toEqual({ fields: ['bio'] });
});

test('what cannot be accepted is named by its field, and nothing of it is stored', async ({ db, given }) => {
  const user = await given.user();
  const call = callerFor(db, user).profile.update({
    displayName: `a${'\u202E'}b`,
    bio: 'x'.repeat(1_000_000),
    website: 'javascript:alert(1)',
    pronouns: 'fine',
  });
  expect(await refusal(call)).toEqual({
    reason: 'INPUT_INVALID',
    problems: {
      displayName: 'forbiddenCharacters',
      bio: 'tooLong',
      website: 'notAWebAddress',
    },
  });
  expect(await callerFor(db, user).profile.me()).toMatchObject({
    displayName: user.displayName,
    pronouns: '',
  });
});

test('nobody writes another`s profile, or what is not in it', async ({ db, given }) => {
  const [user, victim] = [await given.user(), await given.user()];
  for (const extra of [
    { userId: victim.id },
    { id: victim.id },
    { email: 'eve@example.test' },
    { role: 'x' },
  ]) {
    const call = callerFor(db, user).profile.update(Object.assign({ bio: 'mine' }, extra));
    expect(await refusal(call)).toMatchObject({ reason: 'INPUT_INVALID' });
  }
  expect(await db.$count(users, eq(users.email, 'eve@example.test'))).toBe(0);
  expect(await callerFor(db, null).profile.byHandle({ handle: victim.handle })).toMatchObject({ bio: '' });
});

test('everybody sees of a person what is meant to be seen, and no more', async ({ db, given }) => {
  const { id, handle, displayName } = await given.user({ timeZone: 'Europe/Paris' });
  expect(await callerFor(db, null).profile.byHandle({ handle: handle.toUpperCase() })).toEqual({
    userId: id,
    handle,
    displayName,
    bio: '',
    pronouns: '',
    location: '',
    website: '',
    // For people who are signed in, unless their person says otherwise.
    timeZone: null,
    email: null,
    groups: [],
    lastSeen: null,
    photo: null,
    indexable: false,
    relation: expect.objectContaining({
      kind: 'anonymous',
      asStaff: false,
      mayAsk: false,
      mayMessage: false,
    }),
    joinedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test.for(['nobody', '', ' ', '%', 'a\0b', '\uD800', `' or 1=1 --`, 'x'.repeat(100_000)])(
  '%j is nobody`s handle',
  async (handle, { db }) => {
    expect(await refusal(callerFor(db, null).profile.byHandle({ handle }))).toEqual({ reason: 'NOT_FOUND' });
  },
);
