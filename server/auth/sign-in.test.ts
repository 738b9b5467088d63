import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { loginAttempts, passwords } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { ATTEMPT_SECONDS } from './attempts';
import { hashToken } from './tokens';

const WRONG = 'eight walruses knit at dusk';

test('an address and its password give a ticket for this browser, and no session yet', async ({
  db,
  given,
}) => {
  const { id, email } = await given.user();
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  expect(await api.auth.signIn.start({ email: email.toUpperCase() })).toEqual({ methods: ['password'] });
  const { ticket = '' } = await api.auth.signIn.password({ password: PASSWORD });
  expect(ticket).toMatch(/^[\w-]{43}$/);
  expect(await api.viewer.current()).toBeNull();
  const cookie = cookies.get('foyer.attempt') ?? '';
  const [attempt] = await db
    .select()
    .from(loginAttempts)
    .where(eq(loginAttempts.cookieHash, hashToken(cookie)));
  expect(attempt).toMatchObject({
    userId: id,
    amr: { pwd: expect.any(String) },
    ticketHash: hashToken(ticket),
    ticketUsedAt: null,
  });
  expect(JSON.stringify(attempt)).not.toContain(ticket);
});

test('needs an attempt of this browser that is not too old and not completed', async ({ db, given }) => {
  const user = await given.user();
  const expired = await given.attempt(user, { now: new Date(Date.now() - ATTEMPT_SECONDS * 1000) });
  const completed = await given.attempt(user);
  await enter(db, { attempt: completed, password: PASSWORD });
  for (const attempt of [undefined, 'made up', expired, completed])
    expect(await refusal(enter(db, { attempt, password: PASSWORD }))).toEqual({ reason: 'ATTEMPT_EXPIRED' });
});

test('of the right password given five times at once, one is taken', async ({ db, given }) => {
  const attempt = await given.attempt(await given.user());
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => enter(db, { attempt, password: PASSWORD })),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a wrong password is told from nothing else', async ({ db, given }) => {
  const user = await given.user();
  const withoutPassword = await given.user();
  await db.delete(passwords).where(eq(passwords.userId, withoutPassword.id));
  for (const email of [user.email, withoutPassword.email, 'nobody@example.test']) {
    const attempt = await given.attempt({ email });
    expect(await refusal(enter(db, { attempt, password: WRONG }))).toEqual({ reason: 'SIGN_IN_FAILED' });
  }
});

test('a browser that signed up is told to confirm, whether or not there is an account', async ({
  db,
  given,
}) => {
  const { email: known } = await given.user();
  for (const email of [known, 'nobody@example.test']) {
    const { cookie } = await given.signUp({ email });
    const attempt = await given.attempt({ email });
    const own = new CookieJar({ 'foyer.attempt': attempt, 'foyer.sign-up': cookie });
    const here = callerFor(db, null, { cookies: own }).auth.signIn.password({ password: WRONG });
    expect(await refusal(here)).toEqual({ reason: 'EMAIL_UNVERIFIED' });
    const elsewhere = enter(db, { attempt, password: WRONG });
    expect(await refusal(elsewhere)).toEqual({ reason: 'SIGN_IN_FAILED' });
  }
});

test('a sign-up with the address of an account opens nothing', async ({ db, given }) => {
  const victim = await given.user();
  await db.delete(passwords).where(eq(passwords.userId, victim.id));
  await given.signUp({ email: victim.email });
  const attempt = await given.attempt(victim);
  expect(await refusal(enter(db, { attempt, password: PASSWORD }))).toEqual({ reason: 'SIGN_IN_FAILED' });
});

test('thirty wrong passwords at once, from everywhere, count thirty', async ({ db, given }) => {
  const user = await given.user();
  const attempt = await given.attempt(user);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => refusal(enter(db, { attempt, password: WRONG }))),
  );
  expect(answers.filter(({ reason }) => reason === 'SIGN_IN_FAILED')).toHaveLength(5);
  const limited = answers.filter(({ reason }) => reason === 'RATE_LIMITED');
  expect(limited).toHaveLength(25);
  for (const { retryAfter = 0 } of limited) expect(retryAfter > 0 && retryAfter <= 900).toBe(true);
  // Not even the right one gets through now, or the limit would tell which it is.
  expect(await refusal(enter(db, { attempt, password: PASSWORD }))).toMatchObject({ reason: 'RATE_LIMITED' });
});

test('one address tries at most ten passwords a minute, on whatever accounts', async ({ db, given }) => {
  const people = await Promise.all(Array.from({ length: 12 }, () => given.user()));
  const ip = '198.51.100.7';
  const answers = await Promise.all(
    people.map(async (person) =>
      refusal(enter(db, { attempt: await given.attempt(person), password: WRONG, ip })),
    ),
  );
  expect(answers.filter(({ reason }) => reason === 'SIGN_IN_FAILED')).toHaveLength(10);
});

test('a success forgets the failures of its account, and none of its address', async ({ db, given }) => {
  const ip = '198.51.100.8';
  const enterAs = async (email: string, password: string) =>
    enter(db, { attempt: await given.attempt({ email }), password, ip });
  const [user, other] = [await given.user(), await given.user()];
  for (let failure = 0; failure < 4; failure++) await refusal(enterAs(user.email, WRONG));
  for (let success = 0; success < 3; success++) await enterAs(user.email, PASSWORD);
  for (let failure = 0; failure < 4; failure++)
    expect(await refusal(enterAs(user.email, WRONG))).toEqual({ reason: 'SIGN_IN_FAILED' });
  for (let failure = 0; failure < 2; failure++)
    expect(await refusal(enterAs(other.email, WRONG))).toEqual({ reason: 'SIGN_IN_FAILED' });
  expect(await refusal(enterAs(other.email, WRONG))).toMatchObject({ reason: 'RATE_LIMITED' });
});

/** Gives a password in the browser that holds this attempt. */
function enter(
  db: Database,
  { attempt, password, ...visit }: { attempt: string | undefined; password: string; ip?: string },
) {
  const cookies = new CookieJar(attempt === undefined ? {} : { 'foyer.attempt': attempt });
  return callerFor(db, null, { cookies, ...visit }).auth.signIn.password({ password });
}
