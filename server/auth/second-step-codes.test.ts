import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { totpAuthenticators } from '@/db/schema/factors';
import { proofFailures, securityEvents } from '@/db/schema/security';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { callerFor, type Visit } from '@/server/testing/callers';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, totpKey } from './proofs';

const WRONG_CODE = { reason: 'CODE_WRONG' };
const EXPIRED = { reason: 'ATTEMPT_EXPIRED' };
const NO_SUCH_CODE = 'ZZZZ-ZZZZ-ZZZZ-ZZZZ';

test('password and code together open a session of two factors', async ({ db, given, trail }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: user.email });
  expect(await api.auth.signIn.password({ password: PASSWORD })).toEqual({ next: 'secondFactor' });
  expect(await api.auth.signIn.status()).toEqual({ email: user.email, due: true, methods: ['totp'] });
  const answer = await api.auth.signIn.totp({ code: ` ${codeOf(app).replace(/(?=...$)/, ' ')} ` });
  expect(answer).toEqual({ next: 'done', ticket: expect.stringMatching(/^[\w-]{43}$/) });
  await redeem(db, { ticket: answer.ticket, cookies });
  expect(await api.viewer.me()).toMatchObject({ userId: user.id });
  const both = { pwd: expect.any(String), otp: expect.any(String) };
  expect(await sessionsOf(db, user)).toContainEqual(
    expect.objectContaining({ aal: 2, provenAal: 2, amr: both, passkeyId: null }),
  );
  expect(await trail(user)).toMatchObject([{ kind: 'session.started', after: { methods: 'otp pwd' } }]);
});

test('a recovery code stands in, and says how many are left', async ({ db, given, trail }) => {
  const user = await given.user();
  await given.totp(user);
  const [code = ''] = await given.recoveryCodes(user, { count: 3 });
  const cookies = new CookieJar({ 'foyer.attempt': await given.secondStep(user) });
  const api = callerFor(db, null, { cookies });
  expect((await api.auth.signIn.status()).methods).toEqual(['totp', 'recoveryCode']);
  const typed = code
    .toLowerCase()
    .replace(/0/g, 'o')
    .replace(/(.{4})/g, '$1 ');
  const answer = await api.auth.signIn.recoveryCode({ code: typed });
  expect(answer).toEqual({ next: 'done', ticket: expect.any(String), codesLeft: 2 });
  expect(cookies.get('foyer.device')).toBeUndefined();
  await redeem(db, { ticket: answer.ticket, cookies });
  const both = { pwd: expect.any(String), recovery: expect.any(String) };
  expect(await sessionsOf(db, user)).toContainEqual(expect.objectContaining({ aal: 2, amr: both }));
  expect(await trail(user)).toMatchObject([
    { kind: 'recoveryCode.used', actorId: user.id, after: { left: 2 } },
    { kind: 'session.started' },
  ]);
});

test('a recovery code trusts the browser when that was ticked', async ({ db, given, trail }) => {
  const user = await given.user();
  await given.totp(user);
  const [code = ''] = await given.recoveryCodes(user);
  const cookies = new CookieJar({ 'foyer.attempt': await given.secondStep(user) });
  await callerFor(db, null, { cookies }).auth.signIn.recoveryCode({ code, trustDevice: true });
  expect(cookies.get('foyer.device')).toMatch(/^[\w-]{43}$/);
  const kinds = (await trail(user)).map(({ kind }) => kind);
  expect(kinds).toEqual(['recoveryCode.used', 'trustedDevice.added']);
});

test('what was used last is offered first', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  await given.passkey(user);
  const methods = async () => (await (await atSecondStep()).auth.signIn.status()).methods;
  const atSecondStep = async () =>
    callerFor(db, null, { cookies: new CookieJar({ 'foyer.attempt': await given.secondStep(user) }) });
  expect(await methods()).toEqual(['passkey', 'totp']);
  await (await atSecondStep()).auth.signIn.totp({ code: codeOf(app) });
  expect(await methods()).toEqual(['totp', 'passkey']);
});

test('it takes an attempt of this browser that waits for a second factor', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const [recoveryCode = ''] = await given.recoveryCodes(user);
  const done = await given.secondStep(user);
  await enter(db, { attempt: done, code: codeOf(app) });
  const attempts = [
    undefined,
    'made up',
    await given.attempt(user),
    await given.secondStep(user, { now: new Date(Date.now() - 600_000) }),
    await given.secondStep(user, { due: false }),
    done,
  ];
  for (const attempt of attempts) {
    expect(await refusal(enter(db, { attempt, code: codeOf(app, { step: 1 }) }))).toEqual(EXPIRED);
    expect(await refusal(enter(db, { attempt, recoveryCode }))).toEqual(EXPIRED);
  }
  // None of it was used up.
  const attempt = await given.secondStep(user);
  expect(await enter(db, { attempt, code: codeOf(app, { step: 1 }) })).toMatchObject({ next: 'done' });
});

test('wrong codes are told, those of an app counted for the account, and written into its log', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const app = await given.totp(user);
  await given.recoveryCodes(user);
  const attempt = await given.secondStep(user);
  const ip = '198.51.100.41';
  expect(await refusal(enter(db, { attempt, code: wrongCode(app), ip }))).toEqual(WRONG_CODE);
  expect(await refusal(enter(db, { attempt, recoveryCode: NO_SUCH_CODE, ip }))).toEqual(WRONG_CODE);
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, user.id));
  expect(events).toMatchObject([
    { kind: 'signIn.failed', details: { factor: 'totp' }, ip },
    { kind: 'signIn.failed', details: { factor: 'recoveryCode' }, ip },
  ]);
  expect(await failuresOf(db, totpKey(user.id))).toEqual([{ failures: 1, inARow: 1 }]);
  await enter(db, { attempt, code: codeOf(app), ip });
  expect(await failuresOf(db, totpKey(user.id))).toEqual([]);
});

test('somebody without codes, or without an app, has none that could be right', async ({ db, given }) => {
  const user = await given.user();
  const passkeyAlone = await given.secondStep(user);
  await given.passkey(user);
  expect(await refusal(enter(db, { attempt: passkeyAlone, code: '123456' }))).toEqual(WRONG_CODE);
  const attempt = { attempt: passkeyAlone, recoveryCode: NO_SUCH_CODE };
  expect(await refusal(enter(db, attempt))).toEqual(WRONG_CODE);
});

test('the hundredth wrong code in a row closes the app, and its person is told', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const user = await given.user();
  await given.passkey(user);
  const attempt = await given.secondStep(user);
  const at = new Date(Date.now() - 86_400_000);
  const before = { failures: 1, inARow: CLOSED_AFTER - 1, lastAt: at, openAt: at };
  await db.insert(proofFailures).values({ key: totpKey(user.id), ...before });
  const wrong = { attempt, code: '000000' };
  expect(await refusal(enter(db, wrong))).toEqual(WRONG_CODE);
  const closed = { kind: 'factor.closed', actorId: null, after: { factor: 'totp' } };
  expect(await trail(user)).toMatchObject([closed]);
  expect(await notices(user)).toMatchObject([{ type: 'security.factorChanged' }]);
  expect(await refusal(enter(db, wrong))).toEqual({ reason: 'FACTOR_CLOSED' });
  expect(await trail(user)).toHaveLength(1);
});

test('wrong recovery codes close nothing, and ten a minute come from one address', async ({ db, given }) => {
  const user = await given.user();
  await given.passkey(user);
  const [recoveryCode = ''] = await given.recoveryCodes(user);
  const attempt = await given.secondStep(user);
  const ip = '198.51.100.42';
  const guess = () => refusal(enter(db, { attempt, recoveryCode: NO_SUCH_CODE, ip }));
  for (let n = 0; n < 10; n++) expect(await guess()).toEqual(WRONG_CODE);
  expect(await guess()).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await enter(db, { attempt, recoveryCode })).toMatchObject({ next: 'done' });
});

test('a code whose sign-in has moved on is not used up', async ({ db, given }) => {
  const user = await given.user();
  await given.totp(user);
  const codes = await given.recoveryCodes(user, { count: 5 });
  const attempt = await given.secondStep(user);
  const answers = await Promise.allSettled(codes.map((recoveryCode) => enter(db, { attempt, recoveryCode })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const api = callerFor(db, await given.twoFactorSession(user));
  expect(await api.auth.recoveryCodes.status()).toMatchObject({ left: 4, total: 5 });
});

test('an app that is removed at the same moment leaves no trust behind', async ({ db, given }) => {
  const user = await given.user();
  const actor = await given.twoFactorSession(user);
  for (let round = 0; round < 5; round++) {
    const app = await given.totp(user);
    const attempt = await given.secondStep(user);
    await Promise.allSettled([
      enter(db, { attempt, code: codeOf(app), trustDevice: true }),
      callerFor(db, actor).auth.totp.remove({ id: app.id }),
    ]);
    expect(await db.$count(totpAuthenticators, eq(totpAuthenticators.id, app.id))).toBe(0);
    expect(await callerFor(db, actor).auth.trustedDevices.list()).toEqual([]);
  }
});

test('finishing hands over the ticket of what needs nothing more, once', async ({ db, given }) => {
  const user = await given.user();
  const attempt = await given.secondStep(user, { due: false });
  const finish = (cookie: string) =>
    callerFor(db, null, { cookies: new CookieJar({ 'foyer.attempt': cookie }) }).auth.signIn.finish();
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => finish(attempt)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await refusal(finish(await given.secondStep(user)))).toEqual(EXPIRED);
  const finished = and(eq(loginAttempts.userId, user.id), eq(loginAttempts.aal, 1));
  expect(await db.$count(loginAttempts, finished)).toBe(2);
});

interface Entry extends Omit<Visit, 'cookies'> {
  attempt: string | undefined;
  code?: string;
  recoveryCode?: string;
  trustDevice?: boolean;
}

/** Gives a code in the browser that holds this attempt. */
function enter(db: Database, { attempt, code, recoveryCode, trustDevice = false, ...visit }: Entry) {
  const cookies = new CookieJar(attempt === undefined ? {} : { 'foyer.attempt': attempt });
  const { signIn } = callerFor(db, null, { cookies, ...visit }).auth;
  if (recoveryCode !== undefined) return signIn.recoveryCode({ code: recoveryCode, trustDevice });
  return signIn.totp({ code: code ?? '', trustDevice });
}

async function sessionsOf(db: Database, person: { id: string }) {
  return db.select().from(sessions).where(eq(sessions.userId, person.id));
}

async function failuresOf(db: Database, key: string) {
  return db
    .select({ failures: proofFailures.failures, inARow: proofFailures.inARow })
    .from(proofFailures)
    .where(eq(proofFailures.key, key));
}
