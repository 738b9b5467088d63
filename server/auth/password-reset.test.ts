import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys, trustedDevices } from '@/db/schema/factors';
import { passwordResets, proofFailures, securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { signLink } from '@/server/links';
import { callerFor, SECRET, servicesFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, passwordKey } from './proofs';

const ANOTHER = 'nine herons wade past the mill';

test('a link is on its way to whoever asks, whether there is an account or not', async ({
  db,
  given,
  jobs,
}) => {
  const person = await given.user({ locale: 'fr' });
  for (const [email, userId] of [
    [person.email, person.id],
    ['nobody@example.test', null],
  ] as const) {
    const { auth } = callerFor(db, null);
    const answer = await auth.password.requestReset({ email: email.toUpperCase(), locale: 'en' });
    expect(answer).toEqual({ sentTo: email });
    const [reset] = await db.select().from(passwordResets).where(eq(passwordResets.email, email));
    expect(reset).toMatchObject({ userId, locale: 'en', usedAt: null });
    expect((reset?.expiresAt.getTime() ?? 0) - (reset?.createdAt.getTime() ?? 0)).toBe(30 * 60_000);
    expect((await jobs()).at(-1)).toEqual({ name: 'mail.resetPassword', payload: { resetId: reset?.id } });
  }
  const log = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(log).toMatchObject([{ kind: 'password.resetRequested', sessionId: null }]);
});

test('one address asks for thirty links an hour at most, for whomever', async ({ db }) => {
  const ip = '198.51.100.77';
  const wish = (n: number) =>
    callerFor(db, null, { ip }).auth.password.requestReset({ email: `n${n}@example.test`, locale: 'fr' });
  for (let n = 0; n < 30; n++) await wish(n);
  expect(await refusal(wish(30))).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
});

test('the link sets the password and ends all that was open, and signs nobody in', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const person = await given.user();
  await given.session(person);
  await given.trustedBrowser(person);
  const [first, second] = [await given.reset(person), await given.reset(person)];
  const cookies = new CookieJar();
  const { auth } = callerFor(db, null, { cookies });
  expect(await auth.password.reset({ token: first.token, password: ANOTHER })).toEqual({ reset: true });
  expect(cookies.received).toEqual([]);
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  const other = auth.password.reset({ token: second.token, password: 'four lanterns over a weir' });
  expect(await refusal(other)).toEqual({ reason: 'LINK_EXPIRED' });
  expect(await signIn(db, given, person, { password: PASSWORD })).toBe('SIGN_IN_FAILED');
  expect(await signIn(db, given, person, { password: ANOTHER })).toBe('done');

  expect(await trail(person)).toMatchObject([{ kind: 'password.reset', after: { endedSessions: 2 } }]);
  const [event] = await db.select().from(securityEvents).where(eq(securityEvents.kind, 'password.reset'));
  expect(event).toMatchObject({ userId: person.id, sessionId: null, details: { endedSessions: 2 } });
  expect(await notices(person)).toMatchObject([{ data: { eventId: event?.id, kind: 'password.reset' } }]);
});

test('it passes over no second factor, and takes none away', async ({ db, given }) => {
  const person = await given.user();
  const passkey = await given.passkey(person);
  const device = await given.trustedBrowser(person);
  const { token } = await given.reset(person);
  await callerFor(db, null).auth.password.reset({ token, password: ANOTHER });
  const step = await signIn(db, given, person, { password: ANOTHER, cookies: { 'foyer.device': device } });
  expect(step).toBe('secondFactor');
  const left = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, person.id));
  expect(left).toEqual([{ id: passkey.id }]);
});

test('it gives a password to an account that had none', async ({ db, given }) => {
  const person = await given.withoutPassword(await given.user());
  await given.passkey(person);
  const { token } = await given.reset(person);
  await callerFor(db, null).auth.password.reset({ token, password: ANOTHER });
  expect(await signIn(db, given, person, { password: ANOTHER })).toBe('secondFactor');
});

test('it opens a password again that was closed by wrong tries', async ({ db, given }) => {
  const person = await given.user();
  const closed = { failures: 9, inARow: CLOSED_AFTER, lastAt: new Date(), openAt: new Date(0) };
  await db.insert(proofFailures).values({ key: passwordKey(person.email), ...closed });
  expect(await signIn(db, given, person, { password: PASSWORD })).toBe('FACTOR_CLOSED');
  const { token } = await given.reset(person);
  await callerFor(db, null).auth.password.reset({ token, password: ANOTHER });
  expect(await signIn(db, given, person, { password: ANOTHER })).toBe('done');
});

test('a weak password is refused, by what the link knows of the person, and the link stays good', async ({
  db,
  given,
}) => {
  const person = await given.user({ displayName: 'Wilhelmina Roth' });
  const { token } = await given.reset(person);
  const { auth } = callerFor(db, null);
  const weak = auth.password.reset({ token, password: 'wilhelmina2024' });
  expect(await refusal(weak)).toEqual({ reason: 'PASSWORD_GUESSABLE' });
  const services = { signIn: { ...servicesFor(db).signIn, passwordMinAlone: ANOTHER.length + 1 } };
  const short = callerFor(db, null, { services }).auth.password.reset({ token, password: ANOTHER });
  expect(await refusal(short)).toEqual({ reason: 'PASSWORD_TOO_SHORT_ALONE' });
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
  await auth.password.reset({ token, password: ANOTHER });
});

test('a link that is used, too old, for something else, for nobody or not ours is worth nothing', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const used = await given.reset(person);
  await callerFor(db, null).auth.password.reset({ token: used.token, password: ANOTHER });
  const open = await given.reset(person);
  const expired = await given.reset(person, { expiresAt: new Date(Date.now() - 1) });
  const nobody = await given.reset({ email: 'nobody-at-all@example.test' });
  const elsewhere = await given.reset({ id: person.id, email: 'former@example.test' });
  const foreign = (['verify-email', 'email-approve', 'email-confirm', 'email-undo', 'not-me'] as const).map(
    (purpose) => signLink({ secret: SECRET, purpose, id: open.id }),
  );
  const forged = signLink({ secret: 'somebody else`s secret', purpose: 'reset-password', id: open.id });
  const tampered = `${open.token.slice(0, -1)}${open.token.endsWith('A') ? 'B' : 'A'}`;
  const swapped = nobody.token.slice(0, 21) + open.token.slice(21);
  for (const token of [
    used.token,
    expired.token,
    nobody.token,
    elsewhere.token,
    forged,
    tampered,
    swapped,
    open.id,
    ...foreign,
  ]) {
    const call = callerFor(db, null).auth.password.reset({ token, password: 'four lanterns over a weir' });
    expect(await refusal(call)).toEqual({ reason: 'LINK_EXPIRED' });
  }
  expect(await signIn(db, given, person, { password: ANOTHER })).toBe('done');
});

test('a link used twenty times at once works once', async ({ db, given, trail }) => {
  const person = await given.user();
  const { token } = await given.reset(person);
  const uses = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, null).auth.password.reset({ token, password: ANOTHER })),
  );
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of uses.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'LINK_EXPIRED' });
  expect((await trail(person)).map(({ kind }) => kind)).toEqual(['password.reset']);
});

test('two links used at once set one password', async ({ db, given, trail }) => {
  const person = await given.user();
  const links = [await given.reset(person), await given.reset(person)];
  const uses = await Promise.allSettled(
    links.map(({ token }) => callerFor(db, null).auth.password.reset({ token, password: ANOTHER })),
  );
  expect(uses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await trail(person)).toHaveLength(1);
});

test('nobody comes through with the old password while a new one is being set', async ({ db, given }) => {
  const people = await Promise.all(Array.from({ length: 8 }, () => given.user()));
  const races = people.map(async (person) => {
    const { token } = await given.reset(person);
    const typing = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
    const entering = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
    const enter = callerFor(db, null, { cookies: entering }).auth.signIn.password({ password: PASSWORD });
    const { ticket } = await enter;
    const late = callerFor(db, null, { cookies: typing }).auth.signIn.password({ password: PASSWORD });
    const [typed] = await Promise.allSettled([
      late,
      callerFor(db, null).auth.password.reset({ token, password: ANOTHER }),
      redeem(db, { ticket, cookies: entering }),
    ]);
    if (typed.status === 'fulfilled') await redeem(db, { ticket: typed.value.ticket, cookies: typing });
    return db.$count(sessions, eq(sessions.userId, person.id));
  });
  expect(await Promise.all(races)).toEqual(people.map(() => 0));
});

/** What a password is worth at sign-in: the next step, or why not. */
async function signIn(
  db: Database,
  given: Given,
  person: { id: string; email: string },
  { password, cookies = {} }: { password: string; cookies?: Record<string, string> },
) {
  const jar = new CookieJar({ ...cookies, 'foyer.attempt': await given.attempt(person) });
  const step = callerFor(db, null, { cookies: jar }).auth.signIn.password({ password });
  return step.then(
    ({ next }) => next,
    async (error: unknown) => (await refusal(Promise.reject(error))).reason,
  );
}
