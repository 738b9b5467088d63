import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { knownBrowsers, proofFailures } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor, type Visit } from '@/server/testing/callers';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { BROWSER_SECONDS } from './browsers';
import { CLOSED_AFTER, countedProof, passwordKey, totpKey } from './proofs';
import { hashToken } from './tokens';

const WRONG = 'eight walruses knit at dusk';
const ANOTHER = 'nine herons fold their maps';
const CLOSED = { reason: 'FACTOR_CLOSED' };
const WRONG_PASSWORD = { reason: 'PASSWORD_WRONG' };
const WRONG_CODE = { reason: 'CODE_WRONG' };

test('whoever knows the password closes password and app, and not the recovery codes, which open all of it', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const app = await given.totp(user);
  const [code = ''] = await given.recoveryCodes(user);
  for (const key of [passwordKey(user.email), totpKey(user.id)]) await close(db, key);
  // They have tried their luck at the recovery codes as well.
  const attacker = callerFor(db, null, { cookies: await waiting(), ip: '198.51.100.50' });
  for (let guess = 0; guess < 10; guess++)
    expect(await refusal(attacker.auth.signIn.recoveryCode({ code: 'ZZZZZZZZZZZZZZZZ' }))).toEqual(
      WRONG_CODE,
    );

  const { token } = await given.reset(user);
  const cookies = new CookieJar();
  const owner = callerFor(db, null, { cookies });
  await owner.auth.password.reset({ token, password: ANOTHER });
  await owner.auth.signIn.start({ email: user.email });
  expect(await owner.auth.signIn.password({ password: ANOTHER })).toEqual({ next: 'secondFactor' });
  expect(await refusal(owner.auth.signIn.totp({ code: codeOf(app) }))).toEqual(CLOSED);
  const { ticket } = await owner.auth.signIn.recoveryCode({ code });
  await redeem(db, { ticket, cookies });
  const begun = await owner.auth.totp.begin();
  await owner.auth.totp.confirm({ id: begun.id, name: 'New phone', code: codeOf(begun) });

  const again = callerFor(db, null, { cookies: await waiting() });
  expect(await again.auth.signIn.totp({ code: codeOf(app) })).toMatchObject({ next: 'done' });

  async function waiting() {
    return new CookieJar({ 'foyer.attempt': await given.secondStep(user) });
  }
});

test('a browser that the account knows gets in with the password, whatever is done to it from elsewhere', async ({
  db,
  given,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const known = { 'foyer.browser': await given.knownBrowser(user) };
  const ip = '198.51.100.51';
  await close(db, passwordKey(user.email));
  for (let guess = 0; guess < 10; guess++)
    await countedProof(db, { ip, key: `next-door-${guess}`, now: new Date(), check: async () => false });
  expect(await enter({ email: user.email })).toEqual(CLOSED);
  expect(await enter({ email: other.email, brought: known, ip })).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await enter({ email: user.email, brought: known, ip })).toMatchObject({ next: 'done' });

  const lastSeenAt = new Date(Date.now() - BROWSER_SECONDS * 1000);
  await db.update(knownBrowsers).set({ lastSeenAt }).where(eq(knownBrowsers.userId, user.id));
  expect(await enter({ email: user.email, brought: known })).toEqual(CLOSED);

  function enter(visit: { email: string; brought?: Record<string, string>; ip?: string }) {
    return tryPassword(db, { ...visit, password: PASSWORD });
  }
});

test('guesses in a known browser count there alone, close it there, and a new password opens it', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const browser = await given.knownBrowser(user);
  const here = { email: user.email, brought: { 'foyer.browser': browser } };
  await almostClose(db, passwordKey(user.email, hashToken(browser)));
  expect(await tryPassword(db, { ...here, password: WRONG })).toEqual({ reason: 'SIGN_IN_FAILED' });
  expect(await tryPassword(db, { ...here, password: PASSWORD })).toEqual(CLOSED);
  expect(await tryPassword(db, { email: user.email, password: PASSWORD })).toMatchObject({ next: 'done' });
  const { token } = await given.reset(user);
  await callerFor(db, null).auth.password.reset({ token, password: ANOTHER });
  expect(await tryPassword(db, { ...here, password: ANOTHER })).toMatchObject({ next: 'done' });
});

test('a cookie that says nothing makes nobody`s browser known', async ({ db, given }) => {
  const user = await given.user();
  const cookies = new CookieJar({ 'foyer.browser': '' });
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: user.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, cookies });
  await close(db, passwordKey(user.email));
  expect(await tryPassword(db, { email: user.email, password: PASSWORD })).toEqual(CLOSED);
});

test('who is signed in confirms by password and changes it, closed as it may be outside; then it is open', async ({
  db,
  given,
}) => {
  const user = await given.user();
  await close(db, passwordKey(user.email));
  const cookies = new CookieJar();
  const { auth } = callerFor(db, user, { cookies });
  await auth.stepUp.password({ password: PASSWORD });
  await auth.password.change({ current: PASSWORD, password: ANOTHER });
  expect(await tryPassword(db, { email: user.email, password: ANOTHER })).toMatchObject({ next: 'done' });
});

test('a session that guesses at the password closes it in there alone, at both places', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const other = callerFor(db, await given.session(user)).auth;
  await almostClose(db, passwordKey(user.email, await idOf(db, user.token)));
  const { auth } = callerFor(db, user);
  expect(await refusal(auth.stepUp.password({ password: WRONG }))).toEqual(WRONG_PASSWORD);
  expect(await refusal(auth.stepUp.password({ password: PASSWORD }))).toEqual(CLOSED);
  expect(await refusal(auth.password.change({ current: PASSWORD, password: ANOTHER }))).toEqual(CLOSED);
  expect(await tryPassword(db, { email: user.email, password: PASSWORD })).toMatchObject({ next: 'done' });
  expect(await other.stepUp.password({ password: PASSWORD })).toEqual({ confirmed: true });
});

test('a session of two factors that guesses at the app closes it in there alone; a new app opens it', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const app = await given.totp(user);
  const [code = ''] = await given.recoveryCodes(user);
  const cookies = new CookieJar();
  const actor = await given.twoFactorSession(user);
  const { auth } = callerFor(db, actor, { cookies });
  await almostClose(db, totpKey(user.id, await idOf(db, actor.token)));
  expect(await refusal(auth.stepUp.totp({ code: wrongCode(app) }))).toEqual(WRONG_CODE);
  expect(await refusal(auth.stepUp.totp({ code: codeOf(app) }))).toEqual(CLOSED);
  const attempt = { 'foyer.attempt': await given.secondStep(user) };
  const signIn = callerFor(db, null, { cookies: new CookieJar(attempt) }).auth.signIn;
  expect(await signIn.totp({ code: codeOf(app) })).toMatchObject({ next: 'done' });

  await auth.stepUp.recoveryCode({ code });
  const begun = await auth.totp.begin();
  await auth.totp.confirm({ id: begun.id, name: 'New phone', code: codeOf(begun) });
  expect(await auth.stepUp.totp({ code: codeOf(app, { step: 1 }) })).toEqual({ confirmed: true });
});

test('a session that only an account elsewhere has opened guesses at what sign-in guesses at', async ({
  db,
  given,
}) => {
  const user = await given.user();
  await db
    .update(sessions)
    .set({ amr: { fed: new Date().toISOString() } })
    .where(eq(sessions.userId, user.id));
  await almostClose(db, passwordKey(user.email));
  const { auth } = callerFor(db, user);
  expect(await refusal(auth.stepUp.password({ password: WRONG }))).toEqual(WRONG_PASSWORD);
  expect(await tryPassword(db, { email: user.email, password: PASSWORD })).toEqual(CLOSED);
});

/** What a password is worth in a browser: the next step, or why not. */
async function tryPassword(
  db: Database,
  visit: { email: string; password: string; brought?: Record<string, string> } & Pick<Visit, 'ip'>,
) {
  const { email, password, brought, ip } = visit;
  const browser = { cookies: new CookieJar(brought), ...(ip !== undefined && { ip }) };
  const { signIn } = callerFor(db, null, browser).auth;
  await signIn.start({ email });
  const step = signIn.password({ password });
  return step.catch(() => refusal(step));
}

async function idOf(db: Database, token: string) {
  const [row] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(token)));
  return row?.id ?? '';
}

/** One wrong try more, and it is closed. */
async function almostClose(db: Database, key: string) {
  const times = { lastAt: new Date(), openAt: new Date(0) };
  await db.insert(proofFailures).values({ key, failures: 1, inARow: CLOSED_AFTER - 1, ...times });
}

async function close(db: Database, key: string) {
  const times = { lastAt: new Date(), openAt: new Date(0) };
  await db.insert(proofFailures).values({ key, failures: 9, inARow: CLOSED_AFTER, ...times });
}
