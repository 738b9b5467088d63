import { eq, inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import type { PersonSort } from './people-inputs';

test.for<[PersonSort, 'createdAt' | 'handle', 1 | -1]>([
  ['newest', 'createdAt', -1],
  ['oldest', 'createdAt', 1],
  ['handle', 'handle', 1],
  ['handleDown', 'handle', -1],
])(
  'the people of a group, sorted by %s, come page by page and each once',
  async ([sort, key, sign], { db, given }) => {
    const viewer = await given.holder('person.view');
    const owner = await given.user();
    const inGroup = await given.groupWith(owner);
    const ids = [owner.id];
    for (let n = 0; n < 70; n++) {
      const { id } = await given.user();
      ids.push(id);
      // Seven of each moment, so that the id decides.
      await db
        .update(users)
        .set({ createdAt: new Date(1_700_000_000_000 + Math.floor(n / 7)) })
        .where(eq(users.id, id));
      await given.membership({ userId: id, principalId: inGroup, grantedAt: new Date() });
    }
    const api = callerFor(db, viewer).moderation.users;
    const first = await api.list({ inGroup, sort });
    const second = await api.list({ inGroup, sort, after: first.next ?? undefined });
    expect([first.people.length, second.people.length, second.next]).toEqual([50, 21, null]);
    const seen = [...first.people, ...second.people];
    expect(new Set(seen.map(({ userId }) => userId))).toEqual(new Set(ids));
    const keys = seen.map((person) => person[key]);
    expect(keys).toEqual(keys.toSorted((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
  },
);

test('a day that no calendar has is refused', async ({ db, given }) => {
  const api = callerFor(db, await given.holder('person.view')).moderation.users;
  for (const day of ['0000-01-01', '2026-02-30'])
    for (const wish of [{ createdFrom: day }, { createdUntil: day, sort: 'handle' as const }])
      expect(await refusal(api.list(wish))).toMatchObject({ reason: 'INPUT_INVALID' });
  expect(await api.list({ createdFrom: '0001-01-01', createdUntil: '9999-12-31' })).toMatchObject({
    isCut: false,
  });
});

test('without a filter everybody comes, each once', async ({ db, given }) => {
  const viewer = await given.holder('person.view');
  for (let n = 0; n < 60; n++) await given.user();
  const api = callerFor(db, viewer).moderation.users;
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await api.list({ after });
    seen.push(...page.people.map(({ userId }) => userId));
    after = page.next ?? undefined;
  } while (after);
  const all = await db.select({ id: users.id }).from(users);
  expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
});

test('a list goes on from the end of a page of its own, for its reader, and from nothing else', async ({
  db,
  given,
}) => {
  const [viewer, other] = [await given.holder('person.view'), await given.holder('person.view')];
  for (let n = 0; n < 51; n++) await given.user();
  const { list } = callerFor(db, viewer).moderation.users;
  const { next } = await list({ sort: 'oldest' });
  const after = next ?? '';
  await list({ sort: 'oldest', after });
  const changed = `${after.slice(0, 40)}${after[40] === 'A' ? 'B' : 'A'}${after.slice(41)}`;
  const refused = [
    list({ sort: 'newest', after }),
    list({ sort: 'oldest', state: 'active', after }),
    callerFor(db, other).moderation.users.list({ sort: 'oldest', after }),
    list({ sort: 'oldest', after: changed }),
    ...['', 'somebody', viewer.id, '2026-11-29 00:00:00+00', after.slice(4)].map((text) =>
      list({ sort: 'oldest', after: text }),
    ),
  ].map(refusal);
  for (const one of await Promise.all(refused)) expect(one).toMatchObject({ reason: 'INPUT_INVALID' });
});

test('there is no year 0 to have joined in', async ({ db, given }) => {
  const { list } = callerFor(db, await given.holder('person.view')).moderation.users;
  for (const day of [{ createdFrom: '0000-01-01' }, { createdUntil: '0000-12-31' }])
    expect(await refusal(list(day))).toMatchObject({ reason: 'INPUT_INVALID' });
  expect((await list({ createdUntil: '0001-01-01' })).people).toEqual([]);
});

test('people are found by the beginning of a handle or of a word of their name', async ({ db, given }) => {
  const viewer = await given.holder('person.view');
  const wanted = await given.user({ displayName: 'Zoë Ångström' });
  await given.user({ displayName: 'Somebody Else' });
  const api = callerFor(db, viewer).moderation.users;
  for (const text of ['angs', 'ZOE', wanted.handle, `@${wanted.handle.slice(0, -1)}`]) {
    const { people } = await api.list({ text });
    expect(people.map(({ userId }) => userId)).toContain(wanted.id);
  }
  expect((await api.list({ text: '-' })).people).toEqual([]);
});

test('a whole address finds its person for who may see addresses, and nobody else', async ({ db, given }) => {
  const wanted = await given.user();
  const list = async (viewer: { token: string }) =>
    (await callerFor(db, viewer).moderation.users.list({ text: wanted.email.toUpperCase() })).people;
  const found = await list(await given.holder('person.view', 'person.viewEmail'));
  expect(found.map(({ userId, email }) => ({ userId, email }))).toEqual([
    { userId: wanted.id, email: wanted.email },
  ]);
  expect(await list(await given.holder('person.view'))).toEqual([]);
});

test('filters are put together', async ({ db, given }) => {
  const viewer = await given.holder('person.view');
  const [both, one, other] = [await given.user(), await given.user(), await given.user()];
  await given.case(both);
  await given.case(one);
  for (const { id } of [both, other])
    await db.update(users).set({ limitedUntil: 'infinity' }).where(eq(users.id, id));
  const api = callerFor(db, viewer).moderation.users;
  const ids = async (filter: Parameters<typeof api.list>[0]) =>
    (await api.list(filter)).people.map(({ userId }) => userId).toSorted();
  expect(await ids({ flags: ['openCase'] })).toEqual([both.id, one.id].toSorted());
  expect(await ids({ flags: ['openCase', 'limited'] })).toEqual([both.id]);
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, both.id));
  expect(await ids({ state: 'suspended' })).toEqual([both.id]);
  expect(await ids({ state: 'active', flags: ['limited'] })).toEqual([other.id]);
  expect(await ids({ flags: ['limited'], createdUntil: '2001-01-01' })).toEqual([]);
});

test('who moderates a group sees its people and nobody else, in the list and on their pages', async ({
  db,
  given,
}) => {
  const [owner, member, stranger] = [await given.user(), await given.user(), await given.user()];
  const group = await given.groupWith(owner);
  await given.membership({ userId: member.id, principalId: group, grantedAt: new Date() });
  const moderator = await given.moderating(await given.user(), group);
  const api = callerFor(db, moderator).moderation.users;
  const ids = async (filter: Parameters<typeof api.list>[0]) =>
    (await api.list(filter)).people.map(({ userId }) => userId).toSorted();
  expect(await ids({})).toEqual([owner.id, member.id].toSorted());
  expect(await ids({ text: member.handle })).toEqual([member.id]);
  expect(await ids({ text: stranger.handle })).toEqual([]);
  const elsewhere = await given.groupWith(stranger);
  expect(await ids({ inGroup: elsewhere })).toEqual([]);
  expect((await api.get({ handle: member.handle })).userId).toBe(member.id);
  for (const handle of [stranger.handle, 'nobody-at-all'])
    expect(await refusal(api.get({ handle }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(api.endSessions({ ids: [member.id] }))).toEqual({ reason: 'NOT_ALLOWED' });
});

test('address and ways to sign in are told only by permission', async ({ db, given }) => {
  const subject = await given.user();
  const plain = callerFor(db, await given.holder('person.view')).moderation.users;
  expect(await plain.get({ handle: subject.handle })).toMatchObject({ email: null, security: null });
  expect(await refusal(plain.list({ flags: ['passkey'] }))).toEqual({ reason: 'NOT_ALLOWED' });
  const holder = await given.holder('person.view', 'person.viewEmail', 'person.viewSecurity');
  const view = await callerFor(db, holder).moderation.users.get({ handle: subject.handle });
  expect(view).toMatchObject({ email: subject.email, security: { factors: { passkeys: 0 } } });
  expect(view.security?.sessions).toHaveLength(1);
});

test('looking at a page is written down once an hour', async ({ db, given, trail }) => {
  const subject = await given.user();
  const api = callerFor(db, await given.holder('person.view')).moderation.users;
  await api.get({ handle: subject.handle });
  await api.get({ handle: subject.handle });
  const views = (await trail(subject)).filter(({ kind }) => kind === 'person.viewedByStaff');
  expect(views).toHaveLength(1);
});

test('of several people those are signed out whom one may; each says what came of it', async ({
  db,
  given,
  trail,
}) => {
  const actor = await given.holder('person.endSessions');
  const [subject, above] = [await given.user(), await given.holder('roles.assign')];
  const missing = '00000000-0000-7000-8000-000000000001';
  const api = callerFor(db, actor).moderation.users;
  const results = await api.endSessions({ ids: [subject.id, above.id, actor.id, missing, subject.id] });
  expect(results).toEqual([
    { id: subject.id, result: 'done', sessions: 1 },
    { id: above.id, result: 'ABOVE_YOU', sessions: 0 },
    { id: actor.id, result: 'YOURSELF', sessions: 0 },
    { id: missing, result: 'NOT_FOUND', sessions: 0 },
  ]);
  const left = await db
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(inArray(sessions.userId, [subject.id, above.id, actor.id]));
  expect(left.map(({ userId }) => userId).toSorted()).toEqual([actor.id, above.id].toSorted());
  const revoked = (await trail(subject)).filter(({ kind }) => kind === 'sessions.revoked');
  expect(revoked).toMatchObject([{ actorId: actor.id, after: { sessions: 1 } }]);
});
