import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { proofFailures } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { totpKey } from './proofs';

const WRONG_CODE = { reason: 'CODE_WRONG' };
const EXPIRED = { reason: 'ATTEMPT_EXPIRED' };
const REFUSED = { status: 401, body: { url: expect.stringContaining('error=CredentialsSignin') } };

describe('after the password, without the second factor', () => {
  test('the cookies of the first step are anonymous, whatever is done with them', async ({ db, given }) => {
    const { user, cookies } = await withApp(given);
    const api = callerFor(db, null, { cookies });
    await api.auth.signIn.start({ email: user.email });
    const answer = await api.auth.signIn.password({ password: PASSWORD });
    expect(answer).toEqual({ next: 'secondFactor' });

    // Copied, as an attacker would.
    const copied = new CookieJar(cookies.all());
    const replayed = callerFor(db, null, { cookies: copied });
    expect(await replayed.viewer.current()).toBeNull();
    expect(await refusal(replayed.viewer.me())).toEqual({ reason: 'SIGNED_OUT' });
    expect(await refusal(replayed.auth.signIn.finish())).toEqual(EXPIRED);
    expect(await refusal(replayed.auth.signIn.password({ password: PASSWORD }))).toEqual(EXPIRED);
    for (const ticket of [cookies.get('foyer.attempt'), '', 'null', 'undefined', undefined, null])
      expect(await redeem(db, { ticket, cookies: copied })).toEqual(REFUSED);
    // The cookie of an attempt is not that of a session.
    copied.set('foyer.session', cookies.get('foyer.attempt') ?? '');
    expect(await replayed.viewer.current()).toBeNull();
    expect(await sessionsOf(db, user)).toBe(1);
  });
});

describe('one code of an authenticator app', () => {
  test('sent twenty times at the same moment in one browser gives one session', async ({ db, given }) => {
    const { user, app } = await withApp(given);
    const attempt = await given.secondStep(user);
    const code = codeOf(app);
    const jars = Array.from({ length: 20 }, () => jarWith(attempt));
    expect(await enterAll(db, jars, code)).toBe(1);
    expect(await sessionsOf(db, user)).toBe(2);
  });

  test('sent at the same moment in twenty browsers gives one session', async ({ db, given }) => {
    const { user, app } = await withApp(given);
    const attempts = await Promise.all(Array.from({ length: 20 }, () => given.secondStep(user)));
    expect(await enterAll(db, attempts.map(jarWith), codeOf(app))).toBe(1);
    expect(await sessionsOf(db, user)).toBe(2);
  });

  test('sent to sign-in and to step-up at the same moment opens one of them', async ({ db, given }) => {
    const { user, app } = await withApp(given);
    const actor = await given.twoFactorSession(user);
    const attempt = await given.secondStep(user);
    const code = codeOf(app);
    const answers = await Promise.allSettled([
      callerFor(db, actor).auth.stepUp.totp({ code }),
      callerFor(db, null, { cookies: jarWith(attempt) }).auth.signIn.totp({ code }),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is refused later, at another sign-in, at step-up, and so is every step before it', async ({
    db,
    given,
  }) => {
    const { user, app } = await withApp(given);
    const now = new Date();
    const [code, next] = [codeOf(app, { now }), codeOf(app, { now, step: 1 })];
    const enter = async (typed: string) =>
      callerFor(db, null, { cookies: jarWith(await given.secondStep(user)) }).auth.signIn.totp({
        code: typed,
      });
    const confirm = async (typed: string) =>
      callerFor(db, await given.twoFactorSession(user)).auth.stepUp.totp({ code: typed });
    await enter(code);
    expect(await refusal(enter(code))).toEqual(WRONG_CODE);
    expect(await refusal(confirm(code))).toEqual(WRONG_CODE);
    await confirm(next);
    for (const typed of [next, code]) {
      expect(await refusal(enter(typed))).toEqual(WRONG_CODE);
      expect(await refusal(confirm(typed))).toEqual(WRONG_CODE);
      await db.delete(proofFailures).where(eq(proofFailures.key, totpKey(user.id)));
    }
  });

  test('of another person opens nothing, and stays good for its owner', async ({ db, given }) => {
    const { user } = await withApp(given);
    const attacker = await withApp(given);
    const code = codeOf(attacker.app);
    const stranger = callerFor(db, null, { cookies: jarWith(await given.secondStep(user)) });
    expect(await refusal(stranger.auth.signIn.totp({ code }))).toEqual(WRONG_CODE);
    const session = callerFor(db, await given.twoFactorSession(user));
    expect(await refusal(session.auth.stepUp.totp({ code }))).toEqual(WRONG_CODE);
    const own = callerFor(db, null, { cookies: jarWith(await given.secondStep(attacker.user)) });
    expect(await own.auth.signIn.totp({ code })).toMatchObject({ next: 'done' });
  });
});

test('one recovery code in twenty parallel requests gives one session', async ({ db, given }) => {
  const { user } = await withApp(given);
  const [code = ''] = await given.recoveryCodes(user, { count: 2 });
  const attempts = await Promise.all(Array.from({ length: 20 }, () => given.secondStep(user)));
  const answers = await Promise.allSettled(
    attempts.map(async (attempt) => {
      const cookies = jarWith(attempt);
      const { ticket } = await callerFor(db, null, { cookies }).auth.signIn.recoveryCode({ code });
      return redeem(db, { ticket, cookies });
    }),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await sessionsOf(db, user)).toBe(2);
  const api = callerFor(db, user);
  expect(await api.auth.recoveryCodes.status()).toMatchObject({ left: 1, total: 2 });
});

describe('tabs, tickets and cookies', () => {
  test('a second tab does not finish an attempt that another took the place of', async ({ db, given }) => {
    const { user, app, cookies } = await withApp(given);
    const api = callerFor(db, null, { cookies });
    await api.auth.signIn.start({ email: user.email });
    await api.auth.signIn.password({ password: PASSWORD });
    const older = new CookieJar(cookies.all());

    // Another tab begins anew; the cookie of the first is gone from this browser.
    await api.auth.signIn.start({ email: user.email });
    const code = codeOf(app);
    expect(await refusal(api.auth.signIn.totp({ code }))).toEqual(EXPIRED);
    await api.auth.signIn.password({ password: PASSWORD });
    const { ticket } = await api.auth.signIn.totp({ code });
    expect(await redeem(db, { ticket, cookies: older })).toEqual(REFUSED);
    await redeem(db, { ticket, cookies });

    // The first tab goes on: signed in by now, without an attempt.
    expect(await refusal(api.auth.signIn.totp({ code }))).toEqual(EXPIRED);
    expect(await refusal(api.auth.signIn.status())).toEqual(EXPIRED);
    // Even with its cookie kept, the code is used up.
    const kept = callerFor(db, null, { cookies: older });
    expect(await refusal(kept.auth.signIn.totp({ code }))).toEqual(WRONG_CODE);
    expect(await sessionsOf(db, user)).toBe(2);
  });

  test('a ticket of two factors is refused a second time, and in another browser', async ({ db, given }) => {
    const { user, app } = await withApp(given);
    const attempt = await given.secondStep(user);
    const { ticket } = await callerFor(db, null, { cookies: jarWith(attempt) }).auth.signIn.totp({
      code: codeOf(app),
    });
    const another = jarWith(await given.secondStep(user));
    expect(await redeem(db, { ticket, cookies: another })).toEqual(REFUSED);
    expect((await redeem(db, { ticket, cookies: jarWith(attempt) })).status).toBe(200);
    for (const cookies of [jarWith(attempt), another])
      expect(await redeem(db, { ticket, cookies })).toEqual(REFUSED);
    expect(await sessionsOf(db, user)).toBe(2);
  });

  test('a session that an attacker put into the browser is not the one that begins', async ({
    db,
    given,
  }) => {
    const { user, app } = await withApp(given);
    const attacker = await given.user();
    const cookies = new CookieJar({ 'foyer.session': attacker.token });
    const api = callerFor(db, null, { cookies });
    await api.auth.signIn.start({ email: user.email });
    await api.auth.signIn.password({ password: PASSWORD });
    expect(await api.viewer.me()).toMatchObject({ userId: attacker.id });
    const { ticket } = await api.auth.signIn.totp({ code: codeOf(app) });
    await redeem(db, { ticket, cookies });
    const signedIn = cookies.get('foyer.session') ?? '';
    expect(signedIn).not.toBe(attacker.token);
    expect(await callerFor(db, attacker).viewer.current()).toBeNull();

    await api.auth.stepUp.totp({ code: codeOf(app, { step: 1 }) });
    expect(cookies.get('foyer.session')).not.toBe(signedIn);
    expect(await callerFor(db, { token: signedIn }).viewer.current()).toBeNull();
    expect(await api.viewer.me()).toMatchObject({ userId: user.id });
  });
});

/** Somebody with an authenticator app, and an empty browser. */
async function withApp(given: Given) {
  const user = await given.user();
  return { user, app: await given.totp(user), cookies: new CookieJar() };
}

function jarWith(attempt: string) {
  return new CookieJar({ 'foyer.attempt': attempt });
}

/** Gives the same code in all of these browsers at once and redeems what comes of it. @returns how many sessions */
async function enterAll(db: Database, jars: CookieJar[], code: string) {
  const answers = await Promise.allSettled(
    jars.map(async (cookies) => {
      const { ticket } = await callerFor(db, null, { cookies }).auth.signIn.totp({ code });
      return redeem(db, { ticket, cookies });
    }),
  );
  const tokens = jars.flatMap((cookies) => cookies.get('foyer.session') ?? []);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(tokens.length);
  return tokens.length;
}

async function sessionsOf(db: Database, person: { id: string }) {
  return db.$count(sessions, eq(sessions.userId, person.id));
}
