import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { departures } from '@/db/schema/leaving';
import { notes } from '@/db/schema/moderation';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { signLink } from '@/server/links';
import { mailsAbout } from '@/server/notifications/testing/mail-test';
import { callerFor, SECRET } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { leavingTasks } from './tasks';
import { erasingServices } from './testing/erase-with';

const DAY = 86_400_000;
const WISH = { keepsMessages: false };

test('a deletion hides at once, signs out everywhere, and can be taken back signed in', async ({
  db,
  given,
  jobs,
  notices,
  trail,
}) => {
  const person = await given.user();
  await given.session(person);
  const { dueAt, receiptId } = await callerFor(db, person).account.scheduleDeletion({
    handle: ` @${person.handle.toUpperCase()} `,
    ...WISH,
  });
  expect(Math.round((new Date(dueAt).getTime() - Date.now()) / DAY)).toBe(14);
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
  const visitor = callerFor(db, null);
  expect(await refusal(visitor.profile.byHandle({ handle: person.handle }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await visitor.account.receipt({ id: receiptId })).toEqual({ state: 'waiting', dueAt });
  const payload = { userId: person.id };
  expect(await jobs()).toContainEqual({ name: 'account.erase', payload });
  expect(await notices(person)).toMatchObject([{ type: 'account.deletionScheduled', actorId: null }]);

  const again = callerFor(db, await given.session(person));
  expect(await again.account.state()).toMatchObject({ status: 'leaving', dueAt, receiptId });
  expect(await refusal(again.profile.me())).toEqual({ reason: 'ACCOUNT_INACTIVE' });
  await again.account.cancelDeletion();
  await again.account.cancelDeletion();
  expect(await again.profile.me()).toMatchObject({ handle: person.handle });
  expect(await jobs()).not.toContainEqual({ name: 'account.erase', payload });
  expect(await refusal(visitor.account.receipt({ id: receiptId }))).toEqual({ reason: 'NOT_FOUND' });
  expect((await trail(person)).map(({ kind }) => kind)).toEqual([
    'account.deletionScheduled',
    'account.deletionCancelled',
  ]);
});

test('the mail tells the day in the person’s zone and language; its link takes that deletion back, once', async ({
  db,
  given,
}) => {
  const person = await given.user({ locale: 'fr', timeZone: 'Asia/Tokyo', displayName: 'Zoé' });
  await callerFor(db, person).account.scheduleDeletion({ handle: person.handle, ...WISH });
  await db
    .update(departures)
    .set({ dueAt: new Date('2031-03-01T20:00:00Z') })
    .where(eq(departures.userId, person.id));
  const about = { to: person, type: 'account.deletionScheduled' } as const;
  const [mail] = await mailsAbout(db, about);
  expect(mail?.to).toBe(person.email);
  expect(mail?.subject).toBe('Votre compte va être supprimé');
  expect(mail?.text).toContain('2 mars 2031');
  const [departure] = await db.select().from(departures).where(eq(departures.userId, person.id));
  expect(mail?.text).toContain(`/receipts/${departure?.receiptId}`);
  const token = /keep-account\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';

  const visitor = callerFor(db, null);
  await visitor.account.cancelDeletionByLink({ token });
  expect(await callerFor(db, await given.session(person)).profile.me()).toMatchObject({ displayName: 'Zoé' });
  expect(await refusal(visitor.account.cancelDeletionByLink({ token }))).toEqual({ reason: 'LINK_EXPIRED' });
  // Nor a later one.
  const later = callerFor(db, await given.session(person));
  await later.account.scheduleDeletion({ handle: person.handle, ...WISH });
  expect(await refusal(visitor.account.cancelDeletionByLink({ token }))).toEqual({ reason: 'LINK_EXPIRED' });

  await db.delete(departures).where(eq(departures.userId, person.id));
  expect(await mailsAbout(db, about)).toEqual([]);
});

test.for([
  ['made for something else', (id: string) => signLink({ secret: SECRET, purpose: 'not-me', id })],
  ['by another secret', (id: string) => signLink({ secret: 'x'.repeat(40), purpose: 'keep-account', id })],
  ['of no deletion', () => signLink({ secret: SECRET, purpose: 'keep-account', id: uuid() })],
  ['that is none', () => 'keep'],
] as const)('a link %s keeps nothing', async ([, token], { db, given }) => {
  const person = await given.leaving(await given.user());
  const call = callerFor(db, null).account.cancelDeletionByLink({ token: token(person.receiptId) });
  expect(await refusal(call)).toEqual({ reason: 'LINK_EXPIRED' });
  expect(await callerFor(db, person).account.state()).toMatchObject({ status: 'leaving' });
});

test('another handle confirms nothing', async ({ db, given, trail }) => {
  const [person, other] = [await given.user(), await given.user()];
  const { account } = callerFor(db, person);
  for (const handle of [other.handle, '', '@', `${person.handle}x`]) {
    expect(await refusal(account.scheduleDeletion({ handle, ...WISH }))).toEqual({
      reason: 'CONFIRMATION_WRONG',
    });
    expect(await refusal(account.deleteNow({ handle, ...WISH }))).toEqual({ reason: 'CONFIRMATION_WRONG' });
  }
  expect(await account.state()).toMatchObject({ status: 'active' });
  expect(await trail(person)).toEqual([]);
});

test('three an hour are enough mails; wrong handles do not count', async ({ db, given }) => {
  const person = await given.user();
  const { handle } = person;
  for (let n = 0; n < 3; n++) {
    const { account } = callerFor(db, await given.session(person));
    await refusal(account.scheduleDeletion({ handle: 'another', ...WISH }));
    await account.scheduleDeletion({ handle, ...WISH });
    await callerFor(db, await given.session(person)).account.cancelDeletion();
  }
  const { account } = callerFor(db, await given.session(person));
  const fourth = account.scheduleDeletion({ handle, ...WISH });
  expect(await refusal(fourth)).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await account.state()).toMatchObject({ status: 'active' });
});

test.for(['user', 'paused', 'leaving', 'suspended'] as const)(
  'deleting at once lets nobody in any more, and leaves one job (%s)',
  async (how, { db, given, jobs }) => {
    const user = await given.user();
    if (how !== 'user') await given[how](user);
    const { receiptId } = await callerFor(db, user).account.deleteNow({ handle: user.handle, ...WISH });
    const again = callerFor(db, await given.session(user));
    expect(await refusal(again.account.state())).toEqual({ reason: 'SESSION_ENDED' });
    const mine = (await jobs()).filter(({ payload }) => payload.userId === user.id);
    expect(mine).toEqual([{ name: 'account.erase', payload: { userId: user.id } }]);
    await leavingTasks(erasingServices(db))['account.erase']({ userId: user.id });
    expect(await callerFor(db, null).account.receipt({ id: receiptId })).toMatchObject({ state: 'erased' });
  },
);

test('a deletion that is brought forward keeps its receipt, and one after it was taken back has another', async ({
  db,
  given,
}) => {
  const { handle, ...person } = await given.user();
  const again = async () => callerFor(db, await given.session({ handle, ...person })).account;
  const first = await (await again()).scheduleDeletion({ handle, ...WISH });
  await (await again()).cancelDeletion();
  const second = await (await again()).scheduleDeletion({ handle, ...WISH });
  expect(second.receiptId).not.toBe(first.receiptId);
  const suspended = await given.suspended({ handle, ...person });
  const now = await callerFor(db, await given.session(suspended)).account.deleteNow({
    handle,
    keepsMessages: true,
  });
  expect(now.receiptId).toBe(second.receiptId);
  const receipt = () => callerFor(db, null).account.receipt({ id: second.receiptId });
  expect(await receipt()).toMatchObject({ state: 'waiting' });
  await leavingTasks(erasingServices(db))['account.erase']({ userId: person.id });
  expect(await receipt()).toMatchObject({ state: 'erased' });
});

test('without days of grace a deletion is one at once', async ({ db, given, jobs }) => {
  const person = await given.user();
  const { account } = callerFor(db, person, { services: { deletionGraceDays: 0 } });
  const { receiptId } = await account.scheduleDeletion({ handle: person.handle, ...WISH });
  const [row] = await db.select({ status: users.status }).from(users).where(eq(users.id, person.id));
  expect(row).toEqual({ status: 'erasing' });
  const mine = (await jobs()).filter(({ payload }) => payload.userId === person.id);
  expect(mine).toEqual([{ name: 'account.erase', payload: { userId: person.id } }]);
  const token = signLink({ secret: SECRET, purpose: 'keep-account', id: receiptId });
  const { reason } = await refusal(callerFor(db, null).account.cancelDeletionByLink({ token }));
  expect(reason).toBe('LINK_EXPIRED');
});

test('one that nobody took up is taken up by the hourly sweep', async ({ db, given, jobs }) => {
  const late = await given.leaving(await given.user(), { dueAt: new Date(Date.now() - DAY) });
  const early = await given.leaving(await given.user());
  await sweep(db, { now: new Date() });
  const taken = (await jobs()).filter(({ name }) => name === 'account.erase').map(({ payload }) => payload);
  expect(taken).toContainEqual({ userId: late.id });
  expect(taken).not.toContainEqual({ userId: early.id });
});

test('what a deletion would do is counted as of now, and tells nothing about others', async ({
  db,
  given,
}) => {
  const [person, friend] = [await given.user(), await given.user()];
  const { account } = callerFor(db, person);
  await given.contacts(person, friend);
  await given.block(friend, person);
  await given.message(person, friend);
  await given.message(friend, person);
  await given.event(person);
  await db
    .insert(notes)
    .values({ id: uuid(), personId: person.id, body: 'Keep an eye on them', at: new Date() });
  const impact = await account.deletionImpact();
  expect(impact).toMatchObject({ messages: 1, blockers: [], graceDays: 14 });
  const counts = Object.fromEntries(impact.goes.map(({ kind, count }) => [kind, count]));
  // Neither who has blocked them is told, nor that staff wrote something down.
  expect(counts).toEqual({
    account: 1,
    profile: 1,
    privacy: 1,
    contacts: 1,
    messagesReceived: 1,
    securityLog: 1,
    sessions: 1,
    waysIn: 1,
  });
  expect(impact.stays).toEqual([
    { kind: 'handles', count: 1, ground: 'impersonation', until: expect.any(String) },
  ]);
  await given.message(person, friend);
  expect(await account.deletionImpact()).toMatchObject({ messages: 2 });
});
