import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const GONE = { reason: 'NOT_FOUND' };

test('a denial wins over what is held everywhere: there is no such person, in the list, the page and their notes', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const role = await given.customRole({}, ['person.view', 'person.note']);
  const viewer = await given.session(await given.user());
  const colleague = await given.holder('person.view', 'person.note');
  await given.membership({ userId: viewer.id, principalId: role });
  await given.deny({ principalId: role, permission: 'person.view', objectId: person.id });
  const { users, notes, sanctions } = callerFor(db, viewer).moderation;
  const list = { text: person.handle };
  expect((await users.list(list)).people).toEqual([]);
  expect((await callerFor(db, colleague).moderation.users.list(list)).people).toHaveLength(1);
  expect(await refusal(users.get({ handle: person.handle }))).toEqual(GONE);
  expect(await refusal(notes.list({ personId: person.id }))).toEqual(GONE);
  expect(await refusal(sanctions.listFor({ personId: person.id }))).toEqual(GONE);
  // To write down is another permission.
  const note = () => notes.add({ id: uuid(), personId: person.id, body: 'Was warned before.' });
  await note();
  await given.deny({ principalId: role, permission: 'person.note', objectId: person.id });
  expect(await refusal(note())).toEqual(GONE);
});

test('so it does over the group that somebody moderates', async ({ db, given }) => {
  const person = await given.user();
  const group = await given.groupWith(person);
  const moderator = await given.moderating(await given.session(await given.user()), group);
  const { users } = callerFor(db, moderator).moderation;
  expect((await users.list({})).people).toHaveLength(1);
  await given.deny({ principalId: moderator.id, permission: 'person.view', objectId: person.id });
  expect((await users.list({})).people).toEqual([]);
  expect(await refusal(users.get({ handle: person.handle }))).toEqual(GONE);
});

test('address, visits and security log are not told of whom they are denied', async ({ db, given }) => {
  const person = await given.user();
  const viewer = await given.holder('person.view', 'person.viewEmail', 'person.viewSecurity');
  const { users } = callerFor(db, viewer).moderation;
  const told = async () => {
    const { email, security } = await users.get({ handle: person.handle });
    const [row] = (await users.list({ text: person.handle })).people;
    return [email, security, row?.email, row?.lastSeenAt].map((fact) => fact !== null);
  };
  expect(await told()).toEqual([true, true, true, true]);
  for (const permission of ['person.viewEmail', 'person.viewSecurity'] as const)
    await given.deny({ principalId: viewer.id, permission, objectId: person.id });
  expect(await told()).toEqual([false, false, false, false]);
});

test('nor is anybody found by what is denied of them: neither by their address nor by how they sign in', async ({
  db,
  given,
}) => {
  const person = await given.user();
  await given.totp(person);
  const viewer = await given.holder('person.view', 'person.viewEmail', 'person.viewSecurity');
  const { users } = callerFor(db, viewer).moderation;
  const byAddress = async () => (await users.list({ text: person.email })).people;
  const byFactor = async () => (await users.list({ text: person.handle, flags: ['authenticator'] })).people;
  for (const find of [byAddress, byFactor]) expect(await find()).toHaveLength(1);
  await given.deny({ principalId: viewer.id, permission: 'person.viewEmail', objectId: person.id });
  expect(await byAddress()).toEqual([]);
  expect(await byFactor()).toHaveLength(1);
  await given.deny({ principalId: viewer.id, permission: 'person.viewSecurity', objectId: person.id });
  expect(await byFactor()).toEqual([]);
  expect((await users.list({ text: person.handle })).people).toHaveLength(1);
});

test('where a page ends names nobody, also where it ends with somebody who is denied', async ({
  db,
  given,
}) => {
  const viewer = await given.holder('person.view');
  const inGroup = await given.emptyGroup();
  const people: { id: string; handle: string }[] = [];
  for (let n = 0; n < 52; n++) {
    const person = await given.user();
    await given.membership({ userId: person.id, principalId: inGroup });
    people.push(person);
  }
  const inOrder = people.toSorted((one, other) => (one.handle < other.handle ? -1 : 1));
  const [last, ...others] = inOrder.slice(49);
  await given.deny({ principalId: viewer.id, permission: 'person.view', objectId: last?.id ?? '' });
  const { list } = callerFor(db, viewer).moderation.users;
  const first = await list({ inGroup, sort: 'handle' });
  expect(first.people).toHaveLength(49);
  const told = JSON.stringify([first, Buffer.from(first.next ?? '', 'base64url').toString('latin1')]);
  for (const secret of [last?.handle, last?.id]) expect(told).not.toContain(secret);
  // Of one length, whoever it is.
  const byMoment = await list({ inGroup, sort: 'newest' });
  expect(byMoment.next).toHaveLength(first.next?.length ?? 0);
  const second = await list({ inGroup, sort: 'handle', after: first.next ?? '' });
  expect(second.people.map(({ handle }) => handle)).toEqual(others.map(({ handle }) => handle));
});

test.for(['person.view', 'person.limit'] as const)(
  'whose %s is denied, of them there is no mail to look at',
  async (permission, { db, given }) => {
    const person = await given.user();
    const actor = await given.holder('report.handle', 'person.view', 'person.limit', 'person.suspend');
    const wish = { personId: person.id, rule: 'spam' as const, words: { en: 'Please do not.' } };
    const preview = (kind: 'limit' | 'suspension') =>
      callerFor(db, actor).moderation.users.previewActing({ ...wish, kind });
    expect((await preview('limit')).text).toContain(person.displayName);
    await given.deny({ principalId: actor.id, permission, objectId: person.id });
    expect(await refusal(preview('limit'))).toEqual(GONE);
    if (permission === 'person.limit') expect((await preview('suspension')).text).toContain('Please do not.');
  },
);

test.for(['person.view', 'person.limit'] as const)(
  'nor in a case about them, of whom %s is denied',
  async (permission, { db, given }) => {
    const person = await given.user();
    const actor = await given.holder('report.handle', 'person.view', 'person.limit', 'person.suspend');
    const wish = { caseId: await given.case(person), rule: 'spam' as const, words: 'Please do not.' };
    const preview = (kind: 'limit' | 'suspension' | 'group_hiding') =>
      callerFor(db, actor).moderation.sanctions.preview({ ...wish, kind });
    const start = () => callerFor(db, actor).moderation.sanctions.start({ caseId: wish.caseId });
    expect((await preview('limit')).text).toContain(person.displayName);
    expect(await start()).toMatchObject({ locale: 'en', kinds: ['limit', 'suspension'] });
    await given.deny({ principalId: actor.id, permission, objectId: person.id });
    expect(await refusal(preview('limit'))).toEqual(GONE);
    if (permission === 'person.view') {
      expect(await refusal(preview('group_hiding'))).toEqual(GONE);
      // Nor is told in which language they read.
      expect(await refusal(start())).toEqual(GONE);
    } else {
      expect((await preview('suspension')).text).toContain('Please do not.');
      expect(await start()).toMatchObject({ kinds: ['suspension'] });
    }
  },
);

test('nobody signs out, or takes the factors of, whom they are denied', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  await given.totp(person);
  const actor = await given.holder('person.resetFactors', 'person.endSessions');
  for (const permission of ['person.resetFactors', 'person.endSessions'] as const)
    await given.deny({ principalId: actor.id, permission, objectId: person.id });
  const { users } = callerFor(db, actor).moderation;
  expect(await refusal(users.resetFactors({ id: person.id }))).toEqual({ reason: 'NOT_ALLOWED' });
  const results = await users.endSessions({ ids: [person.id, other.id] });
  expect(results.map(({ result }) => result)).toEqual(['NOT_ALLOWED', 'done']);
  const alive = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  expect(alive).toHaveLength(1);
});
