import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { proofFailures, securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { CLOSED_AFTER, passwordKey, totpKey } from './proofs';
import { hashToken } from './tokens';

const NOT_ALLOWED = { reason: 'NOT_ALLOWED' };
const WRONG = 'eight walruses knit at dusk';

test('somebody with a password alone confirms by it, and the action goes on', async ({
  db,
  given,
  trail,
}) => {
  const user = await stale(db, await given.user());
  const cookies = new CookieJar();
  const api = callerFor(db, user, { cookies });
  const methods = ['password'];
  expect(await api.auth.stepUp.status()).toEqual({ fresh: false, methods, email: user.email });
  expect(await refusal(api.auth.totp.begin())).toEqual({ reason: 'STEP_UP_REQUIRED' });
  expect(await api.auth.stepUp.password({ password: PASSWORD })).toEqual({ confirmed: true });
  expect(await api.auth.stepUp.status()).toEqual({ fresh: true, methods, email: user.email });
  await api.auth.totp.begin();
  const after = { method: 'password', sessionId: expect.any(String) };
  expect(await trail(user)).toMatchObject([{ kind: 'identity.confirmed', after }]);
  expect(await provenIn(db, cookies)).toMatchObject({ aal: 1, provenAal: 1 });
});

test('with a second factor the password confirms nothing, and codes do', async ({ db, given, trail }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const [code = ''] = await given.recoveryCodes(user);
  const cookies = new CookieJar();
  const api = callerFor(db, user, { cookies });
  // Proven a moment ago, by the password alone.
  const methods = ['totp', 'recoveryCode'];
  expect(await api.auth.stepUp.status()).toEqual({ fresh: false, methods, email: user.email });
  expect(await refusal(api.auth.stepUp.password({ password: PASSWORD }))).toEqual(NOT_ALLOWED);
  await api.auth.stepUp.totp({ code: codeOf(app) });
  expect(await provenIn(db, cookies)).toMatchObject({
    aal: 2,
    provenAal: 2,
    amr: { otp: expect.any(String) },
  });
  await api.auth.stepUp.recoveryCode({ code });
  expect(await provenIn(db, cookies)).toMatchObject({
    amr: { pwd: expect.any(String), recovery: expect.any(String) },
  });
  expect((await api.auth.stepUp.status()).fresh).toBe(true);
  expect((await trail(user)).map(({ kind, after }) => [kind, Object(after).method])).toEqual([
    ['identity.confirmed', 'totp'],
    ['recoveryCode.used', undefined],
    ['identity.confirmed', 'recoveryCode'],
  ]);
});

test('what a person does not have confirms nothing', async ({ db, given }) => {
  const user = await given.user();
  const [code = ''] = await given.recoveryCodes(user);
  const api = callerFor(db, user);
  expect(await refusal(api.auth.stepUp.totp({ code: '123456' }))).toEqual(NOT_ALLOWED);
  // Codes stand in for a second factor, and there is none.
  expect(await refusal(api.auth.stepUp.recoveryCode({ code }))).toEqual(NOT_ALLOWED);
  const without = await given.withoutPassword(await given.user());
  await given.connection(without);
  const elsewhere = callerFor(db, without);
  expect((await elsewhere.auth.stepUp.status()).methods).toEqual([]);
  expect(await refusal(elsewhere.auth.stepUp.password({ password: PASSWORD }))).toEqual(NOT_ALLOWED);
});

test('each proof changes the token of the session, and the old one is dead', async ({ db, given }) => {
  const user = await given.user();
  const cookies = new CookieJar();
  const api = callerFor(db, user, { cookies });
  await api.auth.stepUp.password({ password: PASSWORD });
  const renewed = cookies.get('foyer.session') ?? '';
  expect(renewed).toMatch(/^[\w-]{43}$/);
  expect(renewed).not.toBe(user.token);
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  expect(await callerFor(db, { token: renewed }).viewer.current()).toMatchObject({ userId: user.id });
  // The same session, not another one beside it.
  expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(1);
});

test('wrong ones are told, counted and logged, as at sign-in', async ({ db, given }) => {
  const user = await given.user();
  const api = callerFor(db, user);
  expect(await refusal(api.auth.stepUp.password({ password: WRONG }))).toEqual({ reason: 'PASSWORD_WRONG' });
  const app = await given.totp(user);
  expect(await refusal(api.auth.stepUp.totp({ code: wrongCode(app) }))).toEqual({ reason: 'CODE_WRONG' });
  await given.recoveryCodes(user);
  const recovering = api.auth.stepUp.recoveryCode({ code: 'ZZZZZZZZZZZZZZZZ' });
  expect(await refusal(recovering)).toEqual({ reason: 'CODE_WRONG' });
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, user.id));
  const failed = (factor: string) => ({ kind: 'signIn.failed', details: { factor } });
  expect(events).toMatchObject([failed('password'), failed('totp'), failed('recoveryCode')]);
});

test('the hundredth wrong one in a row closes the factor, here as well', async ({ db, given, trail }) => {
  const user = await given.user();
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, user.id));
  await almostClosed(db, passwordKey(user.email, session?.id));
  const api = callerFor(db, user);
  expect(await refusal(api.auth.stepUp.password({ password: WRONG }))).toEqual({ reason: 'PASSWORD_WRONG' });
  const closed = { reason: 'FACTOR_CLOSED' };
  expect(await refusal(api.auth.stepUp.password({ password: PASSWORD }))).toEqual(closed);
  const app = await given.totp(user);
  await almostClosed(db, totpKey(user.id));
  expect(await refusal(api.auth.stepUp.totp({ code: wrongCode(app) }))).toEqual({ reason: 'CODE_WRONG' });
  expect(await refusal(api.auth.stepUp.totp({ code: codeOf(app) }))).toEqual(closed);
  expect(await trail(user)).toMatchObject([
    { kind: 'factor.closed', after: { factor: 'password' } },
    { kind: 'factor.closed', after: { factor: 'totp' } },
  ]);
});

test('a session that ends at that moment confirms nothing and uses no code up', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const actor = await given.twoFactorSession(user);
  const code = codeOf(app);
  const [answer] = await Promise.allSettled([
    callerFor(db, actor).auth.stepUp.totp({ code }),
    callerFor(db, actor).auth.signOut(),
  ]);
  expect(await callerFor(db, actor).viewer.current()).toBeNull();
  const another = callerFor(db, await given.twoFactorSession(user)).auth.stepUp.totp({ code });
  if (answer.status === 'rejected') await another;
  else expect(await refusal(another)).toEqual({ reason: 'CODE_WRONG' });
});

/** The same person, whose last proof in this session was a while ago. */
async function stale<P extends { token: string }>(db: Database, person: P) {
  const provenAt = new Date(Date.now() - 301_000);
  await db
    .update(sessions)
    .set({ provenAt })
    .where(eq(sessions.tokenHash, hashToken(person.token)));
  return person;
}

async function provenIn(db: Database, cookies: CookieJar) {
  const [row] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(cookies.get('foyer.session') ?? '')));
  return row;
}

async function almostClosed(db: Database, key: string) {
  const at = new Date(Date.now() - 86_400_000);
  const row = { key, failures: 1, inARow: CLOSED_AFTER - 1, lastAt: at, openAt: at };
  await db.insert(proofFailures).values(row).onConflictDoUpdate({ target: proofFailures.key, set: row });
}
