import { hash } from '@node-rs/argon2';
import { and, eq, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { recoveryCodes, trustedDevices } from '@/db/schema/factors';
import { passwordResets, proofFailures, securityEvents } from '@/db/schema/security';
import { loginAttempts, passwords, sessions } from '@/db/schema/sign-in';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, passwordKey } from './proofs';

const ANOTHER = 'nine herons wade past the mill';
const THIRD = 'four lanterns over a frozen weir';
const WRONG = 'eight walruses knit at dusk';

test('another password takes the place of the current one', async ({ db, given, trail, notices }) => {
  const person = await given.user();
  const { auth } = callerFor(db, person);
  expect(await auth.password.change({ current: PASSWORD, password: ANOTHER })).toEqual({ endedSessions: 0 });
  expect(await opens(db, given, person, PASSWORD)).toBe('SIGN_IN_FAILED');
  expect(await opens(db, given, person, ANOTHER)).toBe('done');
  expect(await trail(person)).toMatchObject([{ kind: 'password.changed', actorId: person.id }]);
  const [event] = await eventsOf(db, person);
  expect(event).toMatchObject({ kind: 'password.changed', details: { endedSessions: 0 } });
  const data = { eventId: event?.id, kind: 'password.changed' };
  expect(await notices(person)).toMatchObject([{ type: 'security.factorChanged', data, actorId: null }]);
});

test('changing it ends all other sessions, and gives this one a new token', async ({ db, given }) => {
  const person = await given.user();
  const others = [await given.session(person), await given.session(person)];
  const stranger = await given.user();
  const cookies = new CookieJar();
  const api = callerFor(db, person, { cookies });
  expect(await api.auth.password.change({ current: PASSWORD, password: ANOTHER })).toEqual({
    endedSessions: 2,
  });
  expect(cookies.get('foyer.session')).not.toBe(person.token);
  expect(await api.viewer.me()).toMatchObject({ userId: person.id });
  for (const copy of [person, ...others])
    expect(await refusal(callerFor(db, copy).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  expect(await callerFor(db, stranger).viewer.me()).toMatchObject({ userId: stranger.id });
});

test('changing it ends trust, links for a new one, and sign-ins that have got as far as a ticket', async ({
  db,
  given,
}) => {
  const person = await given.user();
  await given.trustedBrowser(person);
  await given.reset(person);
  const other = await almostIn(db, given, person);
  await callerFor(db, person).auth.password.change({ current: PASSWORD, password: ANOTHER });
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  expect(
    await db.$count(passwordResets, and(eq(passwordResets.userId, person.id), isNull(passwordResets.usedAt))),
  ).toBe(0);
  expect((await redeem(db, other)).status).toBe(401);
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
});

test('a proof does not become younger by it', async ({ db, given }) => {
  const person = await given.user();
  const passkey = await given.passkey(person);
  const provenAt = new Date(Date.now() - 240_000);
  const actor = await given.passkeySession(person, { passkey, now: provenAt });
  await callerFor(db, actor).auth.password.change({ current: PASSWORD, password: ANOTHER });
  const [left] = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  expect(left).toMatchObject({ provenAt, provenAal: 2, aal: 2, amr: { pwd: expect.any(String) } });
});

test('the current one has to be right; five wrong ones, and there is a wait', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const api = callerFor(db, person);
  const guess = () => refusal(api.auth.password.change({ current: WRONG, password: ANOTHER }));
  for (let tries = 0; tries < 5; tries++) expect(await guess()).toEqual({ reason: 'PASSWORD_WRONG' });
  expect(await guess()).toEqual({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  const right = api.auth.password.change({ current: PASSWORD, password: ANOTHER });
  expect(await refusal(right)).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await trail(person)).toEqual([]);
});

test('the hundredth wrong one in a row closes it in this session, and is told; a new one opens it everywhere', async ({
  db,
  given,
  notices,
}) => {
  const person = await given.user();
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  await almostClosed(db, passwordKey(person.email, session?.id));
  const api = callerFor(db, person);
  const change = (current: string) => refusal(api.auth.password.change({ current, password: ANOTHER }));
  expect(await change(WRONG)).toEqual({ reason: 'PASSWORD_WRONG' });
  expect(await change(PASSWORD)).toEqual({ reason: 'FACTOR_CLOSED' });
  const [tried, closed, ...others] = await eventsOf(db, person);
  expect(tried).toMatchObject({ kind: 'signIn.failed', details: { factor: 'password' } });
  expect(closed).toMatchObject({ kind: 'factor.closed', details: { factor: 'password' } });
  expect(others).toEqual([]);
  const data = { eventId: closed?.id, kind: 'factor.closed' };
  expect(await notices(person)).toMatchObject([{ type: 'security.factorChanged', data }]);
  await almostClosed(db, passwordKey(person.email));
  expect(await opens(db, given, person, WRONG)).toBe('SIGN_IN_FAILED');
  expect(await opens(db, given, person, PASSWORD)).toBe('FACTOR_CLOSED');
  await callerFor(db, await given.session(await given.withoutPassword(person))).auth.password.set({
    password: THIRD,
  });
  expect(await opens(db, given, person, THIRD)).toBe('done');
  await api.auth.password.change({ current: THIRD, password: ANOTHER });
});

test('of twenty changes at once one is made', async ({ db, given, trail }) => {
  const person = await given.user();
  const changes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      callerFor(db, person).auth.password.change({ current: PASSWORD, password: ANOTHER }),
    ),
  );
  expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const kinds = (await trail(person)).map(({ kind }) => kind);
  expect(kinds).toEqual(['password.changed']);
});

test('who has none cannot change it, and who has one cannot set it', async ({ db, given }) => {
  const person = await given.user();
  const set = callerFor(db, person).auth.password.set({ password: ANOTHER });
  expect(await refusal(set)).toEqual({ reason: 'ALREADY_THERE' });
  await given.withoutPassword(person);
  const change = callerFor(db, person).auth.password.change({ current: PASSWORD, password: ANOTHER });
  expect(await refusal(change)).toEqual({ reason: 'NOT_FOUND' });
});

test('a password is set once, however often it is sent, and ends trust', async ({ db, given, trail }) => {
  const person = await given.withoutPassword(await given.user());
  const actor = await given.passkeySession(person, { passkey: await given.passkey(person) });
  await given.trustedBrowser(person);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, actor).auth.password.set({ password: ANOTHER })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of answers.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'ALREADY_THERE' });
  expect((await trail(person)).map(({ kind }) => kind)).toEqual(['password.added']);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  expect(await opens(db, given, person, ANOTHER)).toBe('secondFactor');
});

test('a new password is held against the policy, and against who the person is', async ({ db, given }) => {
  const person = await given.user({ displayName: 'Wilhelmina Roth', handle: 'dragonfruit' });
  const without = await given.withoutPassword(await given.user({ handle: 'gooseberries' }));
  const change = (password: string) =>
    refusal(callerFor(db, person).auth.password.change({ current: PASSWORD, password }));
  for (const guessable of ['wilhelmina2024', 'dragonfruit2024', `${person.email}1`])
    expect(await change(guessable)).toEqual({ reason: 'PASSWORD_GUESSABLE' });
  const set = callerFor(db, without).auth.password.set({ password: 'gooseberries2024' });
  expect(await refusal(set)).toEqual({ reason: 'PASSWORD_GUESSABLE' });
});

test('where the operator asks for more of a password that stands alone, it has to be longer', async ({
  db,
  given,
}) => {
  const services = { signIn: { ...servicesFor(db).signIn, passwordMinAlone: ANOTHER.length + 1 } };
  const alone = await given.user();
  const change = { current: PASSWORD, password: ANOTHER };
  const short = callerFor(db, alone, { services }).auth.password.change(change);
  expect(await refusal(short)).toEqual({ reason: 'PASSWORD_TOO_SHORT_ALONE' });

  const person = await given.user();
  const second = await given.passkeySession(person, { passkey: await given.passkey(person) });
  await callerFor(db, second, { services }).auth.password.change(change);
});

test('a password goes where two passkeys remain, or one and recovery codes', async ({ db, given, trail }) => {
  const [two, one, bare] = [await given.user(), await given.user(), await given.user()];
  await given.passkey(two);
  await db
    .insert(recoveryCodes)
    .values({ userId: one.id, hash: 'a hash', salt: 'a salt', createdAt: new Date() });
  for (const [person, refused] of [
    [two, false],
    [one, false],
    [bare, true],
  ] as const) {
    const actor = await given.passkeySession(person, { passkey: await given.passkey(person) });
    const call = callerFor(db, actor).auth.password.remove();
    if (refused) expect(await refusal(call)).toEqual({ reason: 'LAST_WAY_IN' });
    else await call;
    const left = await db.$count(passwords, eq(passwords.userId, person.id));
    expect(left).toBe(refused ? 1 : 0);
    const kinds = (await trail(person)).map(({ kind }) => kind);
    expect(kinds).toEqual(refused ? [] : ['password.removed']);
  }
});

test('removing it twenty times at once removes it once, with what was about to be opened by it', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const attempt = await given.attempt(person);
  await given.passkey(person);
  const actor = await given.passkeySession(person, { passkey: await given.passkey(person) });
  await given.trustedBrowser(person);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, actor).auth.password.remove()),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of answers.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'NOT_FOUND' });
  expect((await trail(person)).map(({ kind }) => kind)).toEqual(['password.removed']);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  const late = callerFor(db, null, { cookies: new CookieJar({ 'foyer.attempt': attempt }) });
  expect(await refusal(late.auth.signIn.password({ password: PASSWORD }))).toEqual({
    reason: 'ATTEMPT_EXPIRED',
  });
  // Both of their sessions stay: neither was opened with more than is left.
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(2);
});

test('a password hashed with other parameters is hashed anew as its owner signs in', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const signIn = async () => {
    const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
    const { auth } = callerFor(db, null, { cookies });
    return (await recordStatements(() => auth.signIn.password({ password: PASSWORD }))).statements.length;
  };
  const usual = await signIn();
  const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await db.update(passwords).set({ hash: old }).where(eq(passwords.userId, person.id));
  expect(await signIn()).toBe(usual + 1);
  const [renewed] = await db.select().from(passwords).where(eq(passwords.userId, person.id));
  expect(renewed?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await signIn()).toBe(usual);
});

/** What a password is worth at sign-in: the next step, or why not. */
async function opens(db: Database, given: Given, person: Person, password: string) {
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const { auth } = callerFor(db, null, { cookies });
  const step = auth.signIn.password({ password });
  return step.then(
    ({ next }) => next,
    async (error: unknown) => (await refusal(Promise.reject(error))).reason,
  );
}

/** A browser that holds a ticket of a person and has not used it yet. */
async function almostIn(db: Database, given: Given, person: Person) {
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const { ticket } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  const [attempt] = await db.select().from(loginAttempts).where(eq(loginAttempts.userId, person.id));
  expect(attempt?.ticketHash).toEqual(expect.any(String));
  return { ticket, cookies };
}

async function almostClosed(db: Database, key: string) {
  const times = { lastAt: new Date(), openAt: new Date(0) };
  const failures = { failures: 4, inARow: CLOSED_AFTER - 1 };
  await db.insert(proofFailures).values({ key, ...failures, ...times });
}

async function eventsOf(db: Database, { id }: Person) {
  return db.select().from(securityEvents).where(eq(securityEvents.userId, id)).orderBy(securityEvents.id);
}
