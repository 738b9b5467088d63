import * as argon2 from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import type { Database } from '@/db/client';
import { recordInto, type Statement } from '@/db/recorder';
import { emailChanges, proofFailures, securityEvents } from '@/db/schema/security';
import { signLink } from '@/server/links';
import type { Caller } from '@/server/router';
import { callerFor, SECRET } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { warmPasswords } from './passwords';
import { CLOSED_AFTER, passwordKey } from './proofs';

// Counted, not replaced: what takes time here is the work of the hash.
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const wish = { displayName: 'Nora New', password: PASSWORD, locale: 'en' as const, timeZone: null };

test('signing up tells nobody whether an address has an account', async ({ db, given }) => {
  const known = await given.user();
  const signUp = (email: string) => observe(db, (api) => api.auth.signUp({ ...wish, email }));
  const [withAccount, without] = [await signUp(known.email), await signUp('unknown@example.test')];
  expect(withAccount.answer).toEqual({ sentTo: known.email });
  expect(without.answer).toEqual({ sentTo: 'unknown@example.test' });
  expect(withAccount.work).toEqual(without.work);
  expect(withAccount.work).toMatchObject({ hashes: 1, verifications: 0 });
  expect(withAccount.cookies).toEqual(without.cookies);
});

test('asking for the mail again tells nobody either', async ({ db, given }) => {
  const known = await given.user();
  const again = async (email?: string) => {
    const { cookie } = await given.signUp(email ? { email } : {});
    return observe(db, (api) => api.auth.resendVerification(), { 'foyer.sign-up': cookie });
  };
  const seen = await again(known.email);
  expect(seen.work.statements).toHaveLength(3);
  expect(await again()).toEqual(seen);
});

test('beginning to sign in tells nobody either', async ({ db, given }) => {
  const known = await given.user();
  const start = (email: string) => observe(db, (api) => api.auth.signIn.start({ email }));
  expect(await start(known.email)).toEqual(await start('unknown@example.test'));
});

test('a wrong password costs the same, with an account, an open sign-up or neither', async ({
  db,
  given,
}) => {
  await warmPasswords();
  const [known, waiting] = [await given.user(), await given.signUp()];
  // Of a browser that has an account here, whose owner is curious about others.
  const browser = await given.knownBrowser(await given.user());
  const seen = [];
  for (const email of [known.email, waiting.email, 'never-seen@example.test']) {
    const attempt = await given.attempt({ email });
    const password = 'eight walruses knit at dusk';
    const guess = (api: Caller) => refusal(api.auth.signIn.password({ password }));
    seen.push(await observe(db, guess, { 'foyer.attempt': attempt, 'foyer.browser': browser }));
  }
  const [first, ...others] = seen;
  expect(first).toMatchObject({
    answer: { reason: 'SIGN_IN_FAILED' },
    work: { hashes: 0, verifications: 1 },
  });
  for (const other of others) expect(other).toEqual(first);
});

test('somebody who may not try any more learns nothing more', async ({ db, given }) => {
  const known = await given.user();
  const limited = async (email: string) => {
    const cookies = { 'foyer.attempt': await given.attempt({ email }) };
    const guess = (api: Caller) => refusal(api.auth.signIn.password({ password: 'eight walruses knit' }));
    for (let failure = 0; failure < 5; failure++) await observe(db, guess, cookies);
    return observe(db, guess, cookies);
  };
  const [one, other] = [await limited(known.email), await limited('limited@example.test')];
  expect(one.answer).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  // The seconds to wait are counted from the first of five tries, which a busy machine takes its time for.
  expect({ ...one, answer: undefined }).toEqual({ ...other, answer: undefined });
});

test('the browser that signed up is told the same whether there was an account before or not', async ({
  db,
  given,
}) => {
  const known = await given.user();
  const guess = async (email: string) => {
    const { cookie } = await given.signUp({ email });
    const cookies = { 'foyer.attempt': await given.attempt({ email }), 'foyer.sign-up': cookie };
    const password = 'eight walruses knit at dusk';
    return observe(db, (api) => refusal(api.auth.signIn.password({ password })), cookies);
  };
  const seen = await guess(known.email);
  expect(seen.answer).toEqual({ reason: 'EMAIL_UNVERIFIED' });
  expect(await guess('waiting@example.test')).toEqual(seen);
});

test('asking for a new password tells nobody either', async ({ db, given }) => {
  const known = await given.user();
  const ask = (email: string) =>
    observe(db, (api) => api.auth.password.requestReset({ email, locale: 'en' }));
  const [withAccount, without] = [await ask(known.email), await ask('nobody-here@example.test')];
  expect(withAccount.answer).toEqual({ sentTo: known.email });
  expect(without.answer).toEqual({ sentTo: 'nobody-here@example.test' });
  expect(withAccount.work).toEqual(without.work);
  expect(withAccount.work).toMatchObject({ hashes: 0, verifications: 0 });
  expect(withAccount.cookies).toEqual(without.cookies);
});

test('the try that closes a password costs the same as well', async ({ db, given }) => {
  const known = await given.user();
  const last = async (email: string) => {
    const times = { lastAt: new Date(), openAt: new Date(0) };
    const failures = { failures: 4, inARow: CLOSED_AFTER - 1 };
    await db.insert(proofFailures).values({ key: passwordKey(email), ...failures, ...times });
    const cookies = { 'foyer.attempt': await given.attempt({ email }) };
    const guess = (api: Caller) => refusal(api.auth.signIn.password({ password: 'eight walruses knit' }));
    return [await observe(db, guess, cookies), await observe(db, guess, cookies)];
  };
  const seen = await last(known.email);
  expect(seen).toMatchObject([
    { answer: { reason: 'SIGN_IN_FAILED' } },
    { answer: { reason: 'FACTOR_CLOSED' } },
  ]);
  expect(await last('closed@example.test')).toEqual(seen);
  const log = await db.select().from(securityEvents).where(eq(securityEvents.userId, known.id));
  expect(log.map(({ kind, details }) => ({ kind, details }))).toEqual([
    { kind: 'signIn.failed', details: { factor: 'password' } },
    { kind: 'factor.closed', details: { factor: 'password' } },
  ]);
});

test('wanting an address for one’s account does not tell whether somebody has it', async ({ db, given }) => {
  const owner = await given.user();
  const { oldEmail: reserved } = await given.emailChange(await given.user(), { stage: 'confirmed' });
  const want = async (email: string) => {
    const person = await given.user();
    const request = (api: Caller) => api.profile.changeEmail.request({ email });
    const asked = await observe(db, request, { 'foyer.session': person.token });
    const [change] = await db.select().from(emailChanges).where(eq(emailChanges.userId, person.id));
    const token = signLink({ secret: SECRET, purpose: 'email-approve', id: change?.id ?? '' });
    const approved = await observe(db, (api) => api.profile.changeEmail.approve({ token }));
    expect(approved.answer).toEqual({ newEmail: email });
    return [asked, { ...approved, answer: undefined }];
  };
  const seen = await want('nobody-has-it@example.test');
  expect(await want(owner.email)).toEqual(seen);
  expect(await want(reserved)).toEqual(seen);
});

/** What one call shows from outside, and the work it took: statements sent, passwords hashed and compared. */
async function observe(
  db: Database,
  call: (api: Caller) => Promise<unknown>,
  brought: Record<string, string> = {},
) {
  const cookies = new CookieJar(brought);
  const statements: Statement[] = [];
  vi.mocked(argon2.hash).mockClear();
  vi.mocked(argon2.verify).mockClear();
  const answer = await recordInto(statements, () => call(callerFor(db, null, { cookies })));
  return {
    answer,
    cookies: cookies.received.map((cookie) => cookie.replace(/=[\w-]{43};/, '=...;')),
    work: {
      statements: statements.map(({ text }) => text),
      hashes: vi.mocked(argon2.hash).mock.calls.length,
      verifications: vi.mocked(argon2.verify).mock.calls.length,
    },
  };
}
