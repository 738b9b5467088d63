import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { rateLimits } from '@/db/schema/operations';
import { signUps } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { hashToken } from './tokens';

const wish = {
  displayName: 'Nora New',
  password: PASSWORD,
  locale: 'fr' as const,
  timeZone: 'Europe/Paris',
};
const jar = () => new CookieJar();

test('keeps the wish, without password or cookie in the clear, and sends a link', async ({ db, jobs }) => {
  const cookies = jar();
  const answer = await callerFor(db, null, { cookies }).auth.signUp({ ...wish, email: 'nora@example.test' });
  expect(answer).toEqual({ sentTo: 'nora@example.test' });
  const [kept] = await db.select().from(signUps).where(eq(signUps.email, 'nora@example.test'));
  expect(kept).toMatchObject({ displayName: 'Nora New', locale: 'fr', timeZone: 'Europe/Paris' });
  expect(kept?.passwordHash).toMatch(/^\$argon2id\$/);
  expect(kept?.cookieHash).toBe(hashToken(cookies.get('foyer.sign-up') ?? ''));
  expect(cookies.received).toEqual([
    expect.stringMatching(/^foyer\.sign-up=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/),
  ]);
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.verifyEmail', payload: { signUpId: kept?.id } });
});

test('spells an address in its one canonical form', async ({ db }) => {
  const answer = await callerFor(db, null).auth.signUp({ ...wish, email: ' \u{FF2E}ORA.Two@Example.TEST ' });
  expect(answer).toEqual({ sentTo: 'nora.two@example.test' });
});

test('an address with an account gets a mail that says so, and no link', async ({ db, given, jobs }) => {
  const known = await given.user();
  await callerFor(db, null).auth.signUp({ ...wish, email: known.email });
  const payload = { userId: known.id, locale: 'fr' };
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.accountExists', payload });
});

test('refuses a password made of what everybody knows about the person', async ({ db }) => {
  const { auth } = callerFor(db, null);
  const call = auth.signUp({ ...wish, email: 'wilhelmina@example.test', password: 'wilhelmina2024' });
  expect(await refusal(call)).toEqual({ reason: 'PASSWORD_GUESSABLE' });
});

test('names what is wrong with each field', async ({ db }) => {
  const { auth } = callerFor(db, null);
  const wrong = {
    displayName: ' ',
    email: 'nora',
    password: 'short',
    locale: 'fr',
    timeZone: 'Mars/Olympus',
  };
  expect(await refusal(auth.signUp({ ...wrong, locale: 'fr' }))).toEqual({
    reason: 'INPUT_INVALID',
    problems: {
      displayName: 'required',
      email: 'notAnEmail',
      password: 'passwordTooShort',
      timeZone: 'notATimeZone',
    },
  });
});

test('sends at most three mails an hour to one address, however it is spelled', async ({ db, jobs }) => {
  const before = (await jobs()).length;
  for (const email of ['many@example.test', 'MANY@example.test', ' many@Example.test'])
    await callerFor(db, null).auth.signUp({ ...wish, email });
  const fourth = callerFor(db, null).auth.signUp({ ...wish, email: 'Many@example.test' });
  expect(await refusal(fourth)).toEqual({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect((await jobs()).length).toBe(before + 3);
});

test('begins at most thirty accounts an hour from one address; an IPv6 network is one', async ({ db }) => {
  const network = '2001:db8:1:2';
  await db.insert(rateLimits).values({
    key: `signUp.address:${network}::/64`,
    points: 29,
    expire: new Date(Date.now() + 60_000),
  });
  const from = (ip: string, email: string) => callerFor(db, null, { ip }).auth.signUp({ ...wish, email });
  await from(`${network}::1`, 'thirtieth@example.test');
  const next = from(`${network}:ffff:ffff:ffff:ffff`, 'thirty-first@example.test');
  expect(await refusal(next)).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  await from('2001:db8:1:3::1', 'thirty-second@example.test');
});

test('sends the mail again to the browser that signed up', async ({ db, given, jobs }) => {
  const { id, cookie } = await given.signUp();
  const cookies = new CookieJar({ 'foyer.sign-up': cookie });
  expect(await callerFor(db, null, { cookies }).auth.resendVerification()).toEqual({ sent: true });
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.verifyEmail', payload: { signUpId: id } });
});

test('says that it sent again whether there was anything to send or not', async ({ db, given, jobs }) => {
  const before = await jobs();
  const { cookie: expired } = await given.signUp({ expiresAt: new Date(Date.now() - 1000) });
  for (const cookies of [jar(), new CookieJar({ 'foyer.sign-up': expired })]) {
    expect(await callerFor(db, null, { cookies }).auth.resendVerification()).toEqual({ sent: true });
  }
  expect(await jobs()).toEqual(before);
});

test('sends again within the same limit as the first mail', async ({ db, given }) => {
  const { cookie } = await given.signUp();
  const api = callerFor(db, null, { cookies: new CookieJar({ 'foyer.sign-up': cookie }) });
  for (let mail = 0; mail < 3; mail++) await api.auth.resendVerification();
  expect(await refusal(api.auth.resendVerification())).toMatchObject({ reason: 'RATE_LIMITED' });
});

test('sends again the word that there is an account by now', async ({ db, given, jobs }) => {
  const known = await given.user();
  const { cookie } = await given.signUp({ email: known.email });
  const cookies = new CookieJar({ 'foyer.sign-up': cookie });
  await callerFor(db, null, { cookies }).auth.resendVerification();
  const payload = { userId: known.id, locale: 'en' };
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.accountExists', payload });
});
