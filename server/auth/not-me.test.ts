import { and, desc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  connections,
  passkeys,
  recoveryCodes,
  totpAuthenticators,
  trustedDevices,
} from '@/db/schema/factors';
import { emailChanges, securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { signLink } from '@/server/links';
import { Authenticator } from '@/server/testing/authenticator';
import { callerFor, SECRET } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { recogniseBrowser } from './browsers';

const DAY = 86_400_000;
const NOTHING = { endedSessions: 0, forgottenDevices: 0, removedFactors: 0 };

test('everybody is signed out, and nothing is trusted or known any more', async ({ db, given, trail }) => {
  const person = await given.user();
  await given.session(person);
  await given.trustedBrowser(person);
  await given.trustedBrowser(person);
  const browser = await given.knownBrowser(person);
  const reset = await given.reset(person);
  const change = await given.emailChange(person, { stage: 'approved' });
  const entering = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const signIn = callerFor(db, null, { cookies: entering }).auth.signIn;
  const { ticket } = await signIn.password({ password: PASSWORD });
  const stranger = await given.user();

  const { id, token } = await given.event(person, { kind: 'session.startedInNewBrowser' });
  const api = callerFor(db, null);
  expect(await api.auth.notMe({ token })).toEqual({
    endedSessions: 2,
    forgottenDevices: 2,
    removedFactors: 0,
  });

  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  expect((await redeem(db, { ticket, cookies: entering })).status).toBe(401);
  const password = 'nine herons wade past the mill';
  expect(await refusal(api.auth.password.reset({ token: reset.token, password }))).toEqual({
    reason: 'LINK_EXPIRED',
  });
  const confirm = api.profile.changeEmail.confirm({ token: change.confirm });
  expect(await refusal(confirm)).toEqual({ reason: 'LINK_EXPIRED' });
  expect(await callerFor(db, stranger).viewer.me()).toMatchObject({ userId: stranger.id });
  // Whichever browser comes next is news, the one of before as well.
  const now = new Date();
  for (const cookie of [undefined, browser])
    expect(await recogniseBrowser(db, { userId: person.id, cookie, now })).toMatchObject({ isNew: true });

  const after = { eventId: id, eventKind: 'session.startedInNewBrowser', endedSessions: 2 };
  expect(await trail(person)).toMatchObject([{ kind: 'account.reportedUnknown', after }]);
});

test('the owner comes back with what they have', async ({ db, given }) => {
  const person = await given.user();
  const { token } = await given.event(person);
  await callerFor(db, null).auth.notMe({ token });
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const { next } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  expect(next).toBe('done');
});

test('said twenty times at once it is told once; said later it ends what has begun since', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const { token } = await given.event(person);
  const say = () => callerFor(db, null).auth.notMe({ token });
  const answers = await Promise.all(Array.from({ length: 20 }, say));
  const ended = answers.map(({ endedSessions }) => endedSessions);
  expect(ended.toSorted()).toEqual([...Array.from({ length: 19 }, () => 0), 1]);
  const told = and(eq(securityEvents.userId, person.id), eq(securityEvents.kind, 'account.reportedUnknown'));
  expect(await db.$count(securityEvents, told)).toBe(1);

  await given.session(person);
  expect(await say()).toMatchObject({ endedSessions: 1 });
  expect(await say()).toEqual(NOTHING);
  expect(await db.$count(securityEvents, told)).toBe(2);
});

test('works for seven days after the event, with the link that was made for it', async ({ db, given }) => {
  const person = await given.user();
  const [late, early] = [
    await given.event(person, { at: new Date(Date.now() - 7 * DAY) }),
    await given.event(person, { at: new Date(Date.now() - 7 * DAY + 60_000) }),
  ];
  const reset = await given.reset(person);
  const foreign = (['reset-password', 'email-undo', 'verify-email'] as const).map((purpose) =>
    signLink({ secret: SECRET, purpose, id: early.id }),
  );
  const forged = signLink({ secret: 'somebody else`s secret', purpose: 'not-me', id: early.id });
  const ofNothing = signLink({ secret: SECRET, purpose: 'not-me', id: reset.id });
  for (const token of [late.token, reset.token, ofNothing, forged, early.id, ...foreign])
    expect(await refusal(callerFor(db, null).auth.notMe({ token }))).toEqual({ reason: 'LINK_EXPIRED' });
  expect(await callerFor(db, person).viewer.me()).toMatchObject({ userId: person.id });
  expect(await callerFor(db, null).auth.notMe({ token: early.token })).toMatchObject({ endedSessions: 1 });
});

test('said again with nothing begun since it changes nothing, whatever anybody can begin by the address', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const { token } = await given.event(person);
  const api = callerFor(db, null);
  await api.auth.notMe({ token });
  const browser = await given.knownBrowser(person);
  const reset = await given.reset(person);
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  for (let time = 0; time < 5; time++) expect(await api.auth.notMe({ token })).toEqual(NOTHING);
  const known = await recogniseBrowser(db, { userId: person.id, cookie: browser, now: new Date() });
  expect(known).toMatchObject({ isNew: false });
  const password = 'nine herons wade past the mill';
  const { next } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  expect(next).toBe('done');
  expect(await api.auth.password.reset({ token: reset.token, password })).toEqual({ reset: true });
});

test('keeps the owner out three times an hour at most, and another event is said for itself', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const { token } = await given.event(person);
  const api = callerFor(db, null);
  await api.auth.notMe({ token });
  for (let time = 0; time < 3; time++) {
    await given.session(person);
    expect(await api.auth.notMe({ token })).toMatchObject({ endedSessions: 1 });
  }
  const owner = await given.session(person);
  for (let time = 0; time < 3; time++)
    expect(await refusal(api.auth.notMe({ token }))).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await callerFor(db, owner).viewer.me()).toMatchObject({ userId: person.id });
  const { token: another } = await given.event(person);
  expect(await api.auth.notMe({ token: another })).toMatchObject({ endedSessions: 1 });
});

test('a sign-in that waits for its second factor, and trust alone, can be ended again', async ({
  db,
  given,
}) => {
  const person = await given.user();
  await given.totp(person);
  const { token } = await given.event(person);
  const api = callerFor(db, null);
  await api.auth.notMe({ token });
  const cookies = new CookieJar({ 'foyer.attempt': await given.secondStep(person) });
  expect(await api.auth.notMe({ token })).toEqual(NOTHING);
  expect(await refusal(callerFor(db, null, { cookies }).auth.signIn.status())).toEqual({
    reason: 'ATTEMPT_EXPIRED',
  });
  await given.trustedBrowser(person);
  expect(await api.auth.notMe({ token })).toMatchObject({ forgottenDevices: 1 });
});

test('is worth nothing once the address was changed or changed back, but for the news of that', async ({
  db,
  given,
}) => {
  const api = callerFor(db, null);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const person = await given.user();
  const { token: before } = await given.event(person, { at: hoursAgo(3) });
  const { confirm, undo } = await given.emailChange(person, { stage: 'approved' });
  await api.profile.changeEmail.confirm({ token: confirm });
  expect(await refusal(api.auth.notMe({ token: before }))).toEqual({ reason: 'LINK_EXPIRED' });
  await db
    .update(emailChanges)
    .set({ confirmedAt: hoursAgo(2) })
    .where(eq(emailChanges.userId, person.id));
  const { token: between } = await given.event(person, { at: hoursAgo(1) });
  await api.profile.changeEmail.undo({ token: undo });
  for (const late of [before, between])
    expect(await refusal(api.auth.notMe({ token: late }))).toEqual({ reason: 'LINK_EXPIRED' });

  const owner = await given.session(person);
  expect(await callerFor(db, owner).viewer.me()).toMatchObject({ userId: person.id });
  const { token } = await linkOfLast(db, person, 'email.changeUndone');
  expect(await api.auth.notMe({ token })).toMatchObject({ endedSessions: 1 });
});

test('the first second factor of a thief goes, and all that they added after it', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const mine = await given.connection(person);
  const yesterday = new Date(Date.now() - DAY);
  await db.update(connections).set({ createdAt: yesterday }).where(eq(connections.userId, person.id));
  const thief = callerFor(db, await given.session(person));
  const begun = await thief.auth.totp.begin();
  await thief.auth.totp.confirm({ id: begun.id, code: codeOf(begun), name: 'Phone' });
  const { token, details } = await linkOfLast(db, person, 'totp.added');
  expect(details).toEqual({ name: 'Phone', factorId: begun.id, first: true });
  await given.passkey(person);
  await given.totp(person);
  await given.recoveryCodes(person, { count: 2 });
  await given.connection(person);

  const answer = await callerFor(db, null).auth.notMe({ token });
  // Two apps, a passkey, a set of codes, an account elsewhere.
  expect(answer).toMatchObject({ removedFactors: 5 });
  expect(await factorsOf(db, person)).toEqual([0, 0, 0, 1]);
  const [left] = await db.select().from(connections).where(eq(connections.userId, person.id));
  expect(left).toMatchObject({ accountId: mine.accountId });
  expect((await trail(person)).at(-1)).toMatchObject({
    kind: 'account.reportedUnknown',
    after: { removedFactors: 5, eventKind: 'totp.added' },
  });
  // The owner is asked for the password alone, as before.
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const { next } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  expect(next).toBe('done');
});

test('a first passkey goes as well; said again, nothing that the owner has set up since', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const response = new Authenticator().create(await given.registrationOptions(person));
  const { id } = await callerFor(db, person).auth.passkeys.register({ response });
  const { token, details } = await linkOfLast(db, person, 'passkey.added');
  expect(details).toMatchObject({ factorId: id, first: true });
  const api = callerFor(db, null);
  expect(await api.auth.notMe({ token })).toMatchObject({ removedFactors: 1 });
  await given.passkey(person);
  await given.totp(person);
  await given.session(person);
  expect(await api.auth.notMe({ token })).toEqual({ ...NOTHING, endedSessions: 1 });
  expect(await factorsOf(db, person)).toEqual([1, 1, 0, 0]);
});

test('reports of later factors and of other events take none away', async ({ db, given }) => {
  const person = await given.user();
  await given.totp(person, { createdAt: new Date(Date.now() - DAY) });
  await given.recoveryCodes(person);
  const strong = await given.twoFactorSession(person);
  const response = new Authenticator().create(await given.registrationOptions(strong));
  await callerFor(db, strong).auth.passkeys.register({ response });
  const passkey = await linkOfLast(db, person, 'passkey.added');
  expect(passkey.details).toMatchObject({ first: false });
  const earlier = await given.event(person, { kind: 'password.changed', details: { first: true } });
  for (const { token } of [passkey, earlier])
    expect(await callerFor(db, null).auth.notMe({ token })).toMatchObject({ removedFactors: 0 });
  expect(await factorsOf(db, person)).toEqual([1, 1, 1, 0]);
});

/** The last event of a kind in somebody's log, with the secret of its link. */
async function linkOfLast(db: Database, person: { id: string }, kind: string) {
  const [event] = await db
    .select({ id: securityEvents.id, details: securityEvents.details })
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, person.id), eq(securityEvents.kind, kind)))
    .orderBy(desc(securityEvents.id))
    .limit(1);
  if (!event) throw new Error('it was not told');
  return { token: signLink({ secret: SECRET, purpose: 'not-me', id: event.id }), details: event.details };
}

/** Apps, passkeys, recovery codes and accounts elsewhere, counted. */
function factorsOf(db: Database, { id }: { id: string }) {
  return Promise.all(
    [totpAuthenticators, passkeys, recoveryCodes, connections].map((table) =>
      db.$count(table, eq(table.userId, id)),
    ),
  );
}
