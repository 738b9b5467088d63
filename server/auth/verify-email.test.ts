import { eq, inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import { loginAttempts, signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { signLink } from '@/server/links';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { hashToken } from './tokens';

test('makes the account in the browser that signed up, without asking for the password', async ({
  db,
  given,
  trail,
}) => {
  const { email, cookie, token } = await given.signUp({ displayName: 'Zoé Müller-Ångström' });
  const cookies = new CookieJar({ 'foyer.sign-up': cookie });
  const api = callerFor(db, null, { cookies });
  const { ticket } = await api.auth.verifyEmail({ token });
  const [account] = await db.select().from(users).where(eq(users.email, email));
  expect(await api.profile.byHandle({ handle: 'zoe-muller-angstrom' })).toMatchObject({
    userId: account?.id,
    displayName: 'Zoé Müller-Ångström',
  });
  expect(await db.select().from(signUps).where(eq(signUps.email, email))).toEqual([]);
  const [attempt] = await db
    .select()
    .from(loginAttempts)
    .where(eq(loginAttempts.ticketHash, hashToken(ticket)));
  expect(attempt).toMatchObject({
    userId: account?.id,
    amr: { pwd: expect.any(String) },
    cookieHash: hashToken(cookies.get('foyer.attempt') ?? ''),
  });
  expect(cookies.get('foyer.sign-up')).toBeUndefined();
  expect(await trail({ id: account?.id ?? '' })).toMatchObject([
    { kind: 'account.created', actorId: account?.id, requestId: expect.any(String) },
  ]);
});

test('asks for the password in any other browser, and the link stays good', async ({ db, given }) => {
  const { token } = await given.signUp();
  const cookies = new CookieJar({ 'foyer.sign-up': 'of another sign-up' });
  for (const visit of [{}, { cookies }]) {
    const { auth } = callerFor(db, null, visit);
    expect(await refusal(auth.verifyEmail({ token }))).toEqual({ reason: 'PASSWORD_REQUIRED' });
    const guess = auth.verifyEmail({ token, password: 'not the one chosen' });
    expect(await refusal(guess)).toEqual({ reason: 'SIGN_IN_FAILED' });
  }
  await callerFor(db, null).auth.verifyEmail({ token, password: PASSWORD });
});

test('lets nobody try more than five passwords on one link, wherever they are', async ({ db, given }) => {
  const { token } = await given.signUp();
  const guess = () =>
    refusal(callerFor(db, null).auth.verifyEmail({ token, password: 'not the one chosen' }));
  const answers = await Promise.all(Array.from({ length: 12 }, guess));
  const reasons = answers.map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason === 'SIGN_IN_FAILED')).toHaveLength(5);
  expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(7);
});

test('refuses a link that was used, is too old, or is not ours', async ({ db, given }) => {
  const used = await given.signUp();
  await callerFor(db, null).auth.verifyEmail({ token: used.token, password: PASSWORD });
  const expired = await given.signUp({ expiresAt: new Date(Date.now() - 1) });
  const open = await given.signUp();
  const forged = signLink({ secret: 'somebody else`s secret', purpose: 'verify-email', id: open.id });
  for (const token of [used.token, expired.token, forged, open.id, `${open.token}=`, '\0'.repeat(64)]) {
    const call = callerFor(db, null).auth.verifyEmail({ token, password: PASSWORD });
    expect(await refusal(call)).toEqual({ reason: 'LINK_EXPIRED' });
  }
});

test('a link used fifty times at once makes one account', async ({ db, given, trail }) => {
  const { email, cookie, token } = await given.signUp();
  const click = () => {
    const cookies = new CookieJar({ 'foyer.sign-up': cookie });
    return callerFor(db, null, { cookies }).auth.verifyEmail({ token });
  };
  const clicks = await Promise.allSettled(Array.from({ length: 50 }, click));
  expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of clicks.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'LINK_EXPIRED' });
  const accounts = await db.select().from(users).where(eq(users.email, email));
  expect(accounts).toHaveLength(1);
  expect(await trail({ id: accounts[0]?.id ?? '' })).toHaveLength(1);
});

test('two sign-ups with one address, confirmed at once, make one account', async ({ db, given }) => {
  const first = await given.signUp();
  const second = await given.signUp({ email: first.email });
  const clicks = await Promise.allSettled(
    [first, second].map(({ token }) => callerFor(db, null).auth.verifyEmail({ token, password: PASSWORD })),
  );
  expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const late of clicks.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'LINK_EXPIRED' });
});

test('ten people of one name, all at once, get ten handles', async ({ db, given }) => {
  const links = await Promise.all(
    Array.from({ length: 10 }, () => given.signUp({ displayName: 'Same Name' })),
  );
  await Promise.all(
    links.map(({ token }) => callerFor(db, null).auth.verifyEmail({ token, password: PASSWORD })),
  );
  const emails = links.map(({ email }) => email);
  expect(await db.$count(users, inArray(users.email, emails))).toBe(10);
});
